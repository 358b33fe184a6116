package headroom

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// cellKey is where a count belongs: the epoch second of the planned arrival (for the later requests of an iteration,
// the second in which they were sent), the phase and the endpoint.
type cellKey struct {
	second   int64
	phase    int
	endpoint int // its place in the plan
}

// compare sorts keys by time.
func (k cellKey) compare(other cellKey) int {
	return cmp.Or(
		cmp.Compare(k.second, other.second), cmp.Compare(k.phase, other.phase), cmp.Compare(k.endpoint, other.endpoint))
}

// cell holds what came for one key since it was last taken out.
type cell struct {
	arrivals, dropped, exceptions, requests, retries, unexpected, connections, resent int

	outcomes                                                   map[string]*outcomeCell
	judgedOtherwise                                            map[string]int     // nil where there is none
	tries                                                      map[string]*sketch // nil where nothing is tried again
	lateness, userWait, connect, tls, firstByte, body, service sketch
}

// outcomeCell is one outcome of a cell: how many ended so, and how long after their planned moment.
type outcomeCell struct {
	count   int
	latency sketch
}

// requestRecord is all that is booked when a request has ended. Times that do not apply are negative.
type requestRecord struct {
	begunAt    time.Time // as given to requestBegan
	outcome    string
	unexpected bool
	// judgedOtherwise: what the outcome's name says of success is not what the load says: a redirect that is followed.
	judgedOtherwise bool
	latencyMs       float64 // planned moment to last byte; for the later requests of an iteration from their start
	firstByteMs     float64 // connection there to first byte
	bodyMs          float64 // first byte to last byte
	serviceMs       float64
	resent          int
	cut             bool // canceled, because the load was ended at once
}

// totals are the counts of the whole load, for the end line.
type totals struct {
	fired, dropped, exceptions, requests, retries, ended, cut int
}

// book counts everything that the load does. One lock is enough: a request takes it for well under 1 µs in all.
type book struct {
	mu       sync.Mutex
	cells    map[cellKey]*cell
	lastKey  cellKey
	last     *cell
	totals   totals
	inFlight inFlight
	// ends and failedEnds count what ended since the auto-stop looked last.
	ends, failedEnds int
}

func newBook() *book { return &book{cells: make(map[cellKey]*cell)} }

// at finds the cell of a key. Most calls come for the same few seconds, the last one first. Needs the lock.
func (b *book) at(key cellKey) *cell {
	if b.last != nil && b.lastKey == key {
		return b.last
	}
	found := b.cells[key]
	if found == nil {
		found = &cell{outcomes: make(map[string]*outcomeCell, 2)}
		b.cells[key] = found
	}
	b.lastKey, b.last = key, found
	return found
}

// fired books a planned arrival that began. userWaitMs is the part of its lateness that waited for a virtual user;
// negative where there are none.
func (b *book) fired(key cellKey, latenessMs, userWaitMs float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := b.at(key)
	at.arrivals++
	at.lateness.add(latenessMs)
	if userWaitMs >= 0 {
		at.userWait.add(userWaitMs)
	}
	b.totals.fired++
}

// dropped books planned arrivals that never fire, because the cap on what is in flight was reached.
func (b *book) dropped(key cellKey, count int) {
	if count == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at(key).dropped += count
	b.totals.dropped += count
}

// exception books a fired arrival whose script threw.
func (b *book) exception(key cellKey) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at(key).exceptions++
	b.totals.exceptions++
}

// requestBegan books a request (or a WebSocket session, or a gRPC call) that was handed to its client.
func (b *book) requestBegan(key cellKey, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at(key).requests++
	b.totals.requests++
	b.inFlight.begin(now)
}

// requestEnded books how it ended.
func (b *book) requestEnded(key cellKey, record *requestRecord) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := b.at(key)
	b.landed(at, record)
	b.concluded(at, record)
}

// landed books that nothing is in flight any more, and what the time was spent on. Needs the lock.
func (b *book) landed(at *cell, record *requestRecord) {
	b.inFlight.end(record.begunAt)
	b.ends++
	if record.unexpected {
		b.failedEnds++
	}
	addKnown(&at.firstByte, record.firstByteMs)
	addKnown(&at.body, record.bodyMs)
	addKnown(&at.service, record.serviceMs)
	at.resent += record.resent
}

// concluded books what a request came to. Needs the lock.
func (b *book) concluded(at *cell, record *requestRecord) {
	b.totals.ended++
	if record.unexpected {
		at.unexpected++
	}
	if record.judgedOtherwise {
		at.judgeOtherwise(record.outcome)
	}
	if record.cut {
		b.totals.cut++
	}
	of := at.outcomes[record.outcome]
	if of == nil {
		of = new(outcomeCell)
		at.outcomes[record.outcome] = of
	}
	of.count++
	of.latency.add(record.latencyMs)
}

// judgeOtherwise counts a request that is a success though its outcome is none, or the other way round.
func (c *cell) judgeOtherwise(outcome string) {
	if c.judgedOtherwise == nil {
		c.judgedOtherwise = make(map[string]int, 1)
	}
	c.judgedOtherwise[outcome]++
}

// connected books a new connection, in the cell of the request that asked for it. tlsMs is negative without TLS.
func (b *book) connected(key cellKey, connectMs, tlsMs float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	at := b.at(key)
	at.connections++
	addKnown(&at.connect, connectMs)
	addKnown(&at.tls, tlsMs)
}

// secured books a TLS handshake that came about.
func (b *book) secured(key cellKey, tlsMs float64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at(key).tls.add(tlsMs)
}

func addKnown(to *sketch, valueMs float64) {
	if valueMs >= 0 {
		to.add(valueMs)
	}
}

// sum is a copy of the totals so far.
func (b *book) sum() totals {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.totals
}

// keyedCell is a cell taken out of the book.
type keyedCell struct {
	key  cellKey
	cell *cell
}

// take removes up to atMost cells, the oldest second first. What stays keeps adding up, so nothing is lost when the
// reader of the stream is slow.
func (b *book) take(atMost int) []keyedCell {
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := make([]keyedCell, 0, len(b.cells))
	for key, of := range b.cells {
		taken = append(taken, keyedCell{key, of})
	}
	slices.SortFunc(taken, func(a, b keyedCell) int { return a.key.compare(b.key) })
	taken = taken[:min(len(taken), max(atMost, 0))]
	for _, of := range taken {
		delete(b.cells, of.key)
	}
	b.last = nil
	return taken
}
