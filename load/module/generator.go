package headroom

import (
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// generator ties the parts of one load together. A process has one: k6 makes the executor, the output and the JS
// module on its own, each without a way to hand something to the others.
type generator struct {
	document   *planDocument
	plan       *loadPlan
	share      share // of the plan, that this process fires
	starts     startBook
	book       *book
	stream     *stream
	ending     *ending
	users      userRegistry
	fence      *fence
	redact     *redactor
	samples    sampler
	exceptions exceptionBook
	script     *scriptBook
	sharing    sharing

	// hasOperations: the script may use WebSocket or gRPC.
	hasOperations bool

	scriptSender scriptSender
	// requestCap counts every request that is not an arrival of the plan; those are paced by the dispatcher.
	requestCap *rateCap

	startedAt time.Time // when second 0 of the plan begins, with a monotonic reading; zero before the load

	// setupRequests counts what setup() sent.
	setupRequests atomic.Int64
	// refusals counts connections that the fence refused.
	refusals    atomic.Int64
	refusedBook refusedBook

	mu         sync.Mutex
	planned    int
	thresholds []thresholdLine
	fault      error // what the script ended the load with
	endOnce    sync.Once
	noteOnce   sync.Once        // of the options that are not used
	gauges     func() poolGauge // from the pool of virtual users; nil without one
	beat       *beat            // nil before the load
	hindered   hindrances       // what kept this process from the CPU
}

// poolGauge is the state of the pool of virtual users.
type poolGauge struct{ users, usersMax, queued, inFlight int }

// newGenerator makes a generator for a plan. Lines go to the stream, which the caller has opened.
func newGenerator(document *planDocument, out *stream, end *ending) *generator {
	part := document.takeShare()
	return &generator{
		document:   document,
		plan:       &document.Plan,
		share:      part,
		starts:     newStartBook(),
		book:       newBook(),
		script:     newScriptBook(),
		stream:     out,
		ending:     end,
		requestCap: part.rateCap(document.Plan.Limits.RequestsPerSecondMax),
		planned:    part.of(document.Plan.planned()),
		redact:     newRedactor(document.Secret.valuesToRedact()),
	}
}

// valuesToRedact are all values that no line, log or error text may show.
func (s *loadSecret) valuesToRedact() []string {
	values := append([]string{}, s.Redact...)
	for _, value := range s.Secrets {
		values = append(values, value)
	}
	if s.ClientCertificate != nil {
		values = append(values, s.ClientCertificate.KeyPem)
	}
	for _, of := range s.Endpoints {
		values = append(values, urlSecrets(of.URL)...)
	}
	return values
}

// generatorFromEnvironment reads the plan and opens the other two descriptors. Without a plan it gives nil: then the
// binary is plain k6.
func generatorFromEnvironment() (*generator, error) {
	document, err := documentFromEnvironment()
	if document == nil || err != nil {
		return nil, err
	}
	streamFile, err := streamFromEnvironment()
	if err != nil {
		return nil, err
	}
	end := newEnding(func() { os.Exit(exitToolGone) })
	g := newGenerator(document, newStream(streamFile, queueLines), end)
	follow, err := g.ordersFromEnvironment()
	if err != nil {
		return nil, err
	}
	variables := []string{planVariable, streamVariable, controlVariable, bundleVariable, leaseVariable, accountVariable}
	for _, variable := range variables {
		if err := os.Unsetenv(variable); err != nil {
			return nil, err
		}
	}
	capGRPC(g.permit)
	if err := g.fenceProcess(); err != nil {
		return nil, err
	}
	go follow()
	return g, nil
}

// ordersFromEnvironment is how the orders of the tool come: by a Lease to a pod, else by a descriptor.
func (g *generator) ordersFromEnvironment() (follow func(), err error) {
	if _, found := os.LookupEnv(leaseVariable); found {
		lease, err := leaseFromEnvironment(g)
		if err != nil {
			return nil, err
		}
		g.stream.keep(keptBytes)
		return lease.follow, nil
	}
	control, err := inheritedFile(controlVariable, "control")
	return func() { g.listenToTool(control) }, err
}

// unknownOrder notes an order that this module does not know: the tool is of another version.
func (g *generator) unknownOrder(order string) {
	g.stream.send(&noteLine{lineHead: g.head("note"), Code: "unknownOrder", Names: []string{order}})
}

// head begins a line.
func (g *generator) head(kind string) lineHead {
	return lineHead{Kind: kind, Generator: g.plan.Generator}
}

// source tells where a line's counts belong.
func (g *generator) source(key cellKey) lineSource {
	return lineSource{
		Second: key.second, Endpoint: g.plan.Endpoints[key.endpoint].Name, Phase: g.plan.Phases[key.phase].Name,
	}
}

// keyOf is the cell of a second of the plan, for the arrivals of one endpoint.
func (g *generator) keyOf(planSecond, endpoint int) cellKey {
	return cellKey{
		second: g.startedAt.Unix() + int64(planSecond), phase: g.plan.phaseAt(planSecond), endpoint: endpoint,
	}
}

// keyOfLater is the cell of a request that follows another one of the same arrival: it counts in the second that sends
// it, and in the phase and to the endpoint that its arrival belongs to.
func (g *generator) keyOfLater(of cellKey, now time.Time) cellKey {
	of.second = g.startedAt.Unix() + int64(now.Sub(g.startedAt)/time.Second)
	return of
}

// permit lets one more request pass under requestsPerSecondMax. One too many is not sent, and ends the load.
func (g *generator) permit(now time.Time) bool {
	if g.requestCap.take(now) {
		return true
	}
	g.ending.stop(whyEnded{reason: reasonCap, requestsPerSecondMax: g.plan.Limits.RequestsPerSecondMax})
	return false
}

// begin fixes the start and sends the header.
func (g *generator) begin(startedAt time.Time) {
	g.mu.Lock()
	g.startedAt = startedAt
	g.mu.Unlock()
	g.hindered = newHindrances()
	g.stream.begin(g.header(startedAt))
}

// steady is a moment as lines tell it: by the system's clock when the load began, and from then on by the monotonic one, as
// the seconds of the plan. A clock that is set meanwhile moves no line to another second.
func (g *generator) steady(moment time.Time) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.startedAt.IsZero() {
		return moment
	}
	return g.startedAt.Add(moment.Sub(g.startedAt))
}

func (g *generator) header(startedAt time.Time) *headerLine {
	return &headerLine{
		lineHead:      g.head("header"),
		SchemaVersion: streamSchemaVersion,
		Module:        moduleVersion,
		StartedAtMs:   startedAt.UnixMilli(),
	}
}

// startTime is when second 0 of the plan begins: as the plan says, or at the next whole second. It keeps the
// monotonic reading of the given moment, so that a clock that is set during the load moves nothing.
func (g *generator) startTime(now time.Time) time.Time {
	start := now.Truncate(time.Second).Add(time.Second)
	if g.plan.StartAtMs != nil {
		start = time.UnixMilli(*g.plan.StartAtMs)
	}
	return now.Add(start.Sub(now.Round(0)))
}
