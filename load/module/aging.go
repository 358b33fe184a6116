package headroom

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"
)

// agingTransport is a transport whose connections end at the plan's maximum age, each by its own: an HTTP/1.1
// connection is closed when it is idle and that old. HTTP/2 has one for all requests and is never idle under load:
// when it is too old, the next request starts a new transport, and the old connection ends with its last request.
type agingTransport struct {
	build  func() *http.Transport
	maxAge time.Duration // 0: no bound
	mu     sync.Mutex
	made   *http.Transport
}

// newAging makes a transport that follows the plan's bound on the age of connections.
func newAging(of planConnections, build func() *http.Transport) *agingTransport {
	a := &agingTransport{build: build}
	if of.MaxAgeSeconds != nil {
		a.maxAge = seconds(*of.MaxAgeSeconds)
	}
	return a
}

// get is the transport for the next request.
func (a *agingTransport) get() *http.Transport {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.made != nil {
		return a.made
	}
	a.made = a.build()
	if dial := a.made.DialContext; a.maxAge > 0 {
		a.made.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return newAgingConn(conn, a.maxAge), nil
		}
	}
	return a.made
}

// renew lets later requests use a new transport instead of this one.
func (a *agingTransport) renew(old *http.Transport) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.made == old {
		a.made = nil
	}
}

// CloseIdleConnections closes the connections that are idle.
func (a *agingTransport) CloseIdleConnections() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.made != nil {
		a.made.CloseIdleConnections()
	}
}

// RoundTrip sends a request and, where age is bounded, follows the connection that it uses until its answer has ended.
func (a *agingTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	transport := a.get()
	if a.maxAge == 0 {
		return transport.RoundTrip(request)
	}
	use := &connUse{}
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if use.take(info.Conn) {
			a.renew(transport)
		}
	}}
	response, err := transport.RoundTrip(request.WithContext(httptrace.WithClientTrace(request.Context(), trace)))
	if err != nil || response.Body == nil || response.Body == http.NoBody {
		use.end()
		return response, err
	}
	response.Body = &usingBody{ReadCloser: response.Body, use: use}
	return response, nil
}

// connUse is the connection that a request uses now; the transport may change it when it sends the request again.
type connUse struct {
	mu   sync.Mutex
	conn *agingConn
	over bool
}

// take notes the connection; it tells whether that is an HTTP/2 connection beyond its age.
func (u *connUse) take(of net.Conn) (renew bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	secure, overTLS := of.(*tls.Conn)
	if overTLS {
		of = secure.NetConn()
	}
	conn, found := of.(*agingConn)
	if !found || u.over {
		return false
	}
	if u.conn != nil {
		u.conn.use(-1)
	}
	u.conn = conn
	return conn.use(+1) && overTLS && secure.ConnectionState().NegotiatedProtocol == "h2"
}

// end lets the connection go.
func (u *connUse) end() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.conn != nil && !u.over {
		u.conn.use(-1)
	}
	u.over = true
}

// usingBody ends the use of a connection with the end of the answer.
type usingBody struct {
	io.ReadCloser
	use *connUse
}

// Read reads on.
func (b *usingBody) Read(into []byte) (int, error) {
	n, err := b.ReadCloser.Read(into)
	if err != nil {
		b.use.end()
	}
	return n, err
}

// Close closes the answer.
func (b *usingBody) Close() error {
	err := b.ReadCloser.Close()
	b.use.end()
	return err
}

// agingConn is a connection that closes itself when it is idle and old. A request that was just about to use it finds
// it closed with nothing written, and the transport takes another one.
type agingConn struct {
	net.Conn
	mu      sync.Mutex
	users   int
	wasUsed bool
	isOld   bool
	timer   *time.Timer
}

// firstUseBound is how long a connection that is old at once is left to its handshakes.
const firstUseBound = 30 * time.Second

func newAgingConn(conn net.Conn, maxAge time.Duration) *agingConn {
	c := &agingConn{Conn: conn}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timer = time.AfterFunc(maxAge, c.grewOld)
	return c
}

func (c *agingConn) grewOld() {
	c.mu.Lock()
	isIdle := c.users == 0 && (c.wasUsed || c.isOld)
	if !c.wasUsed && !c.isOld {
		c.timer.Reset(firstUseBound) // it is still being set up, or never used
	}
	c.isOld = true
	c.mu.Unlock()
	if isIdle {
		_ = c.Conn.Close() // nobody waits for what it may say
	}
}

// use counts the requests on the connection, and closes it when the last one has ended and it is old. It tells
// whether it is old.
func (c *agingConn) use(change int) (isOld bool) {
	c.mu.Lock()
	c.users += change
	c.wasUsed = true
	isOld = c.isOld
	isIdle := c.users == 0
	c.mu.Unlock()
	if isOld && isIdle {
		_ = c.Conn.Close()
	}
	return isOld
}

// Close closes the connection before its age.
func (c *agingConn) Close() error {
	c.mu.Lock()
	c.timer.Stop()
	c.mu.Unlock()
	return c.Conn.Close()
}
