// Package headroom is Headroom's extension of k6: an executor that fires a plan of arrivals, each at its own time;
// a sender for the scoring request, and a recorder for scripts; and a stream of counts by planned second.
package headroom

import (
	"errors"
	"sync"

	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/output"
	"go.k6.io/k6/v2/secretsource"
)

// exitToolGone is the exit code when the process leaves because its tool is gone; nobody reads it.
const exitToolGone = 105

// errNoPlan is what the executor and the output say in a k6 that the tool did not start.
var errNoPlan = errors.New("there is no plan: headroom starts this k6 with the plan on descriptor " + planVariable +
	"; to run it yourself, use headroom test")

// current is the one generator of this process, made before any script runs. k6's registration leaves no other way
// to reach it.
var current = sync.OnceValues(generatorFromEnvironment)

// needGenerator is the generator, or the reason why there is none.
func needGenerator() (*generator, error) {
	g, err := current()
	if err == nil && g == nil {
		err = errNoPlan
	}
	return g, err
}

func init() {
	g, err := current() // reads the plan now and closes its descriptor; an error is told when something asks for it
	if g == nil && err == nil {
		if err := fenceWithoutPlan(); err != nil {
			panic(err) // k6 must not load a script without the fence that it was given
		}
	}
	lib.RegisterExecutorConfigType(executorType, newExecutorConfig)
	output.RegisterExtension("headroom", newOutput)
	modules.Register(moduleName, new(jsModule))
	secretsource.RegisterExtension("headroom", newSecrets)
}

// moduleName is what scripts import.
const moduleName = "k6/x/headroom"

// jsModule is k6/x/headroom.
type jsModule struct{}

// NewModuleInstance tells runner.NewVU which virtual user the instance belongs to.
func (*jsModule) NewModuleInstance(vu modules.VU) modules.Instance {
	instance := &jsInstance{vu: vu}
	instance.generator, instance.fault = needGenerator()
	if u, made := vu.Context().Value(userSlot{}).(*user); made {
		u.module, instance.user = vu, u
	}
	return instance
}
