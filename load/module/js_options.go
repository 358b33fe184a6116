package headroom

import (
	"slices"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/metrics"
)

// keptOptions are those of a script's options that hold in this run too. All others are replaced by the plan, or have
// no meaning here; they are listed in a note.
var keptOptions = []string{
	"batch", "batchPerHost", "blacklistIPs", "blockHostnames", "discardResponseBodies", "hosts",
	"insecureSkipTLSVerify", "maxRedirects", "minIterationDuration", "noCookiesReset", "noSetup", "noTeardown",
	"setupTimeout", "summaryTimeUnit", "summaryTrendStats", "systemTags", "tags", "teardownTimeout", "thresholds", "throw", "tlsAuth", "tlsCipherSuites",
	"tlsVersion", "userAgent",
}

// neededTags are the system tags without which a script's samples can't be told apart.
var neededTags = []string{"status", "check", "group", "url", "expected_response", "error_code", "scenario", "method",
	"name", "proto", "subproto", "error", "service", "tls_version"}

// options gives k6's options for this run: what is kept of the script's own, and the one scenario that the plan
// drives.
func (i *jsInstance) options(own sobek.Value) *sobek.Object {
	rt := i.vu.Runtime()
	out := rt.NewObject()
	set := func(name string, value any) {
		if err := out.Set(name, value); err != nil {
			panic(rt.NewGoError(err))
		}
	}
	set("setupTimeout", "120s")
	set("maxRedirects", 0) // a redirect is an outcome, unless the script asks for more
	set("httpDebug", "")   // it would write keys to the log
	i.generator.noteReplaced(keepOptions(rt, own, set))
	set("scenarios", map[string]any{"headroom": map[string]any{"executor": executorType, "exec": "default"}})
	set("systemTags", withNeededTags(out.Get("systemTags")))
	i.setTLS(out, set)
	return out
}

// keepOptions copies what is kept and gives the names of what is not.
func keepOptions(rt *sobek.Runtime, own sobek.Value, set func(string, any)) (replaced []string) {
	if own == nil || sobek.IsUndefined(own) || sobek.IsNull(own) {
		return nil
	}
	options := own.ToObject(rt)
	for _, name := range options.Keys() {
		if slices.Contains(keptOptions, name) {
			set(name, options.Get(name))
		} else {
			replaced = append(replaced, name)
		}
	}
	return replaced
}

// noteReplaced says once which of a script's options are not used.
func (g *generator) noteReplaced(names []string) {
	if len(names) == 0 {
		return
	}
	g.noteOnce.Do(func() {
		slices.Sort(names)
		g.stream.send(&noteLine{lineHead: g.head("note"), Code: "optionsReplaced", Names: names})
	})
}

func withNeededTags(own sobek.Value) []string {
	tags := slices.Clone(neededTags)
	if own == nil {
		return tags
	}
	list, _ := own.Export().([]any)
	for _, tag := range list {
		if name, isText := tag.(string); isText && !slices.Contains(tags, name) {
			if _, err := metrics.SystemTagString(name); err == nil {
				tags = append(tags, name)
			}
		}
	}
	return tags
}

// setTLS adds the config's client certificate, which never was in a file of the run, and its leave to trust any.
func (i *jsInstance) setTLS(out *sobek.Object, set func(string, any)) {
	secret := &i.generator.document.Secret
	if secret.InsecureSkipVerify {
		set("insecureSkipTLSVerify", true)
	}
	if secret.ClientCertificate == nil {
		return
	}
	certificates := []any{map[string]any{
		"cert": secret.ClientCertificate.CertPem, "key": secret.ClientCertificate.KeyPem,
	}}
	if own := out.Get("tlsAuth"); own != nil {
		if list, isList := own.Export().([]any); isList {
			certificates = append(certificates, list...)
		}
	}
	set("tlsAuth", certificates)
}
