package headroom

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
)

// errBadURL does not repeat the URL: it may hold a key.
var errBadURL = errors.New("the target's URL can't be read")

// serviceHeader is where Azure ML's inference server tells how long run() took.
const serviceHeader = "X-Ms-Run-Fn-Exec-Ms"

// readBuffers are reused, so that reading a body allocates nothing.
var readBuffers = sync.Pool{New: func() any { return new([32 << 10]byte) }}

// reply is what came back for one request.
type reply struct {
	status     int // 0: no answer
	protoMajor int // of HTTP; 0: no answer
	outcome    string
	err        error
	header     http.Header
	shown      bool   // as a sample: its body is kept
	captured   []byte // the beginning of a body that is shown
	truncated  bool   // there was more of it
	serviceMs  float64
	location   *url.URL // where a redirect goes that is followed
}

// read takes an answer of an endpoint to its last byte.
func (s *sender) read(key cellKey, response *http.Response, err error) reply {
	if err != nil {
		return reply{outcome: failureClass(err), err: err, serviceMs: -1}
	}
	got := reply{
		status: response.StatusCode, protoMajor: response.ProtoMajor, header: response.Header,
		serviceMs: serviceTime(response.Header),
	}
	got.outcome = statusOutcome(got.status)
	got.shown = (isFailing(got.outcome) || isRedirect(got.outcome)) && s.generator.samples.wants(key, got.outcome)
	if got.err = got.readBody(response); got.err != nil {
		got.outcome = failureClass(got.err) // an answer that broke off is none
	}
	return got
}

// show sends a sample of a failing answer, if it is one of the first.
func (s *sender) show(key cellKey, got *reply, sent *http.Request) {
	if !got.shown && (got.err == nil || !isFailing(got.outcome) || !s.generator.samples.wants(key, got.outcome)) {
		return
	}
	s.generator.sample(answerSample{
		key: key, outcome: got.outcome, status: got.status, header: got.header,
		body: got.captured, truncated: got.truncated, err: got.err, request: sent,
	})
}

func (r *reply) readBody(response *http.Response) error {
	defer response.Body.Close()
	buffer := readBuffers.Get().(*[32 << 10]byte)
	defer readBuffers.Put(buffer)
	for {
		n, err := response.Body.Read(buffer[:])
		if r.shown && n > 0 {
			part := buffer[:min(n, sampleCaptureBytes-len(r.captured))]
			r.captured = append(r.captured, part...)
			r.truncated = r.truncated || len(part) < n
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// followedTo is where the answer redirects to, when that is to be followed and is a place.
func (s *sender) followedTo(response *http.Response, got *reply, shot *shot) *url.URL {
	if !shot.follow || got.err != nil || got.status < 300 || got.status > 399 {
		return nil
	}
	location, err := response.Location()
	if err != nil {
		return nil
	}
	return location
}

// serviceTime reads the time inside run(), in ms; negative where the server does not send it.
func serviceTime(header http.Header) float64 {
	text := header[serviceHeader]
	if len(text) == 0 {
		return -1
	}
	value, err := strconv.ParseFloat(text[0], 64)
	if err != nil || !(value >= 0) {
		return -1
	}
	return value
}

// statusOutcome is the outcome of an answer, without an allocation for the usual one.
func statusOutcome(status int) string {
	if status == http.StatusOK {
		return "200"
	}
	return strconv.Itoa(status)
}
