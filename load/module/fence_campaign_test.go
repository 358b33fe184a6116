package headroom

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// trap is a server outside the fence: whatever reaches it is a hole.
type trap struct {
	address string
	caught  atomic.Int64
}

// newTrap listens and counts every connection, whatever it speaks.
func newTrap(t *testing.T, address string) *trap {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	caught := &trap{address: listener.Addr().String()}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			caught.caught.Add(1)
			conn.Close()
		}
	}()
	return caught
}

func (c *trap) port() string {
	_, port, _ := net.SplitHostPort(c.address)
	return port
}

func TestNothingLeavesTheFence(t *testing.T) {
	outside := newTrap(t, "127.0.0.1:0")
	outside6 := newTrap(t, "[::1]:0")
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusFound)
		}
	}))
	defer inside.Close()
	document := planOf(2)
	document.Plan.Fence.Hosts = []string{inside.Listener.Addr().String()}
	script := strings.NewReplacer("INSIDE", inside.URL, "OUT6", outside6.address, "OUT", outside.address,
		"PORT", outside.port()).Replace(`
		import http from 'k6/http';
		import ws from 'k6/ws';
		import { WebSocket } from 'k6/websockets';
		import grpc from 'k6/net/grpc';
		const client = new grpc.Client();
		const tries = (send) => { try { send(); } catch (e) { /* the refusal */ } };
		const all = async () => {
			for (const url of ['http://OUT/', 'https://OUT/', 'http://OUT6/', 'http://localhost:PORT/', 'http://127.1:PORT/',
				'http://0x7f.0.0.1:PORT/', 'http://[::ffff:127.0.0.1]:PORT/', 'http://0.0.0.0:PORT/', 'http://169.254.169.254/',
				'http://elsewhere.invalid:PORT/']) {
				http.get(url);
			}
			http.batch(['http://OUT/1', 'http://OUT6/2']);
			await http.asyncRequest('GET', 'http://OUT/');
			http.get('INSIDE/?to=' + encodeURIComponent('http://OUT/'), { redirects: 5 });
			http.get('INSIDE/?to=' + encodeURIComponent('http://OUT6/'), { redirects: 5 });
			tries(() => ws.connect('ws://OUT/', {}, () => {}));
			tries(() => ws.connect('wss://OUT6/', {}, () => {}));
			tries(() => client.connect('OUT', { plaintext: true, timeout: '1s' }));
			tries(() => client.connect('OUT6', { timeout: '1s' }));
			const socket = new WebSocket('ws://OUT/');
			socket.onerror = () => {};
		};
		export const setup = all;
		export const teardown = all;
		export default all;`)
	got := scriptJob{document: document, script: script, environment: []string{
		"HTTP_PROXY=http://" + outside.address, "HTTPS_PROXY=http://" + outside.address, "ALL_PROXY=" + outside.address,
		"http_proxy=http://" + outside.address, "K6_NO_USAGE_REPORT=false", "K6_USAGE_REPORT_URL=http://" + outside.address,
		"K6_HOSTS={\"elsewhere.invalid\":\"" + outside.address + "\"}",
	}}.run(t)
	if caught := outside.caught.Load() + outside6.caught.Load(); caught != 0 {
		t.Errorf("%d connections left the fence\n%s", caught, got.text)
	}
	end := got.end(t)
	got.mustHave(t, map[string]int{outcomeBlocked: 2 * (10 + 2 + 1 + 2 + 2 + 1), "302": 4})
	if refused, _ := end["refused"].(float64); refused < 4*20 || len(got.of("refused")) < 10 {
		t.Errorf("end %v, %d refused lines\n%s", end, len(got.of("refused")), got.log)
	}
}

func TestNothingInsideTheFenceIsRefused(t *testing.T) {
	server, seen := target(t)
	six, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Fatal(err)
	}
	server6 := &httptest.Server{Listener: six, Config: &http.Server{Handler: server.Config.Handler}}
	server6.Start()
	defer server6.Close()
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	document := planOf(2)
	document.Plan.Fence.Hosts = []string{"127.0.0.1", six.Addr().String()}
	script := strings.NewReplacer("PORT", port, "SIX", six.Addr().String(), "WS", echoServer(t), "GRPC",
		grpcServer(t, "127.0.0.1:0")).Replace(`
		import http from 'k6/http';
		import ws from 'k6/ws';
		import grpc from 'k6/net/grpc';
		const client = new grpc.Client();
		client.load(['.'], 'health.proto');
		const all = () => {
			for (const host of ['127.0.0.1', '127.1', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost', 'LOCALHOST.', '0.0.0.0']) {
				const { status, error } = http.get('http://' + host + ':PORT/');
				if (status !== 200) throw new Error(host + ': ' + error);
			}
			if (http.get('http://SIX/').status !== 200) throw new Error('IPv6');
			ws.connect('ws://WS/', {}, (socket) => socket.on('open', () => socket.close()));
			client.connect('GRPC', { plaintext: true });
			client.invoke('grpc.health.v1.Health/Check', { service: 'scoring' });
			client.close();
		};
		export const setup = all;
		export default all;`)
	got := scriptJob{document: document, script: script, files: map[string]string{"health.proto": healthProto}}.run(t)
	got.mustHave(t, map[string]int{"101": 2, "200": 18, "grpc:0": 2})
	if end := got.end(t); end["refused"] != 0.0 || got.sum("exceptions") != 0 || seen.Load() != 27 {
		t.Errorf("end %v, the servers saw %d\n%s", end, seen.Load(), got.log)
	}
}

