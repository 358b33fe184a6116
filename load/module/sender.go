package headroom

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// redirectsMax is how many redirects in a row are followed, as in net/http.
const redirectsMax = 10

// sender is the worker of the built-in request: a goroutine for each arrival, no virtual user.
type sender struct {
	generator *generator
	forms     []*requestForm // of each endpoint
	lanes     *lanes
	retries   *retryRule // nil: every request is sent once
	ctx       context.Context

	inFlight atomic.Int64
	flying   sync.WaitGroup
}

// newSender makes the sender; its requests are cut when the context ends.
func newSender(ctx context.Context, g *generator) (*sender, error) {
	forms, err := newRequestForms(g.document)
	if err != nil {
		return nil, err
	}
	made, err := newTransports(g)
	if err != nil {
		return nil, err
	}
	build := func() laneTransport { return newAging(g.plan.Connections, made.new) }
	// Who sends no two requests at once is a user here.
	sharesHTTP2 := g.plan.Connections.Mode != "perUser"
	return &sender{
		generator: g, forms: forms, lanes: newLanes(build, sharesHTTP2), retries: newRetryRule(g.plan), ctx: ctx,
	}, nil
}

func (s *sender) fire(a arrival) bool {
	if s.inFlight.Load() >= int64(s.generator.plan.Limits.InFlightMax) {
		return false
	}
	s.inFlight.Add(1)
	s.flying.Add(1)
	go s.carryOut(a)
	return true
}

func (s *sender) stop() {}

func (s *sender) idle() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		s.flying.Wait()
		s.lanes.close()
		close(done)
	}()
	return done
}

// carryOut sends the request of one arrival, and what it is redirected to if that is asked for.
func (s *sender) carryOut(a arrival) {
	defer s.flying.Done()
	defer s.inFlight.Add(-1)
	now := time.Now()
	s.generator.book.fired(a.key, toMs(now.Sub(a.planned)), -1)
	s.send(s.ctx, s.forms[a.key.endpoint].payloadOf(a.turn), shot{
		key: a.key, since: a.planned, begun: now, number: a.number,
	})
}

// send sends the request of the shot's endpoint with a body, and what the plan asks for beyond: tries after a failure, or
// what it is redirected to. It gives the last answer.
func (s *sender) send(ctx context.Context, body *payload, of shot) reply {
	form := s.forms[of.key.endpoint]
	of.timeout, of.follow = form.timeout, form.follow
	if s.retries != nil {
		return s.sendAgain(ctx, &form.template, body, of)
	}
	return s.sendOnce(ctx, &form.template, body, of)
}

// sendOnce sends a request, and what it is redirected to if that is asked for.
func (s *sender) sendOnce(ctx context.Context, request *http.Request, body *payload, of shot) reply {
	first := of.key
	got := s.exchange(ctx, request, body, &of)
	for hops := 0; got.location != nil && hops < redirectsMax; hops++ {
		request, body = redirected(request, body, got.status, got.location)
		now := time.Now()
		if !s.generator.permit(now) {
			return got
		}
		of.key = s.generator.keyOfLater(first, now)
		of.since, of.begun, of.follow = now, now, hops+1 < redirectsMax
		got = s.exchange(ctx, request, body, &of)
	}
	return got
}

// shot is what must be known of one request to book it.
type shot struct {
	key     cellKey
	since   time.Time // what the latency counts from: the planned moment, or the request's own start
	begun   time.Time
	number  int // of the arrival
	timeout time.Duration
	follow  bool // a redirect is followed, so it is no failure
}

// exchange sends one request, reads the answer to its last byte, and books it.
func (s *sender) exchange(ctx context.Context, template *http.Request, of *payload, shot *shot) reply {
	s.generator.book.requestBegan(shot.key, shot.begun)
	got, record := s.carry(ctx, template, of, shot)
	s.generator.book.requestEnded(shot.key, record)
	return got
}

// carry sends one request and reads the answer to its last byte. It books the connection, and shows a failing answer.
func (s *sender) carry(parent context.Context, template *http.Request, of *payload, shot *shot) (reply, *requestRecord) {
	book := s.generator.book
	ctx, cancel := context.WithDeadline(parent, shot.begun.Add(shot.timeout))
	defer cancel()
	followed := newFlight(ctx, shot.key, book, shot.begun)
	request := template.WithContext(followed)
	withBody(request, of)
	lane := s.lanes.take(request)
	response, err := lane.RoundTrip(request)
	got := s.read(shot.key, response, err)
	lane.giveBack(request, got.protoMajor)
	endNs := followed.sinceBegun()
	got.location = s.followedTo(response, &got, shot)
	record := &requestRecord{
		begunAt:    shot.begun,
		outcome:    got.outcome,
		unexpected: got.location == nil && !isOK(got.outcome),
		// A redirect that is followed is no failure.
		judgedOtherwise: got.location != nil && !isOK(got.outcome),
		latencyMs:       toMs(shot.begun.Sub(shot.since)) + toMs(time.Duration(endNs)),
		serviceMs:       got.serviceMs,
		resent:          followed.resent(),
		cut:             got.outcome == outcomeCanceled,
	}
	record.firstByteMs, record.bodyMs = followed.parts(endNs, got.err == nil)
	if record.unexpected {
		s.show(shot.key, &got, request)
	}
	return got, record
}
