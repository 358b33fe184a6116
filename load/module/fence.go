package headroom

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// resolveTimeLimit bounds the look-up of one name of the allow-list at the start.
const resolveTimeLimit = 10 * time.Second

// lookupFunc finds the addresses of a name, as net.Resolver.LookupNetIP does.
type lookupFunc func(ctx context.Context, network, host string) ([]netip.Addr, error)

// refusal is one dial that the fence refused.
type refusal struct {
	host     string // as the script wrote it; empty where only the address is known
	address  string // IP:port, or host:port when no address was looked up
	protocol string // "tcp" or "udp"
}

// blockedError is what a refused dial gives to the script; failureClass calls it "blocked".
type blockedError struct{ refusal refusal }

func (e *blockedError) Error() string {
	what := e.refusal.address
	if e.refusal.host != "" && !strings.HasPrefix(what, e.refusal.host) {
		what = e.refusal.host + " (" + what + ")"
	}
	return "headroom: " + what + " is outside the fence: not in safety.allowedHosts"
}

// Unwrap makes it one of the refusals that failureClass calls blocked.
func (e *blockedError) Unwrap() error { return errBlocked }

// portSet says which ports of an address are open.
type portSet struct {
	any   bool
	ports map[uint16]bool
}

func (p portSet) has(port uint16) bool { return p.any || p.ports[port] }

// fence is the allow-list of hosts for one run. Names are resolved once and pinned: a name that moves later is still
// dialled at the addresses that it had at the start. What is checked is the address and port of each dial, after DNS,
// so it holds for every protocol that dials through it.
type fence struct {
	entries   []fenceEntry
	lookup    lookupFunc
	onRefused func(refusal)
	proxy     *url.URL // nil: requests go directly

	proxyEntry *fenceEntry // the proxy's own host

	once       sync.Once
	resolveErr error
	open       map[netip.Addr]portSet
	pins       map[string][]netip.Addr
	turn       turnCounter
}

// resolve looks every name of the allow-list up, once; later calls give the same answer. It fails if a name has no
// address that may be dialled.
func (f *fence) resolve() error {
	f.once.Do(func() {
		f.open, f.pins = map[netip.Addr]portSet{}, map[string][]netip.Addr{}
		named := f.namedAddresses()
		for _, entry := range f.dialled() {
			addresses, err := f.addressesOf(entry.host, named)
			if err != nil {
				f.resolveErr = errors.Join(f.resolveErr, err)
				continue
			}
			f.pins[entry.host] = addresses
			for _, address := range addresses {
				f.allow(address, entry.port)
			}
		}
	})
	return f.resolveErr
}

// dialled are the entries of the allow-list and the proxy.
func (f *fence) dialled() []fenceEntry {
	if f.proxyEntry == nil {
		return f.entries
	}
	return append(f.entries[:len(f.entries):len(f.entries)], *f.proxyEntry)
}

// namedAddresses are the entries of the allow-list that are addresses themselves.
func (f *fence) namedAddresses() map[netip.Addr]bool {
	named := map[netip.Addr]bool{}
	for _, entry := range f.dialled() {
		if address, err := netip.ParseAddr(entry.host); err == nil {
			named[address] = true
		}
		if isLocalName(entry.host) {
			named[loopback4], named[loopback6] = true, true
		}
	}
	return named
}

var (
	loopback4 = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	loopback6 = netip.IPv6Loopback()
)

func (f *fence) addressesOf(host string, named map[netip.Addr]bool) ([]netip.Addr, error) {
	if address, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{address}, nil
	}
	if isLocalName(host) {
		return []netip.Addr{loopback4, loopback6}, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), resolveTimeLimit)
	defer cancel()
	found, err := f.lookup(ctx, "ip", host)
	if err != nil {
		return nil, fmt.Errorf("fence: the host %s does not resolve: %w", host, err)
	}
	var addresses []netip.Addr
	for _, address := range found {
		address = canonicalAddress(address)
		if !mustBeNamed(address) || named[address] {
			addresses = append(addresses, address)
		}
	}
	if len(addresses) == 0 {
		return nil, fmt.Errorf("fence: the host %s resolves to %s only: name the address itself in safety.allowedHosts "+
			"if it is meant", host, joinAddresses(found))
	}
	// IPv4 first, as k6 does by default.
	sort.SliceStable(addresses, func(i, j int) bool { return addresses[i].Is4() && !addresses[j].Is4() })
	return addresses, nil
}

func (f *fence) allow(address netip.Addr, port uint16) {
	set, known := f.open[address]
	if !known {
		set.ports = map[uint16]bool{}
	}
	if port == 0 {
		set.any = true
	} else {
		set.ports[port] = true
	}
	f.open[address] = set
}

// allows tells whether an address and port are inside the fence.
func (f *fence) allows(address netip.Addr, port uint16) bool {
	return f.open[canonicalAddress(address)].has(port)
}

// hostInDial carries the host that a script wrote down to control, which sees only its address.
type hostInDial struct{}

// control is called by net.Dialer with the address and port of each socket before it connects: the one place that no
// protocol can go around.
func (f *fence) control(ctx context.Context, network, address string, _ syscall.RawConn) error {
	target, err := netip.ParseAddrPort(address)
	if err == nil && f.resolve() == nil && f.allows(target.Addr(), target.Port()) {
		return nil
	}
	host, _ := ctx.Value(hostInDial{}).(string)
	return f.refuse(refusal{host: host, address: address, protocol: strings.TrimRight(network, "46")})
}

func (f *fence) refuse(r refusal) error {
	if f.onRefused != nil {
		f.onRefused(r)
	}
	return &blockedError{refusal: r}
}

func joinAddresses(addresses []netip.Addr) string {
	texts := make([]string, len(addresses))
	for i, address := range addresses {
		texts[i] = address.String()
	}
	return strings.Join(texts, ", ")
}

func splitHostPort(address string) (string, uint16, error) {
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return "", 0, err
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil {
		return "", 0, fmt.Errorf("address %s: invalid port", address)
	}
	return host, uint16(port), nil
}
