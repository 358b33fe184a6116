package headroom

import (
	"errors"
	"net/http"
	"os"
	"reflect"
	"strings"

	"go.k6.io/k6/v2/lib"
)

// fenceVariable lists the hosts that a k6 without a plan may reach, separated by commas: for k6 deps, which loads the
// https imports of a script before a run.
const fenceVariable = "HEADROOM_FENCE"

// prepareProcess makes the environment of this process fit for the plan, before k6 reads it: no proxy that nobody
// configured, no option of k6 from outside, no key log, and nothing that calls home.
func prepareProcess() error {
	var failed error
	for _, name := range unwantedVariables() {
		failed = errors.Join(failed, os.Unsetenv(name))
	}
	for name, value := range map[string]string{"K6_NO_USAGE_REPORT": "true", "K6_AUTO_EXTENSION_RESOLUTION": "false"} {
		failed = errors.Join(failed, os.Setenv(name, value))
	}
	return failed
}

// unwantedVariables are the variables of the environment that would change what the plan says, lead requests
// elsewhere, or write secrets down.
func unwantedVariables() []string {
	options := optionVariables(reflect.TypeFor[lib.Options]())
	var names []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		switch upper := strings.ToUpper(name); {
		case upper == "HTTP_PROXY", upper == "HTTPS_PROXY", upper == "ALL_PROXY", upper == "NO_PROXY",
			upper == "REQUEST_METHOD", // Go takes it as CGI's and then trusts no proxy variable
			upper == "SSLKEYLOGFILE":
			names = append(names, name)
		case options[name], isK6Service(name):
			names = append(names, name)
		}
	}
	return names
}

// optionVariables are the variables by which k6 takes options; they would win over the plan's.
func optionVariables(options reflect.Type) map[string]bool {
	names := make(map[string]bool)
	for i := range options.NumField() {
		if name := options.Field(i).Tag.Get("envconfig"); name != "" {
			names[name] = true
		}
	}
	return names
}

// isK6Service knows the variables of k6's services, reports and own servers.
func isK6Service(name string) bool {
	switch name {
	case "K6_OUT", "K6_LINGER", "K6_WEB_DASHBOARD", "K6_TRACES_OUTPUT", "K6_ADDRESS", "K6_SUMMARY_EXPORT",
		"K6_USAGE_REPORT_URL", "K6_FEATURES", "K6_TYPE", "K6_PROFILING_ENABLED":
		return true
	}
	return strings.HasPrefix(name, "K6_CLOUD_") || strings.HasPrefix(name, "K6_PROVISION_") ||
		strings.HasPrefix(name, "K6_WEB_DASHBOARD_") || strings.HasPrefix(name, "K6_BROWSER_")
}

// fenceDefaultTransport puts the fence around everything in this process that uses Go's default HTTP client: the
// https imports of a script, and whatever k6 would tell its maker.
func fenceDefaultTransport(f *fence) error {
	transport, isTransport := http.DefaultTransport.(*http.Transport)
	if !isTransport {
		return errors.New("http.DefaultTransport is not Go's own: the fence can't be placed")
	}
	transport.DialContext = f.dialContext
	transport.Proxy = f.proxyFor
	return nil
}

// fenceWithoutPlan fences a k6 that runs without a plan but was given hosts: k6 deps.
func fenceWithoutPlan() error {
	hosts, fenced := os.LookupEnv(fenceVariable)
	if !fenced {
		return nil
	}
	f, err := newFence(fenceSpec{hosts: strings.FieldsFunc(hosts, func(r rune) bool { return r == ',' })})
	if err != nil {
		return err
	}
	return errors.Join(prepareProcess(), fenceDefaultTransport(f))
}
