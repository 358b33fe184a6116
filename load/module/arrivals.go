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

	mu     sync.Mutex
	places schedule
	spots  []spot    // of the current second
	from   time.Time // when it begins
	second int       // the next one of the plan
	index  int       // of the next arrival in the current second
}

// newArrivals makes the arrivals of a plan that starts at a moment.
func newArrivals(g *generator, start time.Time, pace *rateCap) *arrivals {
	return &arrivals{
		generator: g, start: start, pace: pace,
		places: schedule{arrivals: &g.plan.Arrivals, seed: g.plan.Seed, part: g.share},
	}
}

// reach goes on to the next second with an arrival; false means that there is none. Needs the lock.
func (a *arrivals) reach() bool {
	for a.index >= len(a.spots) {
		if a.second >= a.generator.plan.seconds() {
			return false
		}
		a.spots, a.index = a.places.second(a.second), 0
		a.from = a.start.Add(time.Duration(a.second) * time.Second)
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
	return a.from.Add(a.spots[a.index].offset), len(a.spots), true
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
	return a.reach() && a.spots[a.index].offset <= now.Sub(a.from)
}

// takeNext needs the lock.
func (a *arrivals) takeNext() arrival {
	at := a.spots[a.index]
	of := arrival{
		planned: a.from.Add(at.offset), number: at.number, turn: at.turn, key: a.generator.keyOf(a.second-1, at.endpoint),
	}
	a.index++
	return of
}

// drop books an arrival that was taken, and all others that are due, as dropped: nothing was free for the one, so
// nothing is for the others. At most those of one second go at once.
func (a *arrivals) drop(taken arrival, now time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	counts := make([]int, len(a.generator.plan.Endpoints))
	counts[taken.key.endpoint]++
	if !taken.planned.Before(a.from) {
		for since := now.Sub(a.from); a.index < len(a.spots) && a.spots[a.index].offset <= since; a.index++ {
			counts[a.spots[a.index].endpoint]++
		}
	}
	for endpoint, count := range counts {
		key := taken.key
		key.endpoint = endpoint
		a.generator.book.dropped(key, count)
	}
}
