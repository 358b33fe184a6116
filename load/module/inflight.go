package headroom

import "time"

// inFlightGrain is the width of a bucket: how exactly "in flight for longer than overdueMs" is known.
const inFlightGrain = 100 * time.Millisecond

// inFlight counts requests that have begun and not ended, by when they began. Its owner locks.
type inFlight struct {
	epoch   time.Time
	buckets []int32 // by inFlightGrain since epoch, from bucket first on
	first   int
	now     int
}

func (f *inFlight) bucket(at time.Time) int {
	if f.epoch.IsZero() {
		f.epoch = at.Add(-time.Hour) // room for a request that began before the first one booked
		f.first = int(time.Hour / inFlightGrain)
	}
	return max(int(at.Sub(f.epoch)/inFlightGrain), f.first)
}

func (f *inFlight) begin(at time.Time) {
	i := f.bucket(at) - f.first
	for i >= len(f.buckets) {
		f.buckets = append(f.buckets, 0)
	}
	f.buckets[i]++
	f.now++
}

func (f *inFlight) end(begunAt time.Time) {
	f.buckets[f.bucket(begunAt)-f.first]--
	f.now--
}

// overdue counts what began before the given moment, and forgets the empty buckets at the front.
func (f *inFlight) overdue(before time.Time) int {
	if f.epoch.IsZero() {
		return 0
	}
	limit := f.bucket(before)
	empty := 0
	for empty < len(f.buckets) && f.buckets[empty] == 0 && f.first+empty < limit {
		empty++
	}
	f.buckets, f.first = f.buckets[empty:], f.first+empty
	count := 0
	for i := 0; i < len(f.buckets) && f.first+i < limit; i++ {
		count += int(f.buckets[i])
	}
	return count
}

// load reads what auto-stop and the gauge need: ends and failed ends since the last call, and what is in flight,
// with the part that began before the given moment.
func (b *book) load(overdueBefore time.Time) (ends, failedEnds, inFlight, overdue int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	ends, failedEnds = b.ends, b.failedEnds
	b.ends, b.failedEnds = 0, 0
	return ends, failedEnds, b.inFlight.now, b.inFlight.overdue(overdueBefore)
}
