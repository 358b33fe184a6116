package headroom

import (
	"context"
	"time"
)

// precisePerSecond is the rate below which the last stretch of each wait is slept by the system instead of Go's
// timers, whose grain is 1 ms. Above it the extra CPU is worth more than the half millisecond.
const precisePerSecond = 1000

// coarseWait is the shortest wait at such rates: a timer for each arrival costs a busy process more than the arrival,
// and on an idle one Go's timers are five times as coarse.
const coarseWait = 200 * time.Microsecond

// dispatcher fires each arrival at its own time. Behind schedule it fires late, one after the other, and skips none.
type dispatcher struct {
	generator *generator
	worker    worker
	arrivals  *arrivals
	now       time.Time // read last: what is due by it needs no further look at the clock
}

// run goes through the plan until its end, a stop, or the end of k6.
func (d *dispatcher) run(ctx context.Context) {
	for {
		due, perSecond, more := d.arrivals.next()
		if !more {
			break
		}
		if !d.waitUntil(ctx, due, perSecond < precisePerSecond) {
			return
		}
		taken, isDue := d.arrivals.take(d.now)
		if !isDue {
			continue // a virtual user took it meanwhile
		}
		if !d.keepPace(ctx) {
			return
		}
		if !d.worker.fire(taken) {
			d.arrivals.drop(taken, d.now)
		}
	}
	d.waitUntil(ctx, d.arrivals.start.Add(time.Duration(d.generator.plan.seconds())*time.Second), false)
}

// keepPace holds arrivals back that come all at once after this process stood still: the endpoint gets them at the
// rate that the config permits, and their lateness says so.
func (d *dispatcher) keepPace(ctx context.Context) bool {
	wait := d.arrivals.pace.reserve(d.now)
	return wait == 0 || d.waitUntil(ctx, d.now.Add(wait), false)
}

// waitUntil waits for a moment; false means that the load is over.
func (d *dispatcher) waitUntil(ctx context.Context, moment time.Time, precise bool) bool {
	if d.now.Before(moment) && !d.sleepUntil(ctx, moment, precise) {
		return false
	}
	return !d.generator.ending.isStopped() && ctx.Err() == nil
}

// sleepUntil sleeps and looks at the clock; false means that the load is over.
func (d *dispatcher) sleepUntil(ctx context.Context, moment time.Time, precise bool) bool {
	wait := time.Until(moment)
	switch {
	case precise:
		wait -= preciseMargin
	case wait > 0:
		wait = max(wait, coarseWait)
	}
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-d.generator.ending.stopped:
			return false
		case <-ctx.Done():
			return false
		}
	}
	if precise {
		preciseSleep(time.Until(moment))
	}
	d.now = time.Now()
	return true
}
