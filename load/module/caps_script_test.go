package headroom

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/gorilla/websocket"
	"google.golang.org/grpc"
)

// cappedRun runs a script at most 4 requests a second, of which 14 may come at once, and checks how it ended.
func cappedRun(t *testing.T, script string, seen *atomic.Int64, files map[string]string) scriptRun {
	t.Helper()
	document := planOf(1, 1, 1)
	document.Plan.Limits.RequestsPerSecondMax = 4
	got := scriptJob{document: document, script: script, files: files}.run(t)
	// 14 that may come at once, and a few that the time of the run brings.
	if end := got.end(t); end["reason"] != "cap" || field(end, "requestsPerSecondMax") != 4 || seen.Load() > 20 || seen.Load() == 0 {
		t.Errorf("end %v, %d requests at the server\n%s", end, seen.Load(), got.log)
	}
	return got
}

// mustHaveBlocked checks that what was not sent is recorded, and nothing else failed.
func (r *scriptRun) mustHaveBlocked(t *testing.T, seen *atomic.Int64) {
	t.Helper()
	got := r.outcomes()
	if got[outcomeBlocked] == 0 || int64(r.sum("requests")-got[outcomeBlocked]) != seen.Load() {
		t.Errorf("outcomes %v of %d requests, %d at the server", got, r.sum("requests"), seen.Load())
	}
}

func TestHTTPRequestsBeyondTheCapAreNotSent(t *testing.T) {
	server, seen := target(t)
	got := cappedRun(t, strings.ReplaceAll(`
		import http from 'k6/http';
		export default function () { for (let i = 0; i < 40; i++) http.get('URL/' + i); }`, "URL", server.URL), seen, nil)
	got.mustHaveBlocked(t, seen)
}

func TestRequestsOfSetupBeyondTheCapAreNotSent(t *testing.T) {
	server, seen := target(t)
	got := cappedRun(t, strings.ReplaceAll(`
		import http from 'k6/http';
		export function setup() { for (let i = 0; i < 40; i++) http.get('URL/' + i); }
		export default function () { http.get('URL/load'); }`, "URL", server.URL), seen, nil)
	if got.sum("arrivals") != 0 || got.end(t)["setupRequests"] != 40.0 {
		t.Errorf("%d arrivals after setup() had used the cap; end %v", got.sum("arrivals"), got.end(t))
	}
}

func TestWebSocketsBeyondTheCapAreNotOpened(t *testing.T) {
	for name, script := range map[string]string{
		"k6/ws": `
			import ws from 'k6/ws';
			export default function () {
				for (let i = 0; i < 40; i++)
					try { ws.connect('ws://ADDRESS/', {}, (s) => s.on('open', () => s.close())); } catch (refused) {}
			}`,
		"k6/websockets": `
			import { WebSocket } from 'k6/websockets';
			export default function () {
				for (let i = 0; i < 40; i++) {
					const socket = new WebSocket('ws://ADDRESS/');
					socket.onopen = () => socket.close();
				}
			}`,
	} {
		seen := new(atomic.Int64)
		upgrader := websocket.Upgrader{}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			seen.Add(1)
			if conn, err := upgrader.Upgrade(w, r, nil); err == nil {
				_, _, _ = conn.ReadMessage() // until the client closes
				conn.Close()
			}
		}))
		got := cappedRun(t, strings.ReplaceAll(script, "ADDRESS", server.Listener.Addr().String()), seen, nil)
		t.Log(name)
		got.mustHaveBlocked(t, seen)
		server.Close()
	}
}

func TestGRPCCallsBeyondTheCapAreNotSent(t *testing.T) {
	seen := new(atomic.Int64)
	address := grpcServer(t, "127.0.0.1:0", grpc.UnaryInterceptor(
		func(ctx context.Context, request any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			seen.Add(1)
			return next(ctx, request)
		}))
	got := cappedRun(t, strings.ReplaceAll(`
		import grpc from 'k6/net/grpc';
		const client = new grpc.Client();
		client.load(['.'], 'health.proto');
		export default function () {
			client.connect('ADDRESS', { plaintext: true });
			for (let i = 0; i < 40; i++) client.invoke('grpc.health.v1.Health/Check', { service: 'scoring' });
			client.close();
		}`, "ADDRESS", address), seen, map[string]string{"health.proto": healthProto})
	got.mustHaveBlocked(t, seen)
}
