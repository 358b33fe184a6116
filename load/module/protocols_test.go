package headroom

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

// healthProto is the part of gRPC's own health service that the tests call.
const healthProto = `syntax = "proto3";
package grpc.health.v1;
message HealthCheckRequest { string service = 1; }
message HealthCheckResponse { enum S { UNKNOWN = 0; SERVING = 1; NOT_SERVING = 2; SERVICE_UNKNOWN = 3; } S status = 1; }
service Health { rpc Check(HealthCheckRequest) returns (HealthCheckResponse); }
`

// grpcServer is a real gRPC server with the health service; it knows the service "scoring".
func grpcServer(t *testing.T, address string, options ...grpc.ServerOption) string {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server, service := grpc.NewServer(options...), health.NewServer()
	service.SetServingStatus("scoring", healthpb.HealthCheckResponse_SERVING)
	healthpb.RegisterHealthServer(server, service)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return listener.Addr().String()
}

// echoServer is a WebSocket server that sends each message back; /closed answers without a handshake.
func echoServer(t *testing.T) string {
	t.Helper()
	upgrader := websocket.Upgrader{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/closed" {
			http.Error(w, "not today", http.StatusForbidden)
			return
		}
		conn, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		for {
			kind, message, err := conn.ReadMessage()
			if err != nil || conn.WriteMessage(kind, message) != nil {
				return
			}
		}
	}))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

func TestGRPCCallsCountWithTheirCode(t *testing.T) {
	address := grpcServer(t, "127.0.0.1:0")
	script := strings.ReplaceAll(`
		import grpc from 'k6/net/grpc';
		import { check } from 'k6';
		const client = new grpc.Client();
		client.load(['.'], 'health.proto');
		export default function () {
			client.connect('ADDRESS', { plaintext: true });
			const answer = client.invoke('grpc.health.v1.Health/Check', { service: 'scoring' });
			check(answer, { serving: (a) => a.status === grpc.StatusOK && a.message.status === 'SERVING' });
			client.invoke('grpc.health.v1.Health/Check', { service: 'nobody' });
			client.close();
		}`, "ADDRESS", address)
	got := scriptJob{document: planOf(3, 2), script: script, files: map[string]string{"health.proto": healthProto}}.run(t)
	got.mustHave(t, map[string]int{"grpc:0": 5, "grpc:5": 5})
	if got.sum("requests") != 10 || got.sum("unexpected") != 5 || got.sum("exceptions") != 0 {
		t.Errorf("%d requests, %d unexpected, %d exceptions\n%s", got.sum("requests"), got.sum("unexpected"),
			got.sum("exceptions"), got.log)
	}
	passes := 0.0
	for _, line := range got.of("script") {
		if counts, ok := line["checks"].(map[string]any)["serving"].([]any); ok {
			passes += counts[0].(float64)
		}
	}
	if passes != 5 {
		t.Errorf("check passed %v times\n%s", passes, got.text)
	}
}

func TestWebSocketHandshakesCountWithTheirStatus(t *testing.T) {
	address := echoServer(t)
	script := strings.ReplaceAll(`
		import ws from 'k6/ws';
		import { WebSocket } from 'k6/websockets';
		export default function () {
			for (const url of ['ws://ADDRESS/', 'ws://ADDRESS/closed', 'ws://127.0.0.1:1/']) {
				ws.connect(url, {}, (socket) => socket.on('open', () => socket.close()));
			}
			const socket = new WebSocket('ws://ADDRESS/');
			socket.onopen = () => socket.send('hello');
			socket.onmessage = () => socket.close();
		}`, "ADDRESS", address)
	got := scriptJob{document: planOf(4), script: script}.run(t)
	got.mustHave(t, map[string]int{"101": 8, "403": 4, "refused": 4})
	if got.sum("unexpected") != 8 || got.sum("requests") != 16 {
		t.Errorf("%d unexpected of %d\n%s", got.sum("unexpected"), got.sum("requests"), got.text)
	}
}

func TestWhatAScriptMeasuresItselfIsShown(t *testing.T) {
	server, _ := target(t)
	script := strings.ReplaceAll(`
		import http from 'k6/http';
		import { check, group } from 'k6';
		import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
		const [tokens, load, cached, scoring] = [new Counter('tokens'), new Gauge('load'), new Rate('cached'), new Trend('scoring')];
		export const options = {
			vus: 3, duration: '1h', tags: { team: 'risk' },
			thresholds: { tokens: ['count > 1000'], cached: ['rate >= 0.5'] },
		};
		export function setup() { http.get('URL/warm'); http.get('URL/warm'); return 7; }
		export default function (data) {
			const answer = http.get('URL/');
			group('scores', () => check(answer, { fast: (a) => a.status === 200, 'is seven': () => data === 8 }));
			tokens.add(20); load.add(3); cached.add(true); scoring.add(12); scoring.add(14);
		}
		export function teardown() { http.get('URL/done'); }`, "URL", server.URL)
	got := scriptJob{document: planOf(2, 2), script: script}.run(t)
	sums := fmt.Sprint(scriptSums(&got))
	want := "map[cached:[4 4] load:3 scores::fast:[4 0] scores::is seven:[0 4] scoring:8 tokens:80]"
	if sums != want {
		t.Errorf("the script measured %s, want %s\n%s", sums, want, got.text)
	}
	end := got.end(t)
	if fmt.Sprint(end["thresholds"]) != "[map[expression:rate >= 0.5 metric:cached ok:true] map[expression:count > 1000 metric:tokens ok:false]]" ||
		got.exitCode != 99 || end["reason"] != "complete" || end["setupRequests"] != 3.0 {
		t.Errorf("exit code %d, end %v", got.exitCode, end)
	}
	if notes := got.of("note"); len(notes) != 1 || fmt.Sprint(notes[0]["names"]) != "[duration vus]" {
		t.Errorf("notes: %v", notes)
	}
	got.mustHave(t, map[string]int{"200": 4})
}

// scriptSums adds what all script lines say: passes and fails, sums, counts of trends, last gauges.
func scriptSums(of *scriptRun) map[string]any {
	sums := map[string]any{}
	pair := func(name string, value any) {
		before, _ := sums[name].([2]int)
		counts := value.([]any)
		sums[name] = [2]int{before[0] + int(counts[0].(float64)), before[1] + int(counts[1].(float64))}
	}
	number := func(name string, value float64) {
		before, _ := sums[name].(float64)
		sums[name] = before + value
	}
	for _, line := range of.of("script") {
		for _, field := range []string{"checks", "rates"} {
			values, _ := line[field].(map[string]any)
			for name, value := range values {
				pair(name, value)
			}
		}
		counters, _ := line["counters"].(map[string]any)
		for name, value := range counters {
			number(name, value.(float64))
		}
		trends, _ := line["trends"].(map[string]any)
		for name, value := range trends {
			number(name, value.(map[string]any)["count"].(float64))
		}
		gauges, _ := line["gauges"].(map[string]any)
		for name, value := range gauges {
			sums[name] = value
		}
	}
	return sums
}
