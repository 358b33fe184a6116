package headroom

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// answer is a server that does one thing to each connection.
func answer(t *testing.T, do func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go do(conn)
		}
	}()
	return "http://" + listener.Addr().String()
}

func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return "http://" + listener.Addr().String()
}

func TestErrorsOfRealConnectionsHaveTheirClass(t *testing.T) {
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	defer secure.Close()
	secure.Config.ErrorLog = nil
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	hangs := answer(t, func(conn net.Conn) { _, _ = conn.Read(make([]byte, 1)); <-t.Context().Done(); conn.Close() })
	closes := answer(t, func(conn net.Conn) { _, _ = conn.Read(make([]byte, 1)); conn.Close() })
	resets := answer(t, func(conn net.Conn) {
		_, _ = conn.Read(make([]byte, 1))
		_ = conn.(*net.TCPConn).SetLinger(0)
		conn.Close()
	})
	for name, row := range map[string]struct{ url, want string }{
		"closed port":              {closedPort(t), outcomeRefused},
		"no answer":                {hangs, outcomeTimeout},
		"closed without an answer": {closes, outcomeReset},
		"reset":                    {resets, outcomeReset},
		"unknown authority":        {secure.URL, outcomeTLS},
		"plain answer on TLS":      {strings.Replace(plain.URL, "http:", "https:", 1), outcomeTLS},
		"no such host":             {"http://no-such-host.invalid", outcomeDNS},
		"broadcast address":        {"http://255.255.255.255:9", outcomeDial},
	} {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, row.url, strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{}}}
		got, err := client.Do(request)
		if err == nil {
			got.Body.Close()
			t.Errorf("%s: status %d, want an error", name, got.StatusCode)
		} else if class := failureClass(err); class != row.want {
			t.Errorf("%s: %q is %s, want %s", name, err, class, row.want)
		}
		cancel()
	}
}

func TestACutRequestIsCanceled(t *testing.T) {
	hangs := answer(t, func(conn net.Conn) { _, _ = conn.Read(make([]byte, 1)) })
	ctx, cancel := context.WithCancel(context.Background())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, hangs, nil)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := http.DefaultClient.Do(request); failureClass(err) != outcomeCanceled {
		t.Errorf("%v is %s", err, failureClass(err))
	}
}
