package headroom

import (
	"math"
	"time"
)

// usersReserve is how many users beyond the need are kept.
const usersReserve = 2

// growAheadSeconds is how far the grower looks into the plan.
const growAheadSeconds = 2

// growMargin is for iterations that take longer than their mean.
const growMargin = 1.1

// growInterval is how often the grower looks without a hint.
const growInterval = 50 * time.Millisecond

// lateDispatch is from when on an arrival is late by the dispatcher's doing: this process, or the machine, was busy.
const lateDispatch = 10 * time.Millisecond

// catchUpPatience is how long arrivals that come together because of that wait for the users that there are. More
// users would only burden the machine further; what waits longer lacks users all the same.
const catchUpPatience = time.Second

// noteLateness remembers when an arrival was dispatched late. Needs the lock.
func (p *pool) noteLateness(a *arrivalInQueue) {
	if a.since.Sub(a.planned) > lateDispatch {
		p.lastLate = a.since
	}
}

// isCatchingUp tells that arrivals wait for users only because the dispatcher was late. Needs the lock.
func (p *pool) isCatchingUp(now time.Time) bool {
	return now.Sub(p.lastLate) < catchUpPatience &&
		(len(p.waiting) == 0 || now.Sub(p.waiting[0].since) < catchUpPatience)
}

// hintGrow wakes the grower.
func (p *pool) hintGrow() {
	select {
	case p.grow <- struct{}{}:
	default:
	}
}

// grower makes users, one after the other, until the load is over. Making one takes from under a millisecond to some
// ten, by the size of the script; two growers are no faster, measured.
func (p *pool) grower() {
	defer p.running.Done()
	ticker := time.NewTicker(growInterval)
	defer ticker.Stop()
	for {
		if p.lacksUsers(time.Now()) {
			vu, err := p.executor.state.GetUnplannedVU(p.ctx, p.executor.GetLogger())
			if err != nil {
				if p.ctx.Err() == nil {
					p.generator.abort(err)
				}
				return
			}
			p.adopt(vu)
			continue
		}
		if p.finished() {
			return
		}
		select {
		case <-p.grow:
		case <-ticker.C:
		case <-p.ctx.Done():
			return
		}
	}
}

// finished tells that no arrival can come any more that would need a new user.
func (p *pool) finished() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stopped && (len(p.waiting) == 0 || p.built >= p.usersMax || p.generator.ending.isStopped())
}

// lacksUsers tells whether another user is needed, now or for what the plan has next.
func (p *pool) lacksUsers(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.built >= p.usersMax || p.ctx.Err() != nil || p.generator.ending.isStopped() {
		return false
	}
	if p.stopped {
		return len(p.waiting) > 0
	}
	if p.built < p.usersFor(p.peakAhead(now)) {
		return true
	}
	return p.built < p.busy+len(p.waiting)+usersReserve && !p.isCatchingUp(now)
}

// usersFor is how many users a rate needs: rate x mean time of an iteration (Little's law), with a margin.
func (p *pool) usersFor(perSecond int) int {
	return int(math.Ceil(float64(perSecond)*p.iterationMs/1000*growMargin)) + usersReserve
}

// peakAhead is the highest planned rate from now on.
func (p *pool) peakAhead(now time.Time) int {
	perSecond := p.generator.plan.Arrivals.PerSecond
	from := int(max(now.Sub(p.planned.start), 0) / time.Second)
	peak := 0
	for second := from; second <= from+growAheadSeconds && second < len(perSecond); second++ {
		peak = max(peak, perSecond[second])
	}
	return peak
}
