package headroom

import (
	"testing"
	"time"
)

// evenArrivals are the arrivals of an even plan that began a while ago.
func evenArrivals(t *testing.T, began time.Duration, perSecond ...int) (*arrivals, time.Time, *generator) {
	t.Helper()
	document := aPlan("http://127.0.0.1:1", perSecond...)
	document.Plan.Arrivals.Placement = "even"
	g, _ := aGenerator(t, document)
	now := time.Now()
	return newArrivals(g, now.Add(-began), g.requestCap), now, g
}

func TestArrivalsComeInTheirOrderWhenTheyAreDue(t *testing.T) {
	planned, now, g := evenArrivals(t, 1500*time.Millisecond, 2, 0, 2) // at 0.25, 0.75, 2.25 and 2.75 s
	for number, offset := range []time.Duration{250 * time.Millisecond, 750 * time.Millisecond} {
		of, isDue := planned.take(now)
		if !isDue || of.number != number || of.planned != planned.start.Add(offset) || of.key != g.keyOf(0, 0) {
			t.Errorf("arrival %d: due %v, %+v", number, isDue, of)
		}
	}
	if of, isDue := planned.take(now); isDue {
		t.Errorf("an arrival of a second that is ahead was given out: %+v", of)
	}
	due, perSecond, more := planned.next()
	if due != planned.start.Add(2250*time.Millisecond) || perSecond != 2 || !more {
		t.Errorf("next at %v, %d in its second, more %v", due.Sub(planned.start), perSecond, more)
	}
}

func TestWhatIsDueTogetherIsDroppedTogether(t *testing.T) {
	planned, now, g := evenArrivals(t, 500*time.Millisecond, 100, 100)
	first, _ := planned.take(now)
	planned.drop(first, now)
	if dropped := g.book.sum().dropped; dropped != 50 {
		t.Errorf("%d dropped of the 50 that are due", dropped)
	}
	next, isDue := planned.take(now.Add(time.Second))
	if !isDue || next.number != 50 {
		t.Errorf("the next arrival has number %d, due %v", next.number, isDue)
	}
	planned.drop(next, now.Add(time.Second))
	if dropped := g.book.sum().dropped; dropped != 100 {
		t.Errorf("%d dropped: more than the arrivals of one second at once", dropped)
	}
}

func TestAUserThatBecomesFreeTakesWhatIsDue(t *testing.T) {
	planned, _, g := evenArrivals(t, 500*time.Millisecond, 2)
	p := &pool{generator: g, ctx: t.Context(), planned: planned, usersMax: 1, built: 1, busy: 1}
	next, more := p.next(&pooledUser{}, 10)
	if !more || next.number != 0 {
		t.Errorf("a due arrival was left to the dispatcher: %v, %+v", more, next)
	}
	if _, more = p.next(&pooledUser{}, 10); more || len(p.resting) != 1 || p.busy != 0 {
		t.Errorf("an arrival that is not due yet was taken, or the user does not rest: %d rest, %d busy", len(p.resting), p.busy)
	}
}

func TestAUserTakesNoMoreThanThePermittedRate(t *testing.T) {
	planned, now, _ := evenArrivals(t, 900*time.Millisecond, 1000)
	planned.pace = newRateCap(1) // with room for 6
	taken := 0
	for range 100 {
		if _, isDue := planned.takeInPace(now); isDue {
			taken++
		}
	}
	if taken != 6 {
		t.Errorf("%d taken at once at a permitted rate of 1/s", taken)
	}
}
