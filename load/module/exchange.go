package headroom

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"
)

// exchange is one request of a script, from its sending to its last byte.
type exchange struct {
	generator  *generator
	key        cellKey
	begunAt    time.Time
	latenessMs float64 // of the arrival, for the first request of its iteration; else 0
	lane       *lane   // that it goes by, where users share connections
	protoMajor int     // of the answer's HTTP; 0 without one

	mu        sync.Mutex // net/http calls the hooks from several goroutines, some after the request's end
	dialStart time.Time
	tlsStart  time.Time
	gotConn   time.Time
	firstByte time.Time
	writes    int
	hasEnded  bool
	got       answerSample
	isShown   bool // it fails, and its body is kept for a sample
	hasFailed bool // no answer, or not a whole one: already booked as unexpected
	outcome   string
}

// newExchange books the beginning of a request. The first one of an iteration answers for the lateness of its
// arrival and belongs to its planned second; later ones belong to the second in which they are sent.
func newExchange(g *generator, of *iteration, now time.Time) *exchange {
	x := &exchange{generator: g, begunAt: now}
	x.key, x.latenessMs = of.operation(g, now)
	g.book.requestBegan(x.key, now)
	return x
}

// operation tells where a request, or another operation, of this iteration is booked, and the lateness that it
// answers for.
func (i *iteration) operation(g *generator, startedAt time.Time) (cellKey, float64) {
	if i.first.CompareAndSwap(false, true) {
		return i.key, i.latenessMs
	}
	return g.keyOfLater(i.key, startedAt), 0
}

// follow hooks into the request's trace.
func (x *exchange) follow(request *http.Request) *http.Request {
	trace, request := clientTrace(request)
	x.hookConnect(trace)
	if request.URL.Scheme == "https" {
		x.hookTLS(trace)
	}
	x.hookAnswer(trace)
	return request
}

// hookConnect sets hooks that tracedDial calls: net took k6's own when the trace was made, and calls those.
func (x *exchange) hookConnect(trace *httptrace.ClientTrace) {
	trace.ConnectStart = func(string, string) {
		x.mu.Lock()
		x.dialStart = time.Now()
		x.mu.Unlock()
	}
	trace.ConnectDone = func(_, _ string, err error) {
		if err != nil {
			return
		}
		x.mu.Lock()
		connectMs := toMs(time.Since(x.dialStart))
		x.mu.Unlock()
		x.generator.book.connected(x.key, connectMs, -1)
	}
}

// tracedDial tells the exchange that asked for a connection when it is there. That request may have taken another
// connection meanwhile; the server sees this one all the same.
func tracedDial(dial dialFunc) dialFunc {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		trace := httptrace.ContextClientTrace(ctx)
		if trace == nil || trace.ConnectStart == nil || trace.ConnectDone == nil {
			return dial(ctx, network, address)
		}
		trace.ConnectStart(network, address)
		conn, err := dial(ctx, network, address)
		trace.ConnectDone(network, address, err)
		return conn, err
	}
}

func (x *exchange) hookTLS(trace *httptrace.ClientTrace) {
	oldStart, oldDone := trace.TLSHandshakeStart, trace.TLSHandshakeDone
	trace.TLSHandshakeStart = func() {
		x.mu.Lock()
		x.tlsStart = time.Now()
		x.mu.Unlock()
		if oldStart != nil {
			oldStart()
		}
	}
	trace.TLSHandshakeDone = func(state tls.ConnectionState, err error) {
		if err == nil {
			x.mu.Lock()
			tlsMs := toMs(time.Since(x.tlsStart))
			x.mu.Unlock()
			x.generator.book.secured(x.key, tlsMs)
		}
		if oldDone != nil {
			oldDone(state, err)
		}
	}
}

