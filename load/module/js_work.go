package headroom

import (
	"fmt"
	"math/rand/v2"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/metrics"
)

// scriptScenario is one of the functions that arrivals run, as the plan and the script's own options tell it.
type scriptScenario struct {
	name     string // what exec.scenario.name and the tag "scenario" say
	function sobek.Value
	run      sobek.Callable // the function, to call
	env      *sobek.Object  // what __ENV has beside the environment; nil for nothing
	tags     map[string]string
}

// unnamedScenario is what k6 calls the scenario of a script that names none.
const unnamedScenario = "default"

// work is work(script): the function that each arrival runs. It hands over to the function that the plan's mix gives
// to the arrival, with the environment and the tags of its scenario.
func (i *jsInstance) work(call sobek.FunctionCall) sobek.Value {
	rt := i.vu.Runtime()
	if i.generator == nil {
		return rt.ToValue(func() {}) // read by a k6 that runs nothing
	}
	scenarios, err := scenariosOf(rt, call.Argument(0), i.generator.plan.Work.functions())
	if err != nil {
		panic(rt.NewGoError(err))
	}
	if i.user != nil {
		i.user.scenarios = scenarios
	}
	if len(scenarios) == 1 && scenarios[0].env == nil {
		return scenarios[0].function // k6 calls it itself: a call less for each arrival
	}
	environment := rt.Get("__ENV")
	return rt.ToValue(func(inner sobek.FunctionCall) sobek.Value {
		scenario := &scenarios[0]
		if i.user != nil && i.user.chosen != nil {
			scenario = i.user.chosen
		}
		i.setEnvironment(environment, scenario.env)
		result, err := scenario.run(inner.This, inner.Arguments...)
		if err != nil {
			panic(err)
		}
		return result
	})
}

// setEnvironment gives a function the __ENV of its scenario: the environment, and over it what the scenario sets.
func (i *jsInstance) setEnvironment(environment sobek.Value, own *sobek.Object) {
	rt := i.vu.Runtime()
	if own == nil {
		_ = rt.Set("__ENV", environment) // a plain global: it can be set
		return
	}
	both := rt.NewObject()
	for _, from := range []*sobek.Object{environment.ToObject(rt), own} {
		for _, name := range from.Keys() {
			_ = both.Set(name, from.Get(name)) // a plain object: it takes every name
		}
	}
	_ = rt.Set("__ENV", both)
}

// functions is the plan's mix, or the script's default function alone.
func (w *planWork) functions() []planFunction {
	if len(w.Mix) > 0 {
		return w.Mix
	}
	return defaultFunction
}

var defaultFunction = []planFunction{{Exec: "default", Weight: 1}}

// scenariosOf finds the functions of a mix in a script.
func scenariosOf(rt *sobek.Runtime, script sobek.Value, mix []planFunction) ([]scriptScenario, error) {
	exports := script.ToObject(rt)
	found := make([]scriptScenario, 0, len(mix))
	for _, of := range mix {
		function := exports.Get(of.Exec)
		run, isFunction := sobek.AssertFunction(function)
		if !isFunction {
			return nil, fmt.Errorf("the script exports no function %q", of.Exec)
		}
		scenario := scriptScenario{name: unnamedScenario, function: function, run: run, tags: map[string]string{}}
		if of.Scenario != "" {
			scenario.name = of.Scenario
		}
		if own := member(rt, exports.Get("options"), "scenarios", of.Scenario); own != nil {
			scenario.env = member(rt, own, "env")
			if tags := member(rt, own, "tags"); tags != nil {
				for _, name := range tags.Keys() {
					scenario.tags[name] = tags.Get(name).String()
				}
			}
		}
		found = append(found, scenario)
	}
	return found, nil
}

// member follows a path of names from an object; nil where it leads nowhere.
func member(rt *sobek.Runtime, from sobek.Value, path ...string) *sobek.Object {
	for _, name := range path {
		if from == nil || sobek.IsUndefined(from) || sobek.IsNull(from) {
			return nil
		}
		from = from.ToObject(rt).Get(name)
	}
	if from == nil || sobek.IsUndefined(from) || sobek.IsNull(from) {
		return nil
	}
	return from.ToObject(rt)
}

// chooseScenario gives an iteration its function, and marks its samples with the scenario, as k6 does where each
// scenario has virtual users of its own.
func (g *generator) chooseScenario(u *user, it *iteration) {
	if len(u.scenarios) == 0 {
		return // a script that does not ask for work(): it has no functions but its own
	}
	endpoint := g.plan.Endpoints[it.key.endpoint].Name
	before, next := u.chosen, &u.scenarios[g.plan.Work.choose(endpoint, g.plan.Seed, it.number)]
	if next == before {
		return
	}
	u.chosen, u.scenario.Name = next, next.name
	u.state.Tags.Modify(func(tags *metrics.TagsAndMeta) {
		if before != nil {
			for name := range before.tags {
				tags.DeleteTag(name)
			}
		}
		for name, value := range next.tags {
			tags.SetTag(name, value)
		}
		tags.SetTag("scenario", next.name)
	})
}

// choose draws which function of the mix an arrival of an endpoint runs: each by its weight among those of the
// endpoint, by the seed and the arrival's number alone, so that the same plan runs the same functions however late
// they are.
func (w *planWork) choose(endpoint string, seed uint64, number int) (chosen int) {
	left := rand.New(rand.NewPCG(seed, mixStream^uint64(number))).Float64() * w.weightOf(endpoint)
	for index, of := range w.functions() {
		if !of.serves(endpoint) {
			continue
		}
		chosen = index
		if left -= of.Weight; left < 0 {
			break
		}
	}
	return chosen
}

// weightOf adds up the weights of the functions that the arrivals of an endpoint may run.
func (w *planWork) weightOf(endpoint string) float64 {
	total := 0.0
	for _, of := range w.functions() {
		if of.serves(endpoint) {
			total += of.Weight
		}
	}
	return total
}

// serves tells whether the arrivals of an endpoint may run the function.
func (f planFunction) serves(endpoint string) bool { return f.Endpoint == "" || f.Endpoint == endpoint }

// mixStream keeps these draws apart from those that place arrivals in their second.
const mixStream = 1 << 63