func TestImportsFromTheNetworkGoThroughTheFence(t *testing.T) {
	outside := newTrap(t, "127.0.0.1:0")
	folder := t.TempDir()
	certificate := filepath.Join(folder, "ca.pem")
	library := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "export const seven = 7;")
	}))
	defer library.Close()
	writeCertificate(t, certificate, library)
	for place, works := range map[string]bool{library.Listener.Addr().String(): true, outside.address: false} {
		document := planOf(1)
		document.Plan.Fence.Hosts = []string{library.Listener.Addr().String()}
		got := scriptJob{document: document, environment: []string{"SSL_CERT_FILE=" + certificate}, script: `
			import { seven } from 'https://` + place + `/lib.js';
			export default function () { if (seven !== 7) throw new Error('not seven'); }`}.run(t)
		if ran := got.sum("arrivals") == 1 && got.sum("exceptions") == 0; ran != works {
			t.Errorf("an import from %s: ran %v, want %v\n%s", place, ran, works, got.log)
		}
		if !works && !strings.Contains(got.log, "outside the fence") {
			t.Errorf("the log does not say why:\n%s", got.log)
		}
	}
	if outside.caught.Load() != 0 {
		t.Errorf("%d connections left the fence", outside.caught.Load())
	}
}

func TestAMovingNameIsHeldByTheRealDialer(t *testing.T) {
	inside := newTrap(t, "127.0.0.2:0")
	outside := newTrap(t, net.JoinHostPort("127.0.0.3", inside.port()))
	asked := &atomic.Int64{}
	nameserver := movingNameserver(t, asked)
	document := planOf(5)
	document.Plan.Fence.Hosts = []string{"moving.example:" + inside.port(), "127.0.0.2:" + inside.port()}
	got := scriptJob{document: document, environment: []string{testNameserver + "=" + nameserver}, script: `
		import http from 'k6/http';
		export const options = { dns: { ttl: '0' } };
		export default function () { http.get('http://moving.example:` + inside.port() + `/'); }`}.run(t)
	if inside.caught.Load() != 5 || outside.caught.Load() != 0 || got.end(t)["refused"] != 0.0 {
		t.Errorf("%d inside, %d outside\n%s", inside.caught.Load(), outside.caught.Load(), got.text)
	}
	if asked.Load() == 0 || asked.Load() > 2 { // A and AAAA, once each
		t.Errorf("DNS was asked %d times", asked.Load())
	}
}

// movingNameserver says 127.0.0.2 at first and 127.0.0.3 from then on.
func movingNameserver(t *testing.T, asked *atomic.Int64) string {
	t.Helper()
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	answers := func(question dnsmessage.Question) []dnsmessage.Resource {
		if question.Type != dnsmessage.TypeA {
			return nil
		}
		last := byte(2)
		if asked.Load() > 2 {
			last = 3
		}
		return []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: question.Name, Class: question.Class, TTL: 0},
			Body:   &dnsmessage.AResource{A: [4]byte{127, 0, 0, last}},
		}}
	}
	go serveDNS(socket, asked, answers)
	return socket.LocalAddr().String()
}

func serveDNS(socket net.PacketConn, asked *atomic.Int64, answers func(dnsmessage.Question) []dnsmessage.Resource) {
	buffer := make([]byte, 1500)
	for {
		n, from, err := socket.ReadFrom(buffer)
		if err != nil {
			return
		}
		var query dnsmessage.Message
		if query.Unpack(buffer[:n]) != nil || len(query.Questions) == 0 {
			continue
		}
		asked.Add(1)
		reply := dnsmessage.Message{
			Header:    dnsmessage.Header{ID: query.ID, Response: true, RecursionAvailable: true},
			Questions: query.Questions[:1], Answers: answers(query.Questions[0]),
		}
		if packed, err := reply.Pack(); err == nil {
			_, _ = socket.WriteTo(packed, from)
		}
	}
}

func TestWithoutAPlanGivenHostsAreAFence(t *testing.T) {
	outside := newTrap(t, "127.0.0.1:0")
	script := filepath.Join(t.TempDir(), "script.js")
	text := "import 'https://" + outside.address + "/lib.js'; export default function () {}"
	if err := os.WriteFile(script, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	output := runPlainK6(t, []string{fenceVariable + "=10.0.0.1,10.0.0.2:443"}, "deps", "--json", script)
	if !strings.Contains(output, "outside the fence") || outside.caught.Load() != 0 {
		t.Errorf("%d connections, k6 says:\n%s", outside.caught.Load(), output)
	}
}
