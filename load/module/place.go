package headroom

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/lib/netext"
)

// place puts recorder and fence into a virtual user before its first iteration.
func (g *generator) place(u *user) error {
	transport, err := g.placeInState(u.state, u)
	if err != nil {
		return err
	}
	own, shared := g.sharing.of(g, transport)
	u.state.Transport = &recorder{own: own, shared: shared, generator: g, user: u}
	return nil
}

// placeInState puts the pinned dialer, the proxy of the config and its certificate authority into k6's state of a
// virtual user; u is nil for those of setup() and teardown(), whose requests are no arrivals.
func (g *generator) placeInState(state *lib.State, u *user) (*http.Transport, error) {
	transport, isTransport := state.Transport.(*http.Transport)
	dialer, isDialer := state.Dialer.(*netext.Dialer)
	if !isTransport || !isDialer {
		return nil, errors.New("this k6 has another transport than headroom expects: nothing could be recorded")
	}
	if pem := g.document.Secret.CaPem; pem != nil {
		state.TLSConfig.RootCAs = x509.NewCertPool() // the transport has the same configuration
		if !state.TLSConfig.RootCAs.AppendCertsFromPEM([]byte(*pem)) {
			return nil, errors.New("the config's certificate authority holds no certificate")
		}
	}
	dial := g.fence.pinnedUnless(dialer)
	transport.DialContext = tracedDial(dial)
	transport.Proxy = g.fence.proxyFor
	state.Dialer = &userDialer{dial: dial, resolver: dialer, user: u, permit: g.permit}
	return transport, nil
}

// pinnedUnless dials the pinned addresses of names, but leaves to k6 what a script's own options say of hosts.
func (f *fence) pinnedUnless(dialer *netext.Dialer) dialFunc {
	if dialer.Hosts != nil || dialer.BlockedHostnames != nil {
		return dialer.DialContext
	}
	return f.pinned(dialer.DialContext)
}

// isPlaced tells whether a virtual user's state has it already.
func isPlaced(state *lib.State) bool {
	_, placed := state.Dialer.(*userDialer)
	return placed
}

// userDialer dials for k6/ws, k6/websockets and k6/net/grpc.
type userDialer struct {
	dial     dialFunc
	resolver *netext.Dialer
	user     *user
	permit   func(time.Time) bool
}

// DialContext dials inside the fence and remembers why it failed: k6's samples do not tell.
func (d *userDialer) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := d.dialPermitted(ctx, network, address)
	if d.user != nil {
		if it := d.user.iteration.Load(); it != nil {
			d.user.operations.activate(it)
			it.dials.dialled(address, err)
		}
	}
	return conn, err
}

// dialPermitted refuses a WebSocket beyond the cap. It has a connection for each, which it dials in the context of the
// script; gRPC dials in none of k6, and its calls are counted one by one.
func (d *userDialer) dialPermitted(ctx context.Context, network, address string) (net.Conn, error) {
	if lib.GetExecutionState(ctx) != nil && !d.permit(time.Now()) {
		return nil, errCapped
	}
	return d.dial(ctx, network, address)
}

// ResolveAddr is k6's way to look a name up without dialling it (lib.AddrResolver).
func (d *userDialer) ResolveAddr(address string) (net.IP, int, error) {
	return d.resolver.ResolveAddr(address)
}

// dialFaults are the dials of an iteration that failed, by host:port.
type dialFaults struct {
	mu   sync.Mutex
	errs map[string]error
}

func (f *dialFaults) dialled(address string, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil {
		if !errors.Is(f.errs[address], errBlocked) { // of several at once, one that was refused stays refused
			delete(f.errs, address)
		}
		return
	}
	if f.errs == nil {
		f.errs = make(map[string]error)
	}
	f.errs[address] = err
}

// to is why the last dial to an address failed, or nil.
func (f *dialFaults) to(address string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.errs[address]
}

// sharing decides which virtual users share connections.
type sharing struct {
	once   sync.Once
	shared *lanes
}

// of gives a virtual user's own transport and, with "reuse", the lanes that all users share.
func (s *sharing) of(g *generator, own *http.Transport) (http.RoundTripper, *lanes) {
	connections := &g.plan.Connections
	if !connections.HTTP2 {
		own.ForceAttemptHTTP2 = false
		own.TLSNextProto = make(map[string]func(string, *tls.Conn) http.RoundTripper)
	}
	switch connections.Mode {
	case "new":
		own.DisableKeepAlives = true
		return own, nil
	case "perUser":
		return g.aging(own), nil
	}
	s.once.Do(func() {
		model := own.Clone()
		model.MaxIdleConns = 0
		s.shared = newLanes(func() laneTransport { return g.aging(model.Clone()) }, connections.HTTP2)
	})
	return own, s.shared
}

// aging bounds the age of a transport's connections as the plan wants it.
func (g *generator) aging(own *http.Transport) laneTransport {
	if g.plan.Connections.MaxAgeSeconds == nil {
		return own
	}
	return newAging(g.plan.Connections, own.Clone)
}
