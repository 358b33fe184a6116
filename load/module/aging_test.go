package headroom

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"slices"
	"testing"
	"time"
)

func TestConnectionsGrowOld(t *testing.T) {
	target := startTarget(t, ok)
	document := aPlan(target.URL, 1)
	age := 0.000001
	document.Plan.Connections.MaxAgeSeconds = &age
	g, out := aGenerator(t, document)
	s, err := newSender(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	for number := range 5 {
		s.fire(arrival{planned: time.Now(), number: number, turn: number, key: g.keyOf(0, 0)})
		s.flying.Wait()
	}
	g.finish(nil)
	lines := out.lines(t)
	if opened := total(kind(lines, "counts"), "connections"); opened != 5 || outcomes(lines)["200"] != 5 {
		t.Errorf("%d connections, each is too old for a second request; outcomes %v", opened, outcomes(lines))
	}
}

// agingFor is a transport whose connections are young until a test says otherwise.
func agingFor(server *httptest.Server) *agingTransport {
	age := 3600.0
	transport := server.Client().Transport.(*http.Transport)
	return newAging(planConnections{MaxAgeSeconds: &age}, transport.Clone)
}

// ask sends a request, calls during while it is answered, and gives the connection that it took.
func ask(t *testing.T, transport *agingTransport, url string, during func()) *agingConn {
	t.Helper()
	var took net.Conn
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) { took = info.Conn }}
	request, err := http.NewRequestWithContext(httptrace.WithClientTrace(t.Context(), trace), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := transport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	during()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if secure, overTLS := took.(*tls.Conn); overTLS {
		took = secure.NetConn()
	}
	return took.(*agingConn)
}

// longAnswer is more than a connection's buffers hold: it is not read to its end before the client reads it.
func longAnswer(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 4<<20)) }

func nothing() {}

func TestEachConnectionEndsAtItsOwnAge(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(longAnswer))
	defer server.Close()
	transport := agingFor(server)
	var second *agingConn
	first := ask(t, transport, server.URL, func() { second = ask(t, transport, server.URL, nothing) })
	if first == second {
		t.Fatal("two requests at once share a connection")
	}
	first.grewOld()
	var other *agingConn
	kept := ask(t, transport, server.URL, func() { other = ask(t, transport, server.URL, nothing) })
	if kept != second || slices.Contains([]*agingConn{first, second}, other) {
		t.Error("the old connection is used on, or the young one ended with it")
	}
}

func TestAConnectionThatGrowsOldInUseEndsItsAnswerFirst(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(longAnswer))
	defer server.Close()
	transport := agingFor(server)
	old := ask(t, transport, server.URL, nothing)
	again := ask(t, transport, server.URL, old.grewOld) // read to its end all the same
	if again != old {
		t.Fatal("an idle young connection was not used")
	}
	if next := ask(t, transport, server.URL, nothing); next == old {
		t.Error("a connection beyond its age got another request")
	}
}

func TestAnOldHTTP2ConnectionTakesNoNewRequests(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(longAnswer))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	transport := agingFor(server)
	var last, next *agingConn
	old := ask(t, transport, server.URL, nothing)
	ask(t, transport, server.URL, func() {
		old.grewOld() // in use: it stays
		last = ask(t, transport, server.URL, func() { next = ask(t, transport, server.URL, nothing) })
	})
	if last != old || next == old {
		t.Errorf("the request that finds the connection old may use it: %v; the one after it must not: %v", last == old, next != old)
	}
}
