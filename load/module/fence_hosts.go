package headroom

import (
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// fenceEntry is one host of the allow-list: "host" (any port) or "host:port".
type fenceEntry struct {
	host string // normalised, see normalizeHost
	port uint16 // 0: any port
}

// parseFenceEntry reads "host", "host:port", "[v6]:port" or a bare IPv6 address.
func parseFenceEntry(text string) (fenceEntry, error) {
	text = strings.TrimSpace(text)
	if _, err := netip.ParseAddr(text); err == nil {
		return fenceEntry{host: normalizeHost(text)}, nil
	}
	host, portText, err := net.SplitHostPort(text)
	if err != nil {
		host, portText = text, ""
	}
	entry := fenceEntry{host: normalizeHost(host)}
	if entry.host == "" {
		return entry, fmt.Errorf("fence: %q names no host", text)
	}
	if portText == "" {
		return entry, nil
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil || port == 0 {
		return entry, fmt.Errorf("fence: %q has no valid port", text)
	}
	entry.port = uint16(port)
	return entry, nil
}

// normalizeHost brings every way to write a host into one: lower case, without a trailing dot, IDN as punycode, and
// IP addresses in their shortest form, also from the forms that C's inet_aton takes (0x7f.1, 127.1) and from IPv4
// inside IPv6 ([::ffff:127.0.0.1]). The zone of an IPv6 address is dropped. config/allowed-hosts.ts gives the same:
// test/fixtures/allowed-hosts.json holds what both must answer.
func normalizeHost(host string) string {
	host = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(host), "["), "]")
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii // other scripts have digits and dots of their own, so this comes first
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if address, err := netip.ParseAddr(host); err == nil {
		return canonicalAddress(address).String()
	}
	if address, ok := parseClassicIPv4(host); ok {
		return canonicalAddress(address).String()
	}
	return host
}

// canonicalAddress makes addresses comparable: no IPv4 inside IPv6, no zone, and loopback for the unspecified address,
// as the system dials it.
func canonicalAddress(address netip.Addr) netip.Addr {
	address = address.Unmap().WithZone("")
	switch address {
	case netip.IPv4Unspecified():
		return loopback4
	case netip.IPv6Unspecified():
		return loopback6
	}
	return address
}

// parseClassicIPv4 reads the forms of an IPv4 address that browsers and C's inet_aton take: one to four parts, each
// decimal, octal (0…) or hexadecimal (0x…); the last part fills the bytes that are left.
func parseClassicIPv4(text string) (netip.Addr, bool) {
	parts := strings.Split(text, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var value uint64
	for i, part := range parts {
		number, ok := parseClassicPart(part)
		if !ok {
			return netip.Addr{}, false
		}
		bytesLeft := 1
		if i == len(parts)-1 {
			bytesLeft = 4 - i
		}
		if number >= 1<<(8*bytesLeft) {
			return netip.Addr{}, false
		}
		value = value<<(8*bytesLeft) | number
	}
	return netip.AddrFrom4([4]byte{byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)}), true
}

func parseClassicPart(part string) (uint64, bool) {
	lower := strings.ToLower(part)
	base := 10
	switch {
	case strings.HasPrefix(lower, "0x"):
		lower, base = lower[2:], 16
	case len(lower) > 1 && lower[0] == '0':
		lower, base = lower[1:], 8
	}
	number, err := strconv.ParseUint(lower, base, 32)
	return number, err == nil
}

// isLocalName tells names that mean this machine without any DNS (RFC 6761, section 6.3).
func isLocalName(host string) bool {
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// metadataAddresses are those under which clouds hand out credentials, beside the link-local 169.254.0.0/16.
var metadataAddresses = []netip.Addr{
	netip.MustParseAddr("fd00:ec2::254"),   // AWS, IPv6
	netip.MustParseAddr("100.100.100.200"), // Alibaba Cloud
	netip.MustParseAddr("168.63.129.16"),   // Azure's host
	netip.MustParseAddr("192.0.0.192"),     // Oracle Cloud
}

// mustBeNamed tells addresses that a DNS name alone can't open: this machine, the link, a cloud's metadata service.
// They are reached only when the allow-list names the address itself (or localhost).
func mustBeNamed(address netip.Addr) bool {
	if address.IsLoopback() || address.IsUnspecified() || address.IsLinkLocalUnicast() || address.IsMulticast() {
		return true
	}
	for _, metadata := range metadataAddresses {
		if address == metadata {
			return true
		}
	}
	return false
}
