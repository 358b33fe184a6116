package headroom

import (
	"context"
	"sync/atomic"
	"time"

	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/lib/executor"
	"go.k6.io/k6/v2/metrics"
)

// planExecutor drives the whole plan, all phases, on one clock.
type planExecutor struct {
	*executor.BaseExecutor
	config    *executorConfig
	state     *lib.ExecutionState
	generator *generator
	// iterations numbers them for exec.scenario.iterationInTest.
	iterations atomic.Uint64
}

// worker carries arrivals out: the sender of the built-in request, or the pool of virtual users.
type worker interface {
	// fire takes an arrival over, or refuses it because the cap on what is in flight is reached.
	fire(arrival) bool
	// stop forgets the arrivals that wait for a virtual user; they count as not started.
	stop()
	// idle is closed when nothing is in flight any more; it is asked for after the last arrival.
	idle() <-chan struct{}
}

// Run fires the plan. It starts after setup() has ended and returns when everything in flight has ended, or is cut.
func (e *planExecutor) Run(parent context.Context, _ chan<- metrics.SampleContainer) error {
	g := e.generator
	listenToSignals(g.ending)
	start, begins := g.awaitStart(parent)
	if !begins {
		return g.failure()
	}
	ctx, cut := context.WithCancel(e.withScenario(parent, start))
	defer cut()
	planned := newArrivals(g, start, e.pace())
	work, err := e.newWorker(ctx, planned)
	if err != nil {
		return err
	}
	g.begin(start)
	g.beat = startBeat(g, start) // until the end line: the tool takes a stream without gauges for a standstill
	dispatcher := &dispatcher{generator: g, worker: work, arrivals: planned}
	dispatcher.run(ctx)
	work.stop()
	e.drain(parent, work, cut)
	if parent.Err() == nil {
		g.ending.stop(whyEnded{reason: reasonComplete}) // whatever k6 finds wrong after this (thresholds, teardown()) is not the load
	}
	return g.failure()
}

// drain waits for what is in flight: at most graceSeconds after the plan's end, and no longer than a cut or k6 wants.
func (e *planExecutor) drain(parent context.Context, work worker, cut func()) {
	g := e.generator
	idle := work.idle()
	grace := time.NewTimer(seconds(g.plan.Limits.GraceSeconds))
	defer grace.Stop()
	select {
	case <-idle:
		return
	case <-grace.C:
	case <-g.ending.cut:
	case <-parent.Done():
	}
	cut()
	select {
	case <-idle:
	case <-time.After(cutBound):
	}
}

// cutBound is how long what was cut may take to notice.
const cutBound = time.Second

// newWorker makes what the plan's work needs, while the start is still ahead.
func (e *planExecutor) newWorker(ctx context.Context, planned *arrivals) (worker, error) {
	if e.generator.plan.Work.Kind == "request" {
		return newSender(ctx, e.generator)
	}
	return newPool(ctx, e, planned)
}

// pace holds the plan's arrivals to the permitted rate. The built-in request takes from the same bucket as all other
// requests; an iteration has one of its own, as what it sends is counted when it sends it.
func (e *planExecutor) pace() *rateCap {
	if e.generator.plan.Work.Kind == "request" {
		return e.generator.requestCap
	}
	return e.generator.share.rateCap(e.generator.plan.Limits.RequestsPerSecondMax)
}

// withScenario is what exec.scenario shows to scripts.
func (e *planExecutor) withScenario(ctx context.Context, start time.Time) context.Context {
	length := time.Duration(e.generator.plan.seconds()) * time.Second
	return lib.WithScenarioState(ctx, &lib.ScenarioState{
		Name: e.config.GetName(), Executor: executorType, StartTime: start,
		ProgressFn: func() (float64, []string) {
			return min(max(float64(time.Since(start))/float64(length), 0), 1), nil
		},
	})
}