func (x *exchange) hookAnswer(trace *httptrace.ClientTrace) {
	oldGot, oldWrote, oldFirst := trace.GotConn, trace.WroteRequest, trace.GotFirstResponseByte
	trace.GotConn = func(info httptrace.GotConnInfo) {
		x.mu.Lock()
		x.gotConn = time.Now()
		x.mu.Unlock()
		if oldGot != nil {
			info.Conn = x.markedConn(info.Conn)
			oldGot(info)
		}
	}
	trace.WroteRequest = func(info httptrace.WroteRequestInfo) {
		x.mu.Lock()
		if info.Err == nil {
			x.writes++
		}
		x.mu.Unlock()
		if oldWrote != nil {
			oldWrote(info)
		}
	}
	trace.GotFirstResponseByte = func() {
		x.mu.Lock()
		x.firstByte = time.Now()
		x.mu.Unlock()
		if oldFirst != nil {
			oldFirst()
		}
	}
}

// end books how the request ended: with an answer, or with an error before or inside it.
func (x *exchange) end(got *answerSample, err error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.hasEnded {
		return
	}
	x.hasEnded = true
	if x.lane != nil {
		x.lane.giveBack(x.got.request, x.protoMajor)
	}
	record := x.record(time.Now())
	if got != nil {
		record.outcome, record.serviceMs = statusOutcome(got.status), serviceTime(got.header)
	}
	if err != nil {
		// Whether an answer was expected is the script's to say, and comes with k6's sample; no answer never is.
		record.outcome, record.unexpected, x.hasFailed = failureClass(err), true, true
	}
	x.outcome = record.outcome
	record.cut = record.outcome == outcomeCanceled
	x.generator.book.requestEnded(x.key, record)
	if x.isShown || err != nil && isFailing(record.outcome) && x.generator.samples.wants(x.key, record.outcome) {
		x.got.key, x.got.outcome, x.got.err = x.key, record.outcome, err
		x.generator.sample(x.got)
	}
}

// record is what is known of the request's time when it has ended. Needs the lock.
func (x *exchange) record(now time.Time) *requestRecord {
	record := &requestRecord{
		begunAt: x.begunAt, latencyMs: x.latenessMs + toMs(now.Sub(x.begunAt)), firstByteMs: -1, bodyMs: -1,
		serviceMs: -1, resent: max(x.writes-1, 0),
	}
	if !x.firstByte.IsZero() && !x.gotConn.IsZero() {
		record.firstByteMs = toMs(x.firstByte.Sub(x.gotConn))
		record.bodyMs = toMs(now.Sub(x.firstByte))
	}
	return record
}

// judged books what the script's response callback says of a whole answer. It comes later than the answer itself,
// with k6's sample. Without a callback (isJudged is false) the status decides.
func (x *exchange) judged(isJudged, expected bool) {
	x.mu.Lock()
	failed, outcome := x.hasFailed, x.outcome
	x.mu.Unlock()
	if !isJudged {
		expected = isOK(outcome)
	}
	if !failed {
		x.generator.book.judged(x.key, outcome, expected)
	}
}

// markedAddress is a connection's address that also knows the request that used it. k6 keeps the address of each
// request until its sample reaches the output: so the output learns which request a script's judgement is about.
type markedAddress struct {
	net.Addr
	exchange *exchange
}

// markedConn shows k6's trace a connection with such an address. Only its address is ever asked for.
type markedConn struct {
	net.Conn
	address *markedAddress
}

// RemoteAddr is the marked address.
func (c *markedConn) RemoteAddr() net.Addr { return c.address }

func (x *exchange) markedConn(conn net.Conn) net.Conn {
	marked := &markedConn{Conn: conn, address: &markedAddress{Addr: conn.RemoteAddr(), exchange: x}}
	if _, overTLS := conn.(*tls.Conn); overTLS {
		return tls.Client(marked, emptyTLSConfig) // k6 looks at the type; no byte is ever sent through it
	}
	return marked
}

var emptyTLSConfig = new(tls.Config)

// judged books whether the script's response callback expected an answer.
func (b *book) judged(key cellKey, outcome string, expected bool) {
	if expected && isOK(outcome) {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	at := b.at(key)
	if !expected {
		at.unexpected++
		b.failedEnds++
	}
	if expected != isOK(outcome) {
		at.judgeOtherwise(outcome)
	}
}
