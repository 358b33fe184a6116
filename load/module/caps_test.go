package headroom

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestRandomArrivalsAtThePermittedRatePass(t *testing.T) {
	for _, perSecond := range []int{5, 50, 1000} {
		limit, random := newRateCap(float64(perSecond)), rand.New(rand.NewPCG(1, uint64(perSecond)))
		now := timeZero()
		for range perSecond * 60 {
			now = now.Add(time.Duration(random.ExpFloat64() / float64(perSecond) * float64(time.Second)))
			if !limit.take(now) {
				t.Errorf("%d/s: a random arrival was refused after %v", perSecond, now.Sub(timeZero()))
				break
			}
		}
	}
}

func TestTwiceThePermittedRateIsRefusedSoon(t *testing.T) {
	limit, now := newRateCap(100), timeZero()
	for passed := 0; ; passed++ {
		now = now.Add(5 * time.Millisecond)
		if limit.take(now) {
			continue
		}
		if passed < 100 || passed > 400 {
			t.Errorf("refused after %d requests", passed)
		}
		return
	}
}

func TestABurstIsHeldBackToThePermittedRate(t *testing.T) {
	limit := newRateCap(100) // holds 150
	waited := time.Duration(0)
	for range 250 {
		waited = limit.reserve(timeZero())
	}
	if waited != time.Second {
		t.Errorf("the 250th of a burst waits %v, want 1s: 100 more than the bucket holds, at 100/s", waited)
	}
	if limit.take(timeZero()) {
		t.Error("a request passed while arrivals wait")
	}
}
