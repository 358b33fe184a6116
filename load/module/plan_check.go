package headroom

import (
	"errors"
	"fmt"
	"slices"
)

// planSchemaVersion is the only form of the plan that this module understands.
const planSchemaVersion = 2

// validate tells the first thing in the document that can't be carried out.
func (d *planDocument) validate() error {
	plan := &d.Plan
	if plan.SchemaVersion != planSchemaVersion {
		return fmt.Errorf("schemaVersion is %d, this module knows %d", plan.SchemaVersion, planSchemaVersion)
	}
	if plan.Generator == "" {
		return errors.New("the generator needs a name")
	}
	if plan.StartAtMs != nil && (*plan.StartAtMs < 0 || *plan.StartAtMs%1000 != 0) {
		return fmt.Errorf("startAtMs %d is not a whole second", *plan.StartAtMs)
	}
	return errors.Join(
		d.Runner.check(), plan.checkPhases(), plan.Arrivals.check(), plan.Connections.check(), plan.Limits.check(), plan.checkWork(),
		plan.checkRetries(), d.checkEndpoints())
}

// checkPhases wants phases that follow each other from second 0 to the last second with arrivals.
func (p *loadPlan) checkPhases() error {
	next := 0
	for _, phase := range p.Phases {
		if phase.Name == "" || phase.FromSecond != next || phase.ToSecond <= phase.FromSecond {
			return fmt.Errorf("phase %q covers [%d, %d), expected one with a name from second %d on",
				phase.Name, phase.FromSecond, phase.ToSecond, next)
		}
		next = phase.ToSecond
	}
	if next == 0 || next != p.seconds() {
		return fmt.Errorf("phases cover %d seconds, arrivals.perSecond %d", next, p.seconds())
	}
	return nil
}

func (a *planArrivals) check() error {
	for second, count := range a.PerSecond {
		if count < 0 {
			return fmt.Errorf("second %d has %d arrivals", second, count)
		}
	}
	switch a.Placement {
	case "random", "even":
		if a.OffsetsMs != nil {
			return fmt.Errorf("offsetsMs belongs to placement exact, not %s", a.Placement)
		}
		return nil
	case "exact":
		return a.checkOffsets()
	default:
		return fmt.Errorf("placement %q is none of random, even, exact", a.Placement)
	}
}

func (a *planArrivals) checkOffsets() error {
	if len(a.OffsetsMs) != len(a.PerSecond) {
		return fmt.Errorf("offsetsMs has %d seconds, perSecond %d", len(a.OffsetsMs), len(a.PerSecond))
	}
	for second, offsets := range a.OffsetsMs {
		if len(offsets) != a.PerSecond[second] || !slices.IsSorted(offsets) {
			return fmt.Errorf("second %d has %d arrivals and %d offsets, which must ascend",
				second, a.PerSecond[second], len(offsets))
		}
		if len(offsets) > 0 && (offsets[0] < 0 || offsets[len(offsets)-1] >= 1000) {
			return fmt.Errorf("second %d has an offset outside [0, 1000) ms", second)
		}
	}
	return nil
}

func (c *planConnections) check() error {
	if !slices.Contains([]string{"reuse", "perUser", "new"}, c.Mode) {
		return fmt.Errorf("connections.mode %q is none of reuse, perUser, new", c.Mode)
	}
	if c.MaxAgeSeconds != nil && *c.MaxAgeSeconds <= 0 {
		return fmt.Errorf("connections.maxAgeSeconds is %v", *c.MaxAgeSeconds)
	}
	return nil
}

// checkRetries also refuses what has no clear meaning: which of the requests of a chain of redirects is tried again.
func (p *loadPlan) checkRetries() error {
	of := p.Retries
	if of == nil {
		return nil
	}
	if of.CountMax < 1 || of.BackoffMs < 0 || of.BackoffMaxMs < 0 || of.BackoffGrowth < 1 {
		return errors.New("retries need countMax and backoffGrowth from 1 on, and no pause below 0")
	}
	if of.JitterShare < 0 || of.JitterShare > 1 || (of.BudgetShare != nil && *of.BudgetShare < 0) {
		return errors.New("retries.jitterShare must lie in [0, 1], budgetShare not below 0")
	}
	for i := range p.Endpoints {
		if p.Endpoints[i].FollowRedirects {
			return fmt.Errorf("endpoint %q: retries with followRedirects are not possible", p.Endpoints[i].Name)
		}
	}
	return nil
}

func (l *planLimits) check() error {
	if l.InFlightMax < 1 || l.RequestsPerSecondMax <= 0 || l.GraceSeconds <= 0 {
		return errors.New("limits.inFlightMax, requestsPerSecondMax and graceSeconds must be positive")
	}
	stop := l.AutoStop
	if stop.MaxErrorShare <= 0 || stop.MaxErrorShare > 1 || stop.WindowSeconds < 1 || stop.OverdueMs <= 0 {
		return errors.New("limits.autoStop needs maxErrorShare in (0, 1], windowSeconds from 1 on, overdueMs above 0")
	}
	return nil
}

// checkWork wants a function for every endpoint: an arrival must have something to run.
func (p *loadPlan) checkWork() error {
	work := &p.Work
	switch work.Kind {
	case "request":
		return nil
	case "script":
		if work.UsersAtStart < 1 || work.UsersMax < work.UsersAtStart || work.FirstIterationMs <= 0 {
			return errors.New("work needs usersAtStart from 1 to usersMax, and firstIterationMs above 0")
		}
		for _, of := range work.Mix {
			if of.Exec == "" || of.Weight <= 0 {
				return fmt.Errorf("work.mix has %q with the weight %v, expected a function with one above 0", of.Exec, of.Weight)
			}
		}
		for i := range p.Endpoints {
			if work.weightOf(p.Endpoints[i].Name) == 0 {
				return fmt.Errorf("work.mix has no function for the endpoint %q", p.Endpoints[i].Name)
			}
		}
		return nil
	default:
		return fmt.Errorf("work.kind %q is none of request, script", work.Kind)
	}
}
