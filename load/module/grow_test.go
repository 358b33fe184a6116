package headroom

import (
	"testing"
	"time"
)

// aBusyPool has five users, all busy with iterations of 10 ms, and a plan of 100/s, which needs no more.
func aBusyPool(t *testing.T) *pool {
	t.Helper()
	g, _ := aGenerator(t, aPlan("http://127.0.0.1:1", 100, 100, 100, 100, 100))
	return &pool{
		generator: g, ctx: t.Context(), planned: newArrivals(g, time.Now(), g.requestCap), grow: make(chan struct{}, 1),
		usersMax: 200, built: 5, busy: 5, iterationMs: 10,
	}
}

func TestArrivalsThatWaitForUsersCallForMore(t *testing.T) {
	p := aBusyPool(t)
	p.fire(arrival{planned: time.Now()})
	if !p.lacksUsers(time.Now()) {
		t.Error("an arrival waits and all users are busy, yet none is made")
	}
}

func TestALateDispatcherCallsForNoUsers(t *testing.T) {
	p := aBusyPool(t)
	for range 50 {
		p.fire(arrival{planned: time.Now().Add(-100 * time.Millisecond)})
	}
	fired := time.Now()
	if p.lacksUsers(fired) {
		t.Error("50 arrivals came at once because they were late, and each got a user")
	}
	if !p.lacksUsers(fired.Add(catchUpPatience)) {
		t.Error("users that do not come free for a second are too few")
	}
}

func TestThePlanCallsForUsersAheadEvenWhenTheDispatcherIsLate(t *testing.T) {
	p := aBusyPool(t)
	p.generator.plan.Arrivals.PerSecond[2] = 1000 // x 10 ms = 10 users
	p.fire(arrival{planned: time.Now().Add(-100 * time.Millisecond)})
	if !p.lacksUsers(time.Now()) {
		t.Error("the plan's next step needs more users than there are")
	}
	p.built = p.usersFor(1000)
	if p.built != 13 || p.lacksUsers(time.Now()) {
		t.Errorf("%d users for 1,000/s of 10 ms; want 10, a tenth and two more, and then no further one", p.built)
	}
}
