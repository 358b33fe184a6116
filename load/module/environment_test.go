package headroom

import (
	"net"
	"net/http"
	"os"
	"testing"

	"go.k6.io/k6/v2/lib"
)

func TestTheEnvironmentChangesNothingOfThePlan(t *testing.T) {
	for _, name := range []string{
		"HTTP_PROXY", "https_proxy", "ALL_PROXY", "SSLKEYLOGFILE", "K6_VUS", "K6_HTTP_DEBUG", "K6_CONSOLE_OUTPUT",
		"K6_OUT", "K6_CLOUD_TOKEN", "K6_PROVISION_HOST", "K6_USAGE_REPORT_URL",
	} {
		t.Setenv(name, "x")
	}
	t.Setenv("K6_NO_USAGE_REPORT", "false")
	t.Setenv("K6_AUTO_EXTENSION_RESOLUTION", "true")
	t.Setenv("K6_MY_OWN", "kept")
	if err := prepareProcess(); err != nil {
		t.Fatal(err)
	}
	if left := unwantedVariables(); len(left) != 0 {
		t.Errorf("still there: %v", left)
	}
	if os.Getenv("K6_MY_OWN") != "kept" || os.Getenv("K6_NO_USAGE_REPORT") != "true" ||
		os.Getenv("K6_AUTO_EXTENSION_RESOLUTION") != "false" {
		t.Errorf("environment: %v", os.Environ())
	}
}

// k6Runner has the fields that k6's runner has, as far as the fence needs them.
type k6Runner struct {
	lib.Runner
	BaseDialer net.Dialer
	Resolver   interface {
		LookupIP(string) (net.IP, error)
	}
}

func TestWithoutItsPlaceTheFenceLetsNothingStart(t *testing.T) {
	f, _ := fenceFor(t, &namesAt{}, "127.0.0.1")
	for name, other := range map[string]lib.Runner{
		"nothing": nil, "no field": &struct{ lib.Runner }{}, "another resolver": &k6Runner{},
	} {
		if err := f.fenceRunner(other); err == nil {
			t.Errorf("%s: the fence is taken as placed", name)
		}
	}
}

func TestAProxySeesOnlyWhatTheFenceLetsThrough(t *testing.T) {
	proxy := "http://127.0.0.1:3128"
	var refused []refusal
	f, err := newFence(fenceSpec{
		hosts: []string{"scoring.example:443"}, proxy: &proxy,
		lookup:    (&namesAt{answers: map[string][]string{"scoring.example": {"10.0.0.7"}}}).lookup,
		onRefused: func(r refusal) { refused = append(refused, r) },
	})
	if err != nil || f.resolve() != nil || !f.allows(loopback4, 3128) {
		t.Fatalf("the proxy itself is outside: %v", err)
	}
	for address, inside := range map[string]bool{
		"https://scoring.example/x": true, "https://SCORING.example.:443": true, "http://scoring.example": false,
		"https://elsewhere.example": false,
	} {
		request, _ := http.NewRequest(http.MethodGet, address, nil)
		through, err := f.proxyFor(request)
		if inside != (err == nil && through != nil) {
			t.Errorf("%s goes through %v, %v", address, through, err)
		}
	}
	if len(refused) != 2 {
		t.Errorf("refused: %v", refused)
	}
}

func TestWithoutAConfiguredProxyThereIsNone(t *testing.T) {
	f, _ := fenceFor(t, &namesAt{}, "127.0.0.1")
	request, _ := http.NewRequest(http.MethodGet, "http://scoring.example", nil)
	if through, err := f.proxyFor(request); through != nil || err != nil {
		t.Errorf("%v, %v", through, err)
	}
}
