package headroom

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// retryRule is how the clients of this load try again. A simulation has the same rule: planner/simulate/retries.ts.
// test/fixtures/retries.json holds what both must answer.
type retryRule struct {
	planRetries
	seed   uint64
	budget *retryBudget // nil: no budget
}

// newRetryRule is nil where the plan has no retries.
func newRetryRule(plan *loadPlan) *retryRule {
	if plan.Retries == nil {
		return nil
	}
	rule := &retryRule{planRetries: *plan.Retries, seed: plan.Seed ^ retryStream}
	if share := plan.Retries.BudgetShare; share != nil {
		rule.budget = &retryBudget{share: *share, left: retryBudgetMost}
	}
	return rule
}

// retryStream keeps the draws of pauses apart from those of payloads.
const retryStream = 0x3c6ef372fe94f82b

// drawsPerRequest: the pauses of one request must not meet those of another.
const drawsPerRequest = 128

// retryBudgetMost is how many retries beyond their share are allowed at once: a budget must not end the first failures
// of a quiet hour.
const retryBudgetMost = 10

// retryBudget lets retries be a share of all first requests.
type retryBudget struct {
	mu    sync.Mutex
	share float64
	left  float64
}

// note adds the share of a first request.
func (b *retryBudget) note() {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left = min(retryBudgetMost, b.left+b.share)
}

// take allows one retry, or refuses it.
func (b *retryBudget) take() bool {
	if b == nil {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left < 1 {
		return false
	}
	b.left--
	return true
}

// isTriedAgain tells the failures that may pass: the service or the way to it has no room, or nobody answered in time. A
// request that the service can't take, or fails on, would fail again.
func isTriedAgain(outcome string) bool {
	switch outcome {
	case "429", "502", "503", "504", outcomeTimeout, outcomeRefused, outcomeReset, outcomeMalformed, outcomeDial:
		return true
	}
	return false
}

// pause is how long a client waits before it tries again.
//
//   - tried: how often this request was tried again before
//   - draw: in [0, 1), what chance says of the jitter
//   - asked: what the answer asks for; 0 for nothing
func (r *retryRule) pause(tried int, draw float64, asked time.Duration) time.Duration {
	longestMs := min(r.BackoffMaxMs, r.BackoffMs*math.Pow(r.BackoffGrowth, float64(tried)))
	backoff := time.Duration(longestMs * (1 - r.JitterShare*draw) * float64(time.Millisecond))
	if r.RetryAfterMs == nil {
		return backoff
	}
	return max(backoff, asked)
}

// next tells whether a request that ended so is tried again, and after what pause.
func (r *retryRule) next(got *reply, number, tried int, now time.Time) (time.Duration, bool) {
	if tried >= r.CountMax || !isTriedAgain(got.outcome) || !r.budget.take() {
		return 0, false
	}
	draw := float64(drawn(r.seed, uint64(number)*drawsPerRequest+uint64(tried))>>11) / (1 << 53)
	return r.pause(tried, draw, retryAfter(got.header, now)), true
}

// retryAfter is how long an answer asks to wait: seconds, or a date (RFC 9110, 10.2.3). 0 where it says nothing.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := header.Get("Retry-After")
	if text == "" {
		return 0
	}
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	return max(at.Sub(now), 0)
}

// sendAgain sends a request until it succeeds, or its client gives it up. Each try is booked when it ends, in the second
// that sent it; the arrival is booked once, with its last try. While it waits, it keeps its place among what is in flight.
func (s *sender) sendAgain(ctx context.Context, request *http.Request, body *payload, of shot) reply {
	book, first := s.generator.book, of
	book.requestBegan(of.key, of.begun)
	s.retries.budget.note()
	for tried := 0; ; tried++ {
		got, record := s.carry(ctx, request, body, &of)
		book.tryEnded(of.key, record)
		pause, again := s.retries.next(&got, first.number, tried, time.Now())
		if !again || !s.waitToRetry(ctx, pause) || !s.generator.permit(time.Now()) {
			record.latencyMs += toMs(of.since.Sub(first.since))
			book.requestConcluded(first.key, record)
			return got
		}
		now := time.Now()
		of.key, of.since, of.begun = s.generator.keyOfLater(first.key, now), now, now
		book.retryBegan(of.key, now)
	}
}

// waitToRetry waits; false means that the load is over, so that nothing new is sent.
func (s *sender) waitToRetry(ctx context.Context, pause time.Duration) bool {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	case <-s.generator.ending.stopped:
	}
	return ctx.Err() == nil && !s.generator.ending.isStopped()
}

// retryBegan books a request that is sent again.
func (b *book) retryBegan(key cellKey, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at(key).retries++
	b.totals.retries++
	b.inFlight.begin(now)
}

// tryEnded books one try, whatever comes after it.
func (b *book) tryEnded(key cellKey, record *requestRecord) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := b.at(key)
	b.landed(at, record)
	if at.tries == nil {
		at.tries = make(map[string]*sketch, 2)
	}
	of := at.tries[record.outcome]
	if of == nil {
		of = new(sketch)
		at.tries[record.outcome] = of
	}
	of.add(record.latencyMs)
}

// requestConcluded books what a request came to, once none of its tries is in flight.
func (b *book) requestConcluded(key cellKey, record *requestRecord) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.concluded(b.at(key), record)
}
