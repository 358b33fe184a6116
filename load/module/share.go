package headroom

import (
	"errors"
	"fmt"
	"math"
)

// runnerShare says which part of the plan this process fires, where several share it: of all arrivals of the plan,
// numbered from 0 in their order, those whose number leaves Index when it is divided by Count. Places, endpoints,
// payloads and numbers stay those of the whole plan, so all runners together fire exactly what one process would.
// Its other side is runs/schema/load-plan.ts.
type runnerShare struct {
	Index *int `json:"index"` // from 0; nil: the environment of the pod says
	Count int  `json:"count"`
}

// share is a runnerShare whose index is known. The whole plan is share{0, 1}.
type share struct{ index, count int }

var wholePlan = share{0, 1}

func (r *runnerShare) check() error {
	if r == nil {
		return nil
	}
	if r.Index == nil {
		return errors.New("runner.index is not given, and no pod of an indexed Job says it")
	}
	if *r.Index < 0 || *r.Index >= r.Count {
		return fmt.Errorf("runner.index %d is not below runner.count %d", *r.Index, r.Count)
	}
	return nil
}

// takeShare makes the document this runner's: its name, its limits, its part of the virtual users.
func (d *planDocument) takeShare() share {
	if d.Runner == nil {
		return wholePlan
	}
	part := share{index: *d.Runner.Index, count: d.Runner.Count}
	d.Plan.Generator = fmt.Sprintf("%s-%d", d.Plan.Generator, part.index)
	d.Plan.Limits = part.limits(d.Plan.Limits)
	d.Plan.Work = part.work(d.Plan.Work)
	return part
}

// owns tells whether an arrival with this number is one of this share.
func (s share) owns(number int) bool { return number%s.count == s.index }

// of is the part of a whole number that falls to this share: the parts of all runners add up to it.
func (s share) of(whole int) int {
	part := whole / s.count
	if s.index < whole%s.count {
		part++
	}
	return part
}

// limits are the caps of this runner: those of all runners add up to the plan's. What fails is judged by the tool, over
// all runners: a part of the answers says little.
func (s share) limits(whole planLimits) planLimits {
	if s.count == 1 {
		return whole
	}
	whole.InFlightMax = max(s.of(whole.InFlightMax), 1)
	whole.AutoStop.MaxErrorShare = 1
	return whole
}

// work shares the virtual users out. A runner needs one at least.
func (s share) work(whole planWork) planWork {
	if whole.Kind == "script" {
		whole.UsersAtStart = max(s.of(whole.UsersAtStart), 1)
		whole.UsersMax = max(s.of(whole.UsersMax), 1)
	}
	return whole
}

// rateCap is this share of the bucket for requests, and room for one more: what passes the whole bucket passes its
// parts, as a runner has at most one arrival more than its share of any stretch of the plan.
func (s share) rateCap(perSecond float64) *rateCap {
	whole := newRateCap(perSecond)
	if s.count == 1 {
		return whole
	}
	part := float64(s.count)
	capacity := whole.capacity/part + 1
	return &rateCap{perSecond: perSecond / part, capacity: capacity, tokens: math.Min(whole.tokens, capacity)}
}
