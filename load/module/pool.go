package headroom

import (
	"context"
	"sync"
	"time"
)

// pool is the worker of scripts: virtual users that start few, grow with the load and ahead of the plan's steps, and
// are reused last-in first-out, so that few of them (and of their connections) are in use at a low rate.
type pool struct {
	executor  *planExecutor
	generator *generator
	ctx       context.Context
	planned   *arrivals
	usersMax  int

	mu       sync.Mutex
	resting  []*pooledUser // the last used last
	waiting  []arrivalInQueue
	built    int // virtual users that exist
	busy     int
	stopped  bool
	lastLate time.Time // when an arrival was dispatched late
	// iterationMs is the mean length of the iterations so far, the newer ones counting more.
	iterationMs float64

	running sync.WaitGroup
	grow    chan struct{} // a hint that there are too few; the grower looks anyway every growInterval
}

// arrivalInQueue waits for a virtual user since the moment it was dispatched.
type arrivalInQueue struct {
	arrival
	since time.Time
}

// pooledUser is a virtual user with the goroutine that runs it.
type pooledUser struct {
	*user
	work   chan arrivalInQueue
	retire func() // ends the user's context
}

// newPool takes the users that k6 made before the start, and begins to grow.
func newPool(ctx context.Context, e *planExecutor, planned *arrivals) (*pool, error) {
	work := &e.generator.plan.Work
	p := &pool{
		executor: e, generator: e.generator, ctx: ctx, planned: planned, grow: make(chan struct{}, 1),
		iterationMs: work.FirstIterationMs,
		usersMax:    min(work.UsersMax, e.generator.plan.Limits.InFlightMax),
	}
	e.generator.gauges = p.gauge
	for range min(work.UsersAtStart, p.usersMax) {
		vu, err := e.state.GetPlannedVU(e.GetLogger(), false)
		if err != nil {
			return nil, err
		}
		p.adopt(vu)
	}
	p.running.Add(1)
	go p.grower()
	return p, nil
}

// fire hands an arrival to a resting user, or lets it wait for one as long as there can still be more users. When all
// that may be are busy, it is refused.
func (p *pool) fire(a arrival) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped || p.busy+len(p.waiting) >= p.usersMax {
		return false
	}
	next := arrivalInQueue{arrival: a, since: time.Now()}
	p.noteLateness(&next)
	if last := len(p.resting) - 1; last >= 0 {
		u := p.resting[last]
		p.resting = p.resting[:last]
		p.busy++
		u.work <- next
	} else {
		p.waiting = append(p.waiting, next)
	}
	if len(p.resting)-len(p.waiting) < usersReserve {
		p.hintGrow()
	}
	return true
}

// stop forgets the arrivals that wait, and lets the users end after their iteration.
func (p *pool) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stopped = true
	if p.generator.ending.isStopped() || p.ctx.Err() != nil {
		p.waiting = nil
	}
	if len(p.waiting) == 0 {
		p.release()
	}
	p.hintGrow()
}

// release ends the users that rest. Needs the lock.
func (p *pool) release() {
	for _, u := range p.resting {
		close(u.work)
	}
	p.resting = nil
}

func (p *pool) idle() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		p.running.Wait()
		close(done)
	}()
	return done
}

func (p *pool) gauge() poolGauge {
	p.mu.Lock()
	defer p.mu.Unlock()
	return poolGauge{users: p.built, usersMax: p.usersMax, queued: len(p.waiting), inFlight: p.busy}
}

// next gives a user that ended an iteration its next arrival, or lets it rest. ok is false when it shall end.
func (p *pool) next(u *pooledUser, tookMs float64) (next arrivalInQueue, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	const weight = 0.05 // of the newest iteration in the mean
	p.iterationMs += weight * (tookMs - p.iterationMs)
	if !p.generator.ending.isStopped() && p.ctx.Err() == nil {
		if next, ok = p.waitingLonger(); ok {
			return next, true
		}
	}
	p.busy--
	p.resting = append(p.resting, u)
	if p.stopped {
		p.release()
	}
	return next, false
}

// waitingLonger is the arrival that waits for a user longest or, if none does, the next of the plan if it is due.
// Needs the lock.
func (p *pool) waitingLonger() (arrivalInQueue, bool) {
	if len(p.waiting) > 0 {
		next := p.waiting[0]
		p.waiting = p.waiting[1:]
		return next, true
	}
	if p.stopped {
		return arrivalInQueue{}, false
	}
	now := time.Now()
	due, isDue := p.planned.takeInPace(now)
	return arrivalInQueue{arrival: due, since: now}, isDue
}
