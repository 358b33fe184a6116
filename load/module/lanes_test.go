package headroom

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// lanesTo are lanes to a server of a test, and the number of connections that they opened.
func lanesTo(server *httptest.Server) (*lanes, *atomic.Int64) {
	opened := new(atomic.Int64)
	model := server.Client().Transport.(*http.Transport)
	return newLanes(func() laneTransport {
		transport := model.Clone()
		transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			opened.Add(1)
			return new(net.Dialer).DialContext(ctx, network, address)
		}
		return transport
	}, true), opened
}

// askBy sends a request by its lane, calls during before the answer is read, and gives the lane back.
func askBy(t *testing.T, all *lanes, url string, during func()) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	by := all.take(request)
	response, err := by.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	during()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	by.giveBack(request, response.ProtoMajor)
}

func TestThereAreNoMoreLanesThanRequestsAtOnce(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(longAnswer))
	defer server.Close()
	all, opened := lanesTo(server)
	defer all.close()
	for range 5 {
		askBy(t, all, server.URL, func() { askBy(t, all, server.URL, nothing) })
		askBy(t, all, server.URL, nothing)
	}
	if opened.Load() != 2 {
		t.Errorf("%d connections for at most two requests at once", opened.Load())
	}
}

func TestLanesAreForOneServerEach(t *testing.T) {
	first, second := httptest.NewServer(http.HandlerFunc(longAnswer)), httptest.NewServer(http.HandlerFunc(longAnswer))
	defer first.Close()
	defer second.Close()
	all, opened := lanesTo(first)
	defer all.close()
	for range 5 {
		askBy(t, all, first.URL, func() { askBy(t, all, second.URL, nothing) })
	}
	if opened.Load() != 2 {
		t.Errorf("%d connections to two servers", opened.Load())
	}
}

func TestHTTPSGoesByLanesOnceItIsKnownToLackHTTP2(t *testing.T) {
	for http2, want := range map[bool]int64{true: 1, false: 2} {
		server := httptest.NewUnstartedServer(http.HandlerFunc(longAnswer))
		server.EnableHTTP2 = http2
		server.StartTLS()
		all, opened := lanesTo(server)
		askBy(t, all, server.URL, nothing)
		for range 5 {
			askBy(t, all, server.URL, func() { askBy(t, all, server.URL, nothing) })
		}
		if opened.Load() != want {
			t.Errorf("HTTP/2 %v: %d connections for two requests at once, want %d", http2, opened.Load(), want)
		}
		all.close()
		server.Close()
	}
}
