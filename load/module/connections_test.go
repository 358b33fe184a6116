package headroom

import (
	"bufio"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

func TestHTTP2OnOneConnectionWhereTLSOffersIt(t *testing.T) {
	var mu sync.Mutex
	protocols, addresses := map[string]int{}, map[string]int{}
	target := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		protocols[r.Proto]++
		addresses[r.RemoteAddr]++
		ok(w, r)
	}))
	target.EnableHTTP2 = true
	target.Config.ErrorLog = log.New(io.Discard, "", 0) // of connections that are closed before their handshake
	target.StartTLS()
	defer target.Close()
	document := aPlan(target.URL, 1)
	authority := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: target.Certificate().Raw}))
	document.Secret.CaPem = &authority
	lines := sendAll(t, document, 30)
	counts := kind(lines, "counts")
	if got := outcomes(lines); got["200"] != 30 || protocols["HTTP/2.0"] != 30 {
		t.Errorf("outcomes %v over %v", got, protocols)
	}
	if len(counts) == 0 || counts[0]["tlsMs"] == nil || counts[0]["connectMs"] == nil {
		t.Errorf("no time for the handshake: %v", counts)
	}
	document.Plan.Connections.HTTP2 = false
	sendAll(t, document, 5)
	if protocols["HTTP/1.1"] != 5 {
		t.Errorf("without HTTP/2 the target saw %v", protocols)
	}
}

func TestConnectionModes(t *testing.T) {
	for mode, most := range map[string]int{"reuse": 1, "perUser": 1, "new": 20} {
		target := startTarget(t, ok)
		document := aPlan(target.URL, 1)
		document.Plan.Connections.Mode = mode
		g, out := aGenerator(t, document)
		s, err := newSender(t.Context(), g)
		if err != nil {
			t.Fatal(err)
		}
		for number := range 20 { // one after the other
			s.fire(arrival{planned: time.Now(), number: number, turn: number, key: g.keyOf(0, 0)})
			s.flying.Wait()
		}
		g.finish(nil)
		if opened := total(kind(out.lines(t), "counts"), "connections"); opened != most {
			t.Errorf("%s: %d connections for 20 requests in a row, want %d", mode, opened, most)
		}
	}
}

func TestWhatTheTransportSendsAgainIsKnown(t *testing.T) {
	var mu sync.Mutex
	got := 0
	target := rawServer(t, func(to net.Conn, from *bufio.Reader) {
		for first := true; ; first = false {
			if _, err := http.ReadRequest(from); err != nil {
				return
			}
			mu.Lock()
			got++
			again := got
			mu.Unlock()
			if !first || again > 3 {
				return // the second request on a connection is dropped without an answer
			}
			_, _ = io.WriteString(to, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
		}
	})
	document := aPlan(target, 1)
	document.Plan.Endpoints[0].Method = "GET"
	document.Plan.Endpoints[0].Payload = planPayload{Kind: "one"}
	document.Secret.Endpoints[0].Payloads = nil
	g, out := aGenerator(t, document)
	s, err := newSender(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	for number := range 2 {
		s.fire(arrival{planned: time.Now(), number: number, turn: number, key: g.keyOf(0, 0)})
		s.flying.Wait()
	}
	g.finish(nil)
	lines := out.lines(t)
	if resent := total(kind(lines, "counts"), "resent"); resent != 1 || got != 3 || outcomes(lines)["200"] != 2 {
		t.Errorf("%d resent, the target saw %d requests for 2, outcomes %v", resent, got, outcomes(lines))
	}
}
