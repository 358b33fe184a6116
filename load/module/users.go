package headroom

import (
	"context"
	"errors"
	"time"

	"github.com/sirupsen/logrus"
	"go.k6.io/k6/v2/errext"
	"go.k6.io/k6/v2/lib"
)

// adopt starts the goroutine of a user that k6 made.
func (p *pool) adopt(vu lib.InitializedVU) {
	u := &pooledUser{user: p.generator.users.withID(vu.GetID()), work: make(chan arrivalInQueue, 1)}
	p.executor.state.ModCurrentlyActiveVUsCount(+1)
	// k6 makes several contexts under this one in each iteration. Under one that all users share, all of them would
	// take its lock and change its map.
	ctx, cancel := context.WithCancel(p.ctx)
	state := *lib.GetScenarioState(p.ctx)
	u.scenario, u.retire = &state, cancel
	// k6 gets the user back when its context ends, so nothing waits for it here.
	u.active = vu.Activate(p.executor.activation(lib.WithScenarioState(ctx, u.scenario), func(vu lib.InitializedVU) {
		p.executor.state.ReturnVU(vu, true)
	}))
	p.mu.Lock()
	p.built++
	p.mu.Unlock()
	p.settle(u)
	p.running.Add(1)
	go p.live(u)
}

// settle gives a new user the arrival that waits longest, or lets it rest.
func (p *pool) settle(u *pooledUser) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case len(p.waiting) > 0 && !p.generator.ending.isStopped():
		u.work <- p.waiting[0]
		p.waiting = p.waiting[1:]
		p.busy++
	case p.stopped:
		close(u.work)
	default:
		p.resting = append(p.resting, u)
	}
}

// live runs iterations until there is nothing more to do.
func (p *pool) live(u *pooledUser) {
	defer p.running.Done()
	defer u.retire()
	for next := range u.work {
		for more := true; more; {
			began := time.Now()
			p.iterate(u, next, began)
			next, more = p.next(u, toMs(time.Since(began)))
		}
	}
}

// iterate runs the script once for an arrival.
func (p *pool) iterate(u *pooledUser, of arrivalInQueue, now time.Time) {
	lateness := toMs(now.Sub(of.planned))
	p.generator.book.fired(of.key, lateness, toMs(now.Sub(of.since)))
	it := &iteration{arrival: of.arrival, firedAt: now, latenessMs: lateness}
	p.generator.beginIteration(u.user, it)
	err := u.active.RunOnce()
	p.generator.endIteration(u.user)
	switch {
	case p.ctx.Err() != nil:
		p.executor.state.AddInterruptedIterations(1)
	case errext.IsInterruptError(err):
		p.executor.state.AddInterruptedIterations(1)
		p.generator.abort(err)
	default:
		p.executor.state.AddFullIterations(1)
		if err != nil {
			p.threw(of.key, err)
		}
	}
}

// threw counts an iteration that failed, and shows the first ones that differ: in the stream and in k6's log.
func (p *pool) threw(key cellKey, err error) {
	p.generator.book.exception(key)
	if !p.generator.exceptions.show(p.generator, key, err) {
		return
	}
	text, fields := errext.Format(err)
	p.executor.GetLogger().WithFields(logrus.Fields(fields)).Error(text)
}

// activation is what a user needs to know of its scenario.
func (e *planExecutor) activation(ctx context.Context, back func(lib.InitializedVU)) *lib.VUActivationParams {
	return &lib.VUActivationParams{
		RunContext: ctx, DeactivateCallback: back,
		Exec: e.config.GetExec(), Scenario: e.config.GetName(), Env: e.config.GetEnv(), Tags: e.config.GetTags(),
		GetNextIterationCounters: func() (uint64, uint64) {
			own, part := e.iterations.Add(1)-1, e.generator.share
			return own, own*uint64(part.count) + uint64(part.index) // in this process, in the whole test
		},
	}
}

// stackOf splits what k6 tells of a fault: the message, and where it was, in the lines of the user's own source.
func stackOf(err error) (message string, stack []string) {
	var fault errext.Exception
	if !errors.As(err, &fault) {
		return err.Error(), nil
	}
	return splitStack(fault.StackTrace())
}
