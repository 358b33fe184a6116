package headroom

import "time"

// beatInterval is how often this process looks whether it still runs.
const beatInterval = 50 * time.Millisecond

// stallLeast is the shortest standstill that is told.
const stallLeast = 200 * time.Millisecond

// beat flushes once a second, on whole seconds of the plan, and notices when the process or the machine stood still.
type beat struct{ done, ended chan struct{} }

func startBeat(g *generator, start time.Time) *beat {
	b := &beat{done: make(chan struct{}), ended: make(chan struct{})}
	go b.run(g, start)
	return b
}

func (b *beat) stop() {
	close(b.done)
	<-b.ended
}

func (b *beat) run(g *generator, start time.Time) {
	defer close(b.ended)
	ticker := time.NewTicker(beatInterval)
	defer ticker.Stop()
	decide := newAutoStop(g.plan.Limits.AutoStop)
	last := lookNow()
	nextFlush := start.Add(time.Second)
	for {
		select {
		case <-b.done:
			return
		case <-ticker.C:
		}
		looked := lookNow()
		if stoodStill := standstill(last, looked); stoodStill >= stallLeast {
			fromMs := g.steady(last.at).UnixMilli()
			g.stream.send(&stallLine{
				lineHead: g.head("stall"), FromMs: fromMs, ToMs: fromMs + stoodStill.Milliseconds(),
			})
		}
		last = looked
		now := looked.at
		if now.Before(nextFlush) {
			continue
		}
		g.flush()
		if facts := decide.look(g.gauge(now)); facts != nil {
			g.ending.stop(whyEnded{reason: reasonAutoStop, autoStop: facts})
		}
		nextFlush = nextFlush.Add(now.Sub(nextFlush).Truncate(time.Second) + time.Second)
	}
}

// look is a moment at which this process ran.
type look struct {
	at        time.Time
	sinceBoot time.Duration
}

func lookNow() look { return look{at: time.Now(), sinceBoot: bootClock()} }

// standstill is how much longer than planned the time between two looks was, with the time in which the machine slept.
func standstill(last, now look) time.Duration {
	return max(now.at.Sub(last.at), now.sinceBoot-last.sinceBoot) - beatInterval
}
