package headroom

import (
	"sync"
	"time"
)

// arrivals gives out the planned arrivals in their order: to the dispatcher, which waits for the time of each, and to
// virtual users that become free when one is due already. So a machine that can't keep up hands nothing over from
// one goroutine to another.
type arrivals struct {
	generator *generator
	start     time.Time
	// pace holds them to the permitted rate when they come all at once, after this process stood still.
	pace *rateCap

	mu      sync.Mutex
	places  schedule
	offsets []time.Duration // of the current second
	key     cellKey         // of the current second
	from    time.Time       // when it begins
	second  int             // the next one of the plan
	index   int             // of the next arrival in the current second
	number  int             // of the next arrival in the plan
}

// newArrivals makes the arrivals of a plan that starts at a moment.
func newArrivals(g *generator, start time.Time, pace *rateCap) *arrivals {
	return &arrivals{
		generator: g, start: start, pace: pace, places: schedule{arrivals: &g.plan.Arrivals, seed: g.plan.Seed},
	}
}

// reach goes on to the next second with an arrival; false means that there is none. Needs the lock.
func (a *arrivals) reach() bool {
	for a.index >= len(a.offsets) {
		if a.second >= a.generator.plan.seconds() {
			return false
		}
		a.offsets, a.index = a.places.second(a.second), 0
		a.key, a.from = a.generator.keyOf(a.second), a.start.Add(time.Duration(a.second)*time.Second)
		a.second++
	}
	return true
}

// next tells when the next arrival is due, and how many its second has; false means that there is none.
func (a *arrivals) next() (due time.Time, perSecond int, more bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.reach() {
		return time.Time{}, 0, false
	}
	return a.from.Add(a.offsets[a.index]), len(a.offsets), true
}

// take gives the next arrival if it is due.
func (a *arrivals) take(now time.Time) (of arrival, isDue bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.isDue(now) {
		return arrival{}, false
	}
	return a.takeNext(), true
}

// takeInPace gives the next arrival if it is due and needs not be held back.
func (a *arrivals) takeInPace(now time.Time) (of arrival, isDue bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.isDue(now) || !a.pace.take(now) {
		return arrival{}, false
	}
	return a.takeNext(), true
}

// isDue needs the lock.
func (a *arrivals) isDue(now time.Time) bool {
	return a.reach() && a.offsets[a.index] <= now.Sub(a.from)
}

// takeNext needs the lock.
func (a *arrivals) takeNext() arrival {
	of := arrival{planned: a.from.Add(a.offsets[a.index]), number: a.number, key: a.key}
	a.index++
	a.number++
	return of
}

// drop books an arrival that was taken, and all others that are due, as dropped: nothing was free for the one, so
// nothing is for the others. At most those of one second go at once.
func (a *arrivals) drop(taken arrival, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	count := 1
	if a.key == taken.key {
		for since := now.Sub(a.from); a.index < len(a.offsets) && a.offsets[a.index] <= since; a.index++ {
			a.number++
			count++
		}
	}
	a.generator.book.dropped(taken.key, count)
}
