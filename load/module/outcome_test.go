package headroom

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
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

// says is a server that answers each request with bytes of its own, and hangs up.
func says(t *testing.T, text string) string {
	t.Helper()
	return answer(t, func(conn net.Conn) {
		defer conn.Close()
		_, _ = conn.Read(make([]byte, 4<<10))
		_, _ = conn.Write([]byte(text))
	})
}

// classOf sends a request and reads its answer to the end, as the built-in request does.
func classOf(t *testing.T, transport *http.Transport, url string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := (&http.Client{Transport: transport}).Do(request)
	if err == nil {
		_, err = io.Copy(io.Discard, got.Body)
		got.Body.Close()
	}
	if err == nil {
		return "an answer", nil
	}
	return failureClass(err), err
}

// One that breaks off inside a line of its head looks like one with a fault: net/http reads the line all the same.
func TestAnAnswerThatIsNoHTTPIsMalformedAndOneThatBreaksOffIsReset(t *testing.T) {
	const head = "HTTP/1.1 200 OK\r\n"
	for name, row := range map[string]struct{ text, want string }{
		"another protocol":            {"SSH-2.0-OpenSSH_9.6\r\n", outcomeMalformed},
		"TLS on a port without":       {"\x15\x03\x01\x00\x02\x02\x16\r\n", outcomeMalformed},
		"a status that is no number":  {"HTTP/1.1 abc OK\r\n\r\n", outcomeMalformed},
		"no version":                  {"HTTP/x.y 200 OK\r\n\r\n", outcomeMalformed},
		"a header without a colon":    {head + "no colon\r\n\r\n", outcomeMalformed},
		"a header that is continued":  {head + " continued: yes\r\n\r\n", outcomeMalformed},
		"a length that is no number":  {head + "Content-Length: two\r\n\r\nok", outcomeMalformed},
		"two lengths":                 {head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nok", outcomeMalformed},
		"an unknown encoding":         {head + "Transfer-Encoding: zip\r\n\r\nok", outcomeMalformed},
		"a chunk that is no number":   {head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nok\r\n", outcomeMalformed},
		"a chunk longer than it says": {head + "Transfer-Encoding: chunked\r\n\r\n1\r\nokay\r\n", outcomeMalformed},
		"headers without an end":      {head + "X-Long: " + strings.Repeat("x", 11<<20), outcomeMalformed},
		"nothing":                     {"", outcomeReset},
		"headers that break off":      {head + "Content-Length: 4\r\n", outcomeReset},
		"half of the body":            {head + "Content-Length: 4\r\n\r\nok", outcomeReset},
		"half of a chunk":             {head + "Transfer-Encoding: chunked\r\n\r\n4\r\nok", outcomeReset},
	} {
		if class, err := classOf(t, &http.Transport{}, says(t, row.text)); class != row.want {
			t.Errorf("%s: %v is %s, want %s", name, err, class, row.want)
		}
	}
}

// readHeaders reads what a client of HTTP/2 sends, up to the head of its request.
func readHeaders(from io.Reader) error {
	const preface, headersFrame = 24, 1
	_, err := io.CopyN(io.Discard, from, preface)
	for head := [9]byte{}; err == nil && head[3] != headersFrame; {
		if _, err = io.ReadFull(from, head[:]); err == nil {
			_, err = io.CopyN(io.Discard, from, int64(head[0])<<16|int64(head[1])<<8|int64(head[2]))
		}
	}
	return err
}

// frames is a server that speaks HTTP/2 by a frame of its own, once it has read a request.
func frames(t *testing.T, frame string) (string, *http.Transport) {
	t.Helper()
	certified := httptest.NewTLSServer(http.NotFoundHandler())
	certificates := certified.TLS.Certificates
	certified.Close()
	url := answer(t, func(conn net.Conn) {
		defer conn.Close()
		secure := tls.Server(conn, &tls.Config{Certificates: certificates, NextProtos: []string{"h2"}})
		_, _ = secure.Write([]byte("\x00\x00\x00\x04\x00\x00\x00\x00\x00"))
		if readHeaders(secure) == nil {
			_, _ = secure.Write([]byte(frame))
			_, _ = io.Copy(io.Discard, secure)
		}
	})
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true}
	t.Cleanup(transport.CloseIdleConnections)
	return strings.Replace(url, "http:", "https:", 1), transport
}

func TestAFaultOfHTTP2IsMalformedUnlessThePeerTellsOfIt(t *testing.T) {
	for name, row := range map[string]struct{ frame, want string }{
		"headers that can't be unpacked": {"\x00\x00\x01\x01\x05\x00\x00\x00\x01\x80", outcomeMalformed},
		"headers without a status":       {"\x00\x00\x01\x01\x05\x00\x00\x00\x01\x90", outcomeMalformed},
		"data before headers":            {"\x00\x00\x02\x00\x01\x00\x00\x00\x01ok", outcomeMalformed},
		"data of no stream":              {"\x00\x00\x02\x00\x01\x00\x00\x00\x00ok", outcomeMalformed},
		"no frame at all":                {"HTTP/1.1 400 Bad Request\r\n\r\n", outcomeMalformed},
		"a stream that the peer resets":  {"\x00\x00\x04\x03\x00\x00\x00\x00\x01\x00\x00\x00\x02", outcomeReset},
	} {
		url, transport := frames(t, row.frame)
		if class, err := classOf(t, transport, url); class != row.want {
			t.Errorf("%s: %v is %s, want %s", name, err, class, row.want)
		}
	}
}

func TestAFaultOnTheWayThroughAProxyIsNoConnection(t *testing.T) {
	through := func(proxy string) *http.Transport {
		address, err := url.Parse(proxy)
		if err != nil {
			t.Fatal(err)
		}
		return &http.Transport{Proxy: http.ProxyURL(address), OnProxyConnectResponse: tunnelFault}
	}
	for name, row := range map[string]struct{ proxy, want string }{
		"a proxy that opens no tunnel": {says(t, "HTTP/1.1 502 Bad Gateway\r\n\r\n"), outcomeDial},
		"a proxy that is away":         {closedPort(t), outcomeRefused},
		"a proxy without a way to it":  {"http://255.255.255.255:9", outcomeDial},
	} {
		if class, err := classOf(t, through(row.proxy), "https://127.0.0.1:1/score"); class != row.want {
			t.Errorf("%s: %v is %s, want %s", name, err, class, row.want)
		}
	}
}

func TestWordsOfAnAddressAreNoFault(t *testing.T) {
	closes := says(t, "")
	if class, err := classOf(t, &http.Transport{}, closes+"/malformed%20chunk%20length"); class != outcomeReset {
		t.Errorf("%v is %s", err, class)
	}
	if class, err := classOf(t, &http.Transport{}, closes+"/score?of=Content-Length"); class != outcomeReset {
		t.Errorf("%v is %s", err, class)
	}
}
