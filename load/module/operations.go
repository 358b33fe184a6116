package headroom

import (
	"net"
	"net/url"
	"strconv"
	"sync"
	"time"

	"go.k6.io/k6/v2/metrics"
)

// phaseTag is the tag by which every sample of an iteration tells its phase.
const phaseTag = "phase"

// arrivalMetadata is the name under which every sample of an iteration carries the number of its arrival. Metadata,
// unlike tags, makes no new time series in k6.
const arrivalMetadata = "headroom_arrival"

// iterationsKeptFor is how long an iteration can be found after its end: samples reach the output a little later.
const iterationsKeptFor = 5 * time.Second

// iterationRegistry finds the iteration that a sample belongs to.
type iterationRegistry struct {
	mu     sync.Mutex
	byText map[string]*iteration
	ended  []endedIteration // oldest first
}

type endedIteration struct {
	text string
	at   time.Time
}

func (r *iterationRegistry) began(it *iteration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byText == nil {
		r.byText = make(map[string]*iteration)
	}
	r.byText[it.text] = it
}

// finished keeps an iteration for a while longer, and forgets those whose time is over.
func (r *iterationRegistry) finished(it *iteration, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = append(r.ended, endedIteration{it.text, now})
	over := 0
	for over < len(r.ended) && now.Sub(r.ended[over].at) > iterationsKeptFor {
		delete(r.byText, r.ended[over].text)
		over++
	}
	r.ended = r.ended[over:]
}

func (r *iterationRegistry) of(metadata map[string]string) *iteration {
	text, marked := metadata[arrivalMetadata]
	if !marked {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.byText[text]
}

// beginIteration marks everything that a user sends and measures from now on with an arrival.
func (g *generator) beginIteration(u *user, it *iteration) {
	it.text = strconv.Itoa(it.number)
	phase := g.plan.Phases[it.key.phase].Name
	u.state.Tags.Modify(func(tags *metrics.TagsAndMeta) {
		tags.SetTag(phaseTag, phase)
		tags.SetMetadata(arrivalMetadata, it.text)
	})
	g.iterations.began(it)
	u.iteration.Store(it)
}

// endIteration ends that.
func (g *generator) endIteration(u *user, it *iteration) {
	u.iteration.Store(nil)
	g.iterations.finished(it, time.Now())
}

// operation is a WebSocket handshake or a gRPC call as k6 measured it: known only when it is over.
type operation struct {
	endedAt   time.Time
	elapsedMs float64
	outcome   string
	expected  bool
	err       error // why there was no answer
}

// bookOperation books an operation like a request. Nothing of it can be refused any more when the cap is exceeded:
// the load ends.
func (g *generator) bookOperation(it *iteration, of operation) {
	begunAt := of.endedAt.Add(-time.Duration(of.elapsedMs * float64(time.Millisecond)))
	key, latenessMs := it.operation(g, begunAt)
	g.permit(begunAt) // it was sent already; too many end the load
	g.book.requestBegan(key, begunAt)
	g.book.requestEnded(key, &requestRecord{
		begunAt: begunAt, outcome: of.outcome, unexpected: !of.expected,
		judgedOtherwise: of.expected != isOK(of.outcome), latencyMs: latenessMs + of.elapsedMs,
		firstByteMs: -1, bodyMs: -1, serviceMs: -1,
	})
	if isFailing(of.outcome) && g.samples.wants(of.outcome) {
		g.sample(answerSample{key: key, outcome: of.outcome, status: statusOf(of.outcome), err: of.err})
	}
}

func statusOf(outcome string) int {
	status, err := strconv.Atoi(outcome)
	if err != nil {
		return 0
	}
	return status
}

// grpcOperation reads a sample of grpc_req_duration.
func grpcOperation(sample metrics.Sample) operation {
	status, _ := sample.Tags.Get("status")
	return operation{
		endedAt: sample.Time, elapsedMs: sample.Value, outcome: "grpc:" + status, expected: status == "0",
	}
}

// webSocketOperation reads a sample of ws_connecting: the operation is the handshake, dial and TLS included. Without
// a status there was no answer; then the iteration's last dial tells why.
func webSocketOperation(sample metrics.Sample, it *iteration) operation {
	status, answered := sample.Tags.Get("status")
	took := time.Duration(sample.Value * float64(time.Millisecond))
	of := operation{endedAt: sample.Time.Add(took), elapsedMs: sample.Value, outcome: status, expected: status == "101"}
	if answered && status != "" {
		return of
	}
	address, _ := sample.Tags.Get("url")
	of.outcome, of.err = outcomeOfHandshake(address, it)
	return of
}

func outcomeOfHandshake(address string, it *iteration) (string, error) {
	target, err := url.Parse(address)
	if err != nil {
		return outcomeOther, err
	}
	if fault := it.dials.to(net.JoinHostPort(target.Hostname(), strconv.Itoa(int(portOf(target))))); fault != nil {
		return failureClass(fault), fault
	}
	if target.Scheme == "wss" {
		return outcomeTLS, nil
	}
	return outcomeReset, nil
}
