package headroom

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"sync/atomic"
	"time"
)

// dialFunc is net.Dialer's DialContext, or one of its like.
type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// turnCounter spreads connections over the addresses of a name.
type turnCounter struct{ next atomic.Uint64 }

// dialAttemptFloor is the least time that one of several addresses gets to answer.
const dialAttemptFloor = 2 * time.Second

// newDialer is a dialer inside the fence; its timeouts are those of k6.
func (f *fence) newDialer() *net.Dialer {
	return &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second, ControlContext: f.control}
}

// dialContext dials inside the fence: for the native sender, and for whatever else in this process speaks HTTP.
func (f *fence) dialContext(ctx context.Context, network, address string) (net.Conn, error) {
	return f.pinned(f.newDialer().DialContext)(ctx, network, address)
}

// pinned makes a dial function use the addresses that a name had at the start, one after the other until one answers.
// Names outside the allow-list are refused here, without asking DNS for them.
func (f *fence) pinned(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		host, port, err := splitHostPort(address)
		if err != nil {
			return nil, err
		}
		if err := f.resolve(); err != nil {
			return nil, err
		}
		candidates := f.candidates(host, port)
		if len(candidates) == 0 {
			return nil, f.refuse(refusal{host: host, address: address, protocol: "tcp"})
		}
		return dialInTurn(context.WithValue(ctx, hostInDial{}, host), dialPlan{dial, network, host, port, candidates})
	}
}

type dialPlan struct {
	dial       dialFunc
	network    string
	host       string
	port       uint16
	candidates []netip.Addr
}

func dialInTurn(ctx context.Context, plan dialPlan) (net.Conn, error) {
	var lastErr error
	for i, candidate := range plan.candidates {
		attempt, cancel := attemptContext(ctx, len(plan.candidates)-i)
		target := net.JoinHostPort(candidate.String(), strconv.Itoa(int(plan.port)))
		conn, err := plan.dial(attempt, plan.network, target)
		cancel()
		if err == nil {
			return conn, nil
		}
		lastErr = err
		if ctx.Err() != nil {
			break
		}
	}
	if _, err := netip.ParseAddr(normalizeHost(plan.host)); err == nil {
		return nil, lastErr
	}
	return nil, fmt.Errorf("%w (%s was resolved once, at the start of the run, to %s; none of them could be reached)",
		lastErr, plan.host, joinAddresses(plan.candidates))
}

// attemptContext shares what is left of the deadline between the addresses that are still to be tried.
func attemptContext(ctx context.Context, attemptsLeft int) (context.Context, context.CancelFunc) {
	deadline, bounded := ctx.Deadline()
	if !bounded || attemptsLeft == 1 {
		return ctx, func() {}
	}
	share := max(time.Until(deadline)/time.Duration(attemptsLeft), dialAttemptFloor)
	return context.WithTimeout(ctx, share)
}

// candidates are the addresses to dial for a host: an address itself (control decides about it), the pinned ones of a
// name on the list, loopback for localhost. None: the name is outside the fence.
func (f *fence) candidates(host string, port uint16) []netip.Addr {
	normal := normalizeHost(host)
	if address, err := netip.ParseAddr(normal); err == nil {
		return []netip.Addr{address}
	}
	pinned, known := f.pins[normal]
	if !known && isLocalName(normal) {
		pinned = []netip.Addr{loopback4, loopback6}
	}
	var inside []netip.Addr
	for _, address := range pinned {
		if port == 0 || f.allows(address, port) {
			inside = append(inside, address)
		}
	}
	if !known && len(inside) == 0 {
		return pinned // localhost that is not on the list: let control refuse it, with its address
	}
	if known && len(inside) == 0 {
		return pinned
	}
	return f.turn.rotate(inside)
}

// rotate starts with another address of the same family each time.
func (t *turnCounter) rotate(addresses []netip.Addr) []netip.Addr {
	first := 0
	for first < len(addresses) && addresses[first].Is4() == addresses[0].Is4() {
		first++
	}
	if first < 2 {
		return addresses
	}
	start := int(t.next.Add(1) % uint64(first))
	turned := make([]netip.Addr, 0, len(addresses))
	turned = append(turned, addresses[start:first]...)
	turned = append(turned, addresses[:start]...)
	return append(turned, addresses[first:]...)
}

// LookupIP is k6's resolver (netext.Resolver) inside the fence: pinned addresses only, and no DNS query for a name
// that is not on the list.
func (f *fence) LookupIP(host string) (net.IP, error) {
	if err := f.resolve(); err != nil {
		return nil, err
	}
	candidates := f.candidates(host, 0)
	if len(candidates) == 0 {
		return nil, f.refuse(refusal{host: host, address: host, protocol: "tcp"})
	}
	return net.IP(candidates[0].AsSlice()), nil
}
