package headroom

import (
	"os"
	"slices"

	"github.com/grafana/sobek"
)

// lifecycleFunctions are those that k6 calls by their name.
var lifecycleFunctions = []string{"setup", "teardown", "handleSummary"}

// isInspected tells whether this k6 reads a script for the tool, without a plan: k6 inspect. Then nothing is fired.
func isInspected() bool {
	_, fenced := os.LookupEnv(fenceVariable)
	return fenced
}

// describe gives options that tell the tool what a script holds: k6 inspect prints them. What is kept of the script's
// options stands in them as it is, so that k6 finds faults in it before any load.
func (i *jsInstance) describe(own, script sobek.Value) *sobek.Object {
	rt := i.vu.Runtime()
	out := rt.NewObject()
	replaced := append([]string{}, keepOptions(rt, own, func(name string, value any) { _ = out.Set(name, value) })...)
	functions := []string{}
	if exports := member(rt, script); exports != nil {
		for _, name := range exports.Keys() {
			if _, isFunction := sobek.AssertFunction(exports.Get(name)); isFunction &&
				!slices.Contains(lifecycleFunctions, name) {
				functions = append(functions, name)
			}
		}
	}
	slices.Sort(functions)
	slices.Sort(replaced)
	scenarios := map[string]any{}
	if named := member(rt, own, "scenarios"); named != nil {
		for _, name := range named.Keys() {
			scenarios[name] = named.Get(name).Export()
		}
	}
	_ = out.Set("ext", map[string]any{"headroom": map[string]any{
		"functions": functions, "replaced": replaced, "scenarios": scenarios,
	}})
	return out
}
