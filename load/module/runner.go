package headroom

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"go.k6.io/k6/v2/js/modules"
	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/metrics"
)

// arrival is one planned beginning of work.
type arrival struct {
	planned time.Time // with a monotonic reading
	number  int       // of the whole plan, from 0
	turn    int       // of the arrivals of its endpoint, from 0
	key     cellKey
}

// iteration is the run of a script for one arrival.
type iteration struct {
	arrival
	firedAt    time.Time
	latenessMs float64
	// first is taken by the iteration's first request, which answers for the lateness of the arrival.
	first atomic.Bool
	dials dialFaults
}

// user is a virtual user of k6: a script with variables and connections of its own.
type user struct {
	vu        lib.InitializedVU
	module    modules.VU // as this module's JS side sees the user
	state     *lib.State // k6's state of the user: tags, transport, dialer
	active    lib.ActiveVU
	iteration atomic.Pointer[iteration] // nil between two iterations

	phase      int // that samples carry now, with their endpoint
	endpoint   int
	operations operationIterations

	// scenarios are the functions of the script that arrivals may run, chosen the one of the current iteration, and
	// scenario what exec.scenario shows of it. Only the goroutine of the user touches them.
	scenarios []scriptScenario
	chosen    *scriptScenario
	scenario  *lib.ScenarioState
}

// userRegistry finds the user that belongs to a virtual user of k6.
type userRegistry struct {
	mu   sync.Mutex
	byID map[uint64]*user
}

func (r *userRegistry) add(u *user) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byID == nil {
		r.byID = make(map[uint64]*user)
	}
	r.byID[u.vu.GetID()] = u
}

func (r *userRegistry) withID(id uint64) *user {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byID[id]
}

// userSlot is the key under which runner.NewVU finds out which module instance belongs to the virtual user that it
// makes: k6 makes the instance in the context that NewVU gives.
type userSlot struct{}

// runner is k6's runner, watched: it learns of each virtual user before its first iteration.
type runner struct {
	lib.Runner
	generator *generator
}

// NewVU makes a virtual user and registers it.
func (r *runner) NewVU(
	ctx context.Context, idLocal, idGlobal uint64, out chan<- metrics.SampleContainer,
) (lib.InitializedVU, error) {
	u := &user{phase: noPhase}
	vu, err := r.Runner.NewVU(context.WithValue(ctx, userSlot{}, u), idLocal, idGlobal, out)
	if err != nil {
		return nil, err
	}
	if u.module == nil || u.module.State() == nil {
		return nil, errors.New("the script does not import k6/x/headroom, so that its requests can't be recorded")
	}
	u.vu, u.state = vu, u.module.State()
	if err := r.generator.place(u); err != nil {
		return nil, err
	}
	r.generator.users.add(u)
	return vu, nil
}
