package headroom

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
)

// fenceSpec is what a fence is made of.
type fenceSpec struct {
	hosts     []string      // host or host:port
	proxy     *string       // URL of the one proxy that may be used
	lookup    lookupFunc    // nil: the system's
	onRefused func(refusal) // nil: nobody is told
}

// newFence reads the allow-list; names are looked up by resolve.
func newFence(spec fenceSpec) (*fence, error) {
	f := &fence{lookup: spec.lookup, onRefused: spec.onRefused}
	if f.lookup == nil {
		f.lookup = net.DefaultResolver.LookupNetIP
	}
	for _, text := range spec.hosts {
		entry, err := parseFenceEntry(text)
		if err != nil {
			return nil, err
		}
		f.entries = append(f.entries, entry)
	}
	return f, f.setProxy(spec.proxy)
}

// setProxy opens the fence for the proxy itself.
func (f *fence) setProxy(text *string) error {
	if text == nil {
		return nil
	}
	proxy, err := url.Parse(*text)
	if err != nil || proxy.Hostname() == "" {
		return errors.New("fence: the proxy is not a URL with a host") // its text may hold a password
	}
	f.proxy = proxy
	f.proxyEntry = &fenceEntry{host: normalizeHost(proxy.Hostname()), port: portOf(proxy)}
	return nil
}

// portOf is the port of a URL, or the one that its scheme stands for.
func portOf(target *url.URL) uint16 {
	if port, err := strconv.ParseUint(target.Port(), 10, 16); err == nil {
		return uint16(port)
	}
	switch target.Scheme {
	case "https", "wss":
		return 443
	case "socks5", "socks5h":
		return 1080
	}
	return 80
}

// proxyFor is the Proxy function of every transport: none, unless the config names one. A proxy sees a request only
// if the fence would let its target through: behind the proxy nobody checks.
func (f *fence) proxyFor(request *http.Request) (*url.URL, error) {
	if f.proxy == nil {
		return nil, nil
	}
	if !f.namesTarget(request.URL) {
		return nil, f.refuse(refusal{host: request.URL.Hostname(), address: request.URL.Host, protocol: "tcp"})
	}
	return f.proxy, nil
}

// namesTarget tells whether the allow-list names the host and port of a URL.
func (f *fence) namesTarget(target *url.URL) bool {
	host, port := normalizeHost(target.Hostname()), portOf(target)
	for _, entry := range f.entries {
		if entry.host == host && (entry.port == 0 || entry.port == port) {
			return true
		}
	}
	return false
}
