package headroom

import (
	"errors"

	"github.com/grafana/sobek"
	"go.k6.io/k6/v2/js/modules"
)

// jsInstance is k6/x/headroom as one virtual user sees it.
type jsInstance struct {
	vu        modules.VU
	user      *user // nil in setup(), teardown(), and while k6 reads the options
	generator *generator
	fault     error // why there is no generator
}

// Exports is what entries can import. Importing the module is what lets a user be recorded.
func (i *jsInstance) Exports() modules.Exports {
	return modules.Exports{Named: map[string]any{
		"version": moduleVersion,
		"options": i.jsOptions,
		"inside":  i.inside,
		"work":    i.work,
		"arrival": i.arrival,
		"send":    i.send,
	}}
}

// need throws when this k6 was started without a plan.
func (i *jsInstance) need() {
	if i.generator == nil {
		panic(i.vu.Runtime().NewGoError(i.fault))
	}
}

// jsOptions is options(own, script?): k6's options for this run. A k6 that only reads the script gets what the tool
// wants to know of it instead.
func (i *jsInstance) jsOptions(call sobek.FunctionCall) sobek.Value {
	if i.generator == nil && isInspected() {
		return i.describe(call.Argument(0), call.Argument(1))
	}
	i.need()
	if i.user != nil {
		return sobek.Undefined() // k6 has read them, and would fill them in for each virtual user
	}
	return i.options(call.Argument(0))
}

// inside wraps setup() or teardown(), for which k6 makes a virtual user that no runner sees: inside(f) is f with the
// fence's pinned addresses, the config's proxy and certificate authority. Without a function it gives one that does
// nothing, as k6 wants functions.
func (i *jsInstance) inside(call sobek.FunctionCall) sobek.Value {
	if i.user != nil {
		return sobek.Undefined() // k6 calls neither in a virtual user of the plan
	}
	rt := i.vu.Runtime()
	run, isFunction := sobek.AssertFunction(call.Argument(0))
	if !isFunction {
		return rt.ToValue(func() {})
	}
	return rt.ToValue(func(inner sobek.FunctionCall) sobek.Value {
		i.need()
		if state := i.vu.State(); state != nil && !isPlaced(state) {
			transport, err := i.generator.placeInState(state, nil)
			if err != nil {
				panic(rt.NewGoError(err))
			}
			state.Transport = &cappedTransport{RoundTripper: transport, permit: i.generator.permit}
		}
		result, err := run(inner.This, inner.Arguments...)
		if err != nil {
			panic(err)
		}
		return result
	})
}

// arrival tells a script which arrival it carries out: the endpoint that the plan gave it, and its number among the
// arrivals of that endpoint, from 0. The same plan gives the same numbers, however late they are. An object of
// JavaScript, not a map of Go: its keys keep their order, so a body made of it is the same bytes each time.
func (i *jsInstance) arrival() (*sobek.Object, error) {
	i.need()
	it, err := i.iteration()
	if err != nil {
		return nil, err
	}
	arrival := i.vu.Runtime().NewObject()
	return arrival, errors.Join(
		arrival.Set("endpoint", i.generator.plan.Endpoints[it.key.endpoint].Name), arrival.Set("number", it.turn))
}

// errNotInIteration is what send() and arrival() throw in setup(), teardown() or while the script is read.
var errNotInIteration = errors.New("send() and arrival() work only while an arrival is carried out")

// iteration is the one that runs now.
func (i *jsInstance) iteration() (*iteration, error) {
	if i.user == nil {
		return nil, errNotInIteration
	}
	if it := i.user.iteration.Load(); it != nil {
		return it, nil
	}
	return nil, errNotInIteration
}
