package headroom

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"runtime"
	"time"
)

// recorder stands between k6/http and a virtual user's transport. It books every request that goes through: each hop
// of redirects, each part of a batch, each asyncRequest. Scripts don't know of it.
type recorder struct {
	own       http.RoundTripper // the user's transport
	shared    *lanes            // the connections of all users; nil where each has its own
	generator *generator
	user      *user
}

// RoundTrip sends one request and books it; its end is booked when the last byte has been read.
func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	iteration := r.user.iteration.Load()
	if iteration == nil { // nothing runs in an own name between two iterations
		return (&cappedTransport{r.own, r.generator.permit}).RoundTrip(request)
	}
	// Where the machine can't keep up, other users' scripts first come as far as this: then requests go out together
	// instead of one after each script's work, and the system need not wake their receiver for each. It costs nothing
	// where nobody else waits, and the request has not begun yet.
	runtime.Gosched()
	x := newExchange(r.generator, iteration, time.Now())
	if !r.generator.permit(x.begunAt) {
		x.end(nil, errCapped)
		return nil, errCapped
	}
	request = x.follow(request)
	x.got.request = request
	next := r.own
	if r.shared != nil {
		x.lane = r.shared.take(request)
		next = x.lane
	}
	response, err := next.RoundTrip(request)
	if err != nil {
		x.end(nil, err)
		return response, err
	}
	x.answered(response)
	return response, nil
}

// cappedTransport refuses the requests of setup() and teardown() beyond the cap; the output counts them.
type cappedTransport struct {
	http.RoundTripper
	permit func(time.Time) bool
}

// RoundTrip sends a request, or refuses it.
func (t *cappedTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	if !t.permit(time.Now()) {
		return nil, errCapped
	}
	return t.RoundTripper.RoundTrip(request)
}

// errCapped is what a request beyond the cap gets.
var errCapped = fmt.Errorf("headroom: not sent, as there were more requests than safety.maxRatePerSecond permits: %w",
	errBlocked)

// answered follows the body of an answer to its last byte.
func (x *exchange) answered(response *http.Response) {
	x.got.status, x.got.header, x.protoMajor = response.StatusCode, response.Header, response.ProtoMajor
	if response.Body == nil || response.Body == http.NoBody || response.StatusCode == http.StatusSwitchingProtocols {
		x.end(&x.got, nil)
		return
	}
	outcome := statusOutcome(response.StatusCode)
	x.isShown = isFailing(outcome) && x.generator.samples.wants(x.key, outcome)
	response.Body = &recordedBody{ReadCloser: response.Body, exchange: x}
}

// recordedBody tells when the last byte of an answer has come.
type recordedBody struct {
	io.ReadCloser
	exchange *exchange
}

// Read reads on; the end of the body, or a fault in it, is the end of the request.
func (b *recordedBody) Read(into []byte) (int, error) {
	n, err := b.ReadCloser.Read(into)
	got := &b.exchange.got
	if b.exchange.isShown && n > 0 {
		part := into[:min(n, sampleCaptureBytes-len(got.body))]
		got.body = append(got.body, part...)
		got.truncated = got.truncated || len(part) < n
	}
	switch {
	case err == io.EOF: //nolint:errorlint // the reader's contract
		b.exchange.end(got, nil)
	case err != nil:
		b.exchange.end(got, err)
	}
	return n, err
}

// Close ends a request whose body was not read to its end: net/http does that with long bodies of redirects.
func (b *recordedBody) Close() error {
	b.exchange.end(&b.exchange.got, nil)
	return b.ReadCloser.Close()
}

// clientTrace is the trace of a request, and the request that has one. k6 sets a trace on each request; to hook into
// it costs a tenth of composing a second one.
func clientTrace(request *http.Request) (*httptrace.ClientTrace, *http.Request) {
	if trace := httptrace.ContextClientTrace(request.Context()); trace != nil {
		return trace, request
	}
	trace := new(httptrace.ClientTrace)
	return trace, request.WithContext(httptrace.WithClientTrace(request.Context(), trace))
}
