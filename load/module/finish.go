package headroom

import (
	"context"
	"time"
)

// finish sends what is left and the end line, and waits until the reader has them, at most writerBound.
// It is called when k6 has nothing more to do; failure is the error that k6 ends with.
func (g *generator) finish(failure error) {
	g.endOnce.Do(func() {
		if g.beat != nil {
			g.beat.stop()
		}
		g.stream.begin(g.header(time.Now().Truncate(time.Second))) // a load that never began still has its end line
		g.flush()
		if failure != nil {
			g.ending.stop(whyEnded{reason: reasonAborted, detail: failure.Error()})
		}
		g.ending.stop(whyEnded{reason: reasonComplete})
		g.sendEnd()
		g.stream.close(writerBound)
	})
}

// sendEnd waits for room, as the end line must not be the one that is lost.
func (g *generator) sendEnd() {
	ctx, cancel := context.WithTimeout(context.Background(), writerBound)
	defer cancel()
	for g.stream.room() == 0 && ctx.Err() == nil {
		time.Sleep(time.Millisecond)
	}
	g.stream.send(g.endLine())
}

func (g *generator) endLine() *endLine {
	why := g.ending.why()
	sum := g.book.sum()
	lines, lost := g.stream.counted()
	usage := readUsage()
	endedAt := g.steady(time.Now())
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.thresholds == nil {
		g.thresholds = []thresholdLine{}
	}
	return &endLine{
		lineHead: g.head("end"), Reason: why.reason, Detail: g.redact.message(why.detail),
		AutoStop: why.autoStop, RequestsPerSecondMax: why.requestsPerSecondMax,
		Planned: g.planned, Fired: sum.fired, Dropped: sum.dropped, NotStarted: g.planned - sum.fired - sum.dropped,
		Requests: sum.requests, Ended: sum.ended, Cut: sum.cut, Exceptions: sum.exceptions,
		Retries: sum.retries,
		Refused: int(g.refusals.Load()), Lines: lines + 1, LinesLost: lost,
		CPUSeconds: usage.cpuSeconds, MemoryBytesMax: usage.memoryBytesMax,
		EndedAtMs: endedAt.UnixMilli(), Thresholds: g.thresholds, SetupRequests: int(g.setupRequests.Load()),
	}
}

// abort ends the load with an error that k6 must end with, such as that of exec.test.abort().
func (g *generator) abort(fault error) {
	g.mu.Lock()
	if g.fault == nil {
		g.fault = fault
	}
	g.mu.Unlock()
	g.ending.stop(whyEnded{reason: reasonAborted, detail: fault.Error()})
	g.ending.cutNow()
}

// failure is what k6 must end with; nil for every load that ended in order.
func (g *generator) failure() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.fault
}
