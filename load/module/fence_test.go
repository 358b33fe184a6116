package headroom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

// namesAt is a DNS of fixed answers that counts how often it was asked.
type namesAt struct {
	answers map[string][]string
	asked   []string
}

func (n *namesAt) lookup(_ context.Context, _, host string) ([]netip.Addr, error) {
	n.asked = append(n.asked, host)
	texts, known := n.answers[host]
	if !known {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	var addresses []netip.Addr
	for _, text := range texts {
		addresses = append(addresses, netip.MustParseAddr(text))
	}
	return addresses, nil
}

func fenceFor(t *testing.T, names *namesAt, hosts ...string) (*fence, *[]refusal) {
	t.Helper()
	refused := &[]refusal{}
	f, err := newFence(fenceSpec{
		hosts: hosts, lookup: names.lookup, onRefused: func(r refusal) { *refused = append(*refused, r) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return f, refused
}

func TestEveryWayToWriteAHostIsOne(t *testing.T) {
	for written, want := range map[string]string{
		"0x7f.1": "127.0.0.1", "127.1": "127.0.0.1", "0177.0.0.1": "127.0.0.1", "2130706433": "127.0.0.1",
		"[::ffff:127.0.0.1]": "127.0.0.1", "::FFFF:7f00:1": "127.0.0.1", "[::1]": "::1", "0:0:0:0:0:0:0:1": "::1",
		"Scoring.Example": "scoring.example", "scoring.example.": "scoring.example",
		"bücher.example": "xn--bcher-kva.example", "BÜCHER.example": "xn--bcher-kva.example",
		"256.1.1.1": "256.1.1.1", "1.2.3.4.5": "1.2.3.4.5", "0x7f.example": "0x7f.example",
	} {
		if got := normalizeHost(written); got != want {
			t.Errorf("normalizeHost(%q) = %q, want %q", written, got, want)
		}
	}
}

func TestEntriesOfTheAllowList(t *testing.T) {
	for text, want := range map[string]fenceEntry{
		"scoring.example:443": {"scoring.example", 443}, "scoring.example": {"scoring.example", 0},
		"[::1]:8080": {"::1", 8080}, "::1": {"::1", 0}, "127.1:80": {"127.0.0.1", 80},
	} {
		if got, err := parseFenceEntry(text); err != nil || got != want {
			t.Errorf("parseFenceEntry(%q) = %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "a:0", "a:70000", ":80", "a:http"} {
		if got, err := parseFenceEntry(text); err == nil {
			t.Errorf("parseFenceEntry(%q) = %v, want an error", text, got)
		}
	}
}

// The config is judged by the same rule before the load: test/config/allowed-hosts.test.ts.
func TestTheAllowListIsReadAsTheConfigReadsIt(t *testing.T) {
	text, err := os.ReadFile("../../test/fixtures/allowed-hosts.json")
	if err != nil {
		t.Fatal(err)
	}
	type pair struct{ Entry, URL string }
	var shared struct {
		Allows, Refuses []pair
		NoEntries       []string
	}
	if err := json.Unmarshal(text, &shared); err != nil {
		t.Fatal(err)
	}
	judge := func(pairs []pair, want bool) {
		for _, p := range pairs {
			f, _ := fenceFor(t, &namesAt{}, p.Entry)
			target, err := url.Parse(p.URL)
			if err != nil {
				t.Fatal(err)
			}
			if got := f.namesTarget(target); got != want {
				t.Errorf("entry %q, URL %q: allowed is %v, want %v", p.Entry, p.URL, got, want)
			}
		}
	}
	judge(shared.Allows, true)
	judge(shared.Refuses, false)
	for _, text := range shared.NoEntries {
		if got, err := parseFenceEntry(text); err == nil {
			t.Errorf("parseFenceEntry(%q) = %v, want an error", text, got)
		}
	}
	if len(shared.Allows) < 20 || len(shared.Refuses) < 10 {
		t.Errorf("only %d and %d pairs were read", len(shared.Allows), len(shared.Refuses))
	}
}

func TestOnlyNamedAddressesAndPortsAreInside(t *testing.T) {
	names := &namesAt{answers: map[string][]string{"scoring.example": {"10.0.0.7", "2001:db8::7"}}}
	f, refused := fenceFor(t, names, "scoring.example:443", "10.0.0.9", "[::1]:8080")
	for address, inside := range map[string]bool{
		"10.0.0.7:443": true, "[2001:db8::7]:443": true, "[::ffff:10.0.0.7]:443": true, "10.0.0.7:80": false,
		"10.0.0.8:443": false, "10.0.0.9:1": true, "[::1]:8080": true, "[::1]:8081": false, "127.0.0.1:8080": false,
		"169.254.169.254:80": false,
	} {
		err := f.control(context.Background(), "tcp4", address, nil)
		if (err == nil) != inside {
			t.Errorf("control(%s) = %v, want inside %v", address, err, inside)
		}
		if err != nil && failureClass(&net.OpError{Op: "dial", Net: "tcp", Err: err}) != outcomeBlocked {
			t.Errorf("%s is not counted as blocked: %v", address, err)
		}
	}
	if len(*refused) != 5 || (*refused)[0].protocol != "tcp" {
		t.Errorf("refused dials reported: %v, want 5", *refused)
	}
}

func TestANameAloneDoesNotOpenLoopbackLinkLocalOrMetadata(t *testing.T) {
	names := &namesAt{answers: map[string][]string{
		"rebound.example": {"127.0.0.1"}, "meta.example": {"169.254.169.254"}, "mixed.example": {"127.0.0.1", "10.0.0.7"},
	}}
	for _, host := range []string{"rebound.example", "meta.example"} {
		f, _ := fenceFor(t, names, host)
		if err := f.resolve(); err == nil || !strings.Contains(err.Error(), host) {
			t.Errorf("%s: resolve() = %v, want an error that names it", host, err)
		}
	}
	f, _ := fenceFor(t, names, "mixed.example")
	if err := f.resolve(); err != nil || f.allows(loopback4, 80) {
		t.Errorf("mixed.example opens loopback (%v)", err)
	}
	f, _ = fenceFor(t, names, "rebound.example:80", "127.0.0.1:80")
	if err := f.resolve(); err != nil || !f.allows(loopback4, 80) || f.allows(loopback4, 81) {
		t.Errorf("loopback that is named too is not open as named: %v", err)
	}
}

func TestANameThatMovesIsDialledWhereItWas(t *testing.T) {
	inside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "inside") }))
	defer inside.Close()
	_, port, _ := net.SplitHostPort(inside.Listener.Addr().String())
	names := &namesAt{answers: map[string][]string{"scoring.example": {"127.0.0.1"}}}
	f, refused := fenceFor(t, names, "scoring.example:"+port, "127.0.0.1:"+port)
	if err := f.resolve(); err != nil {
		t.Fatal(err)
	}
	names.answers["scoring.example"] = []string{"127.0.0.2"}
	client := http.Client{Transport: &http.Transport{DialContext: f.dialContext, DisableKeepAlives: true}}
	for range 3 {
		answer, err := client.Get("http://Scoring.Example.:" + port)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
	}
	if len(names.asked) != 1 || len(*refused) != 0 {
		t.Errorf("asked DNS for %v, refused %v; want one look-up and no refusal", names.asked, *refused)
	}
}

func TestNamesOutsideAreNotEvenAskedFor(t *testing.T) {
	names := &namesAt{answers: map[string][]string{"elsewhere.example": {"10.0.0.9"}}}
	f, refused := fenceFor(t, names, "127.0.0.1")
	_, dialErr := f.dialContext(context.Background(), "tcp", "elsewhere.example:80")
	_, lookupErr := f.LookupIP("elsewhere.example")
	if failureClass(dialErr) != outcomeBlocked || failureClass(lookupErr) != outcomeBlocked || len(names.asked) != 0 {
		t.Errorf("dial: %v, look-up: %v, DNS asked for %v", dialErr, lookupErr, names.asked)
	}
	if len(*refused) != 2 || (*refused)[0].address != "elsewhere.example:80" {
		t.Errorf("refused: %v", *refused)
	}
}

func TestTheNextAddressIsTriedAndAFailureNamesThemAll(t *testing.T) {
	names := &namesAt{answers: map[string][]string{"scoring.example": {"10.0.0.1", "10.0.0.2"}}}
	f, _ := fenceFor(t, names, "scoring.example")
	var dialled []string
	up := map[string]bool{"10.0.0.2:80": true}
	dial := f.pinned(func(_ context.Context, _, address string) (net.Conn, error) {
		dialled = append(dialled, address)
		if up[address] {
			conn, other := net.Pipe()
			other.Close()
			return conn, nil
		}
		return nil, errors.New("down")
	})
	for range 4 {
		conn, err := dial(context.Background(), "tcp", "scoring.example:80")
		if err != nil {
			t.Fatal(err)
		}
		conn.Close()
	}
	up = nil
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	_, err := dial(ctx, "tcp", "scoring.example:80")
	if err == nil || !strings.Contains(err.Error(), "10.0.0.1") || !strings.Contains(err.Error(), "10.0.0.2") {
		t.Errorf("the error names not both addresses: %v", err)
	}
	if len(dialled) != 8 { // 4 turns, each second one met the dead address first, and 2 at the end
		t.Errorf("dialled %v", dialled)
	}
}

func TestLocalhostPassesWhenLoopbackIsNamed(t *testing.T) {
	names := &namesAt{}
	f, _ := fenceFor(t, names, "127.0.0.1:80")
	if err := f.resolve(); err != nil {
		t.Fatal(err)
	}
	if got := f.candidates("LocalHost", 80); len(got) != 1 || got[0] != loopback4 {
		t.Errorf("candidates of localhost: %v", got)
	}
	if got, err := f.LookupIP("0x7f.1"); err != nil || got.String() != "127.0.0.1" {
		t.Errorf("0x7f.1 is looked up as %v, %v", got, err)
	}
}
