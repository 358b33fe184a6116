package headroom

import (
	"math"
	"sync"
	"time"
)

// rateCap is a token bucket for requests: perSecond tokens come each second, and it holds perSecond + 5 x sqrt
// (perSecond), so that random arrivals at the permitted rate pass: a Poisson second of that rate has as many once in
// millions.
type rateCap struct {
	mu        sync.Mutex
	perSecond float64
	capacity  float64
	tokens    float64
	at        time.Time
}

func newRateCap(perSecond float64) *rateCap {
	capacity := perSecond + 5*math.Sqrt(perSecond)
	return &rateCap{perSecond: perSecond, capacity: capacity, tokens: capacity}
}

// fill adds what has come since the last call. Needs the lock.
func (c *rateCap) fill(now time.Time) {
	if !c.at.IsZero() {
		c.tokens = math.Min(c.capacity, c.tokens+max(now.Sub(c.at).Seconds(), 0)*c.perSecond)
	}
	c.at = now
}

// take permits one request, or refuses it.
func (c *rateCap) take(now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fill(now)
	if c.tokens < 1 {
		return false
	}
	c.tokens--
	return true
}

// reserve takes one token in advance and tells how long to wait for it: for arrivals of the plan that come all at
// once, because this process stood still. They are late, never too many.
func (c *rateCap) reserve(now time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.fill(now)
	c.tokens--
	if c.tokens >= 0 {
		return 0
	}
	return time.Duration(-c.tokens / c.perSecond * float64(time.Second))
}
