package headroom

import "time"

// writerBound is how long the end waits for a reader that stands still.
const writerBound = 3 * time.Second

// flush sends a line for every second and phase that changed. Counts that the queue has no room for stay in the book
// and come with a later line.
func (g *generator) flush() {
	if since, some := g.stream.lostSpan(); some {
		g.stream.send(&lostLine{
			lineHead: g.head("lost"), FromMs: g.steady(since).UnixMilli(), ToMs: g.steady(time.Now()).UnixMilli(),
			Reason: "the reader of the stream was slower than the load",
		})
	}
	const spare = 8 // for the gauge, and for what comes between this and the sending
	for _, taken := range g.book.take(g.stream.room() - spare) {
		g.stream.send(g.countsLine(taken))
	}
	for _, taken := range g.script.take(g.stream.room() - spare) {
		g.stream.send(g.scriptLine(taken))
	}
}

func (g *generator) countsLine(taken keyedCell) *countsLine {
	of := taken.cell
	out := &countsLine{
		lineHead: g.head("counts"), lineSource: g.source(taken.key),
		Arrivals: of.arrivals, Dropped: of.dropped, Exceptions: of.exceptions, Requests: of.requests,
		Unexpected: of.unexpected, JudgedOtherwise: of.judgedOtherwise, Connections: of.connections, Resent: of.resent,
		Retries: of.retries, TriesMs: sketchLines(of.tries),
		Outcomes:   make(map[string]int, len(of.outcomes)),
		LatenessMs: of.lateness.line(), UserWaitMs: of.userWait.line(),
		ConnectMs: of.connect.line(), TLSMs: of.tls.line(),
		FirstByteMs: of.firstByte.line(), BodyMs: of.body.line(), ServiceMs: of.service.line(),
	}
	if len(of.outcomes) > 0 {
		out.LatencyMs = make(map[string]*sketchLine, len(of.outcomes))
	}
	for outcome, ended := range of.outcomes {
		out.Outcomes[outcome] = ended.count
		out.LatencyMs[outcome] = ended.latency.line()
	}
	return out
}

// sketchLines is nil for no sketch: the line leaves it out.
func sketchLines(of map[string]*sketch) map[string]*sketchLine {
	if len(of) == 0 {
		return nil
	}
	lines := make(map[string]*sketchLine, len(of))
	for name, each := range of {
		lines[name] = each.line()
	}
	return lines
}

// gauge sends the state of this process, and gives auto-stop what it looks at.
func (g *generator) gauge(now time.Time) loadOfSecond {
	overdueBefore := now.Add(-time.Duration(g.plan.Limits.AutoStop.OverdueMs * float64(time.Millisecond)))
	ends, failedEnds, inFlight, overdue := g.book.load(overdueBefore)
	pool := poolGauge{}
	if g.gauges != nil {
		pool = g.gauges()
		inFlight = max(inFlight, pool.inFlight)
	}
	usage := readUsage()
	g.stream.send(&gaugeLine{
		lineHead: g.head("gauge"), AtMs: g.steady(now).UnixMilli(), InFlight: inFlight, Overdue: overdue,
		VirtualUsers: pool.users, VirtualUsersMax: pool.usersMax, Queued: pool.queued,
		CPUSeconds: usage.cpuSeconds, MemoryBytes: usage.memoryBytes,
		ThrottledSeconds: g.hindered.throttled.since(), CPUPressureSeconds: g.hindered.pressure.since(),
	})
	return loadOfSecond{ends: ends, failedEnds: failedEnds, overdue: overdue}
}
