package headroom

import "fmt"

// autoStopLeast is how many requests a window needs before its share of failures says anything.
const autoStopLeast = 10

// loadOfSecond is what ended, and what is overdue, at one look.
type loadOfSecond struct{ ends, failedEnds, overdue int }

// autoStop decides when a load that mostly fails is ended. It looks at the seconds in which requests end, and at
// those that should have ended: an endpoint that hangs has no ends to look at.
type autoStop struct {
	rule   planAutoStop
	window []loadOfSecond // the last WindowSeconds looks, in a ring
	looks  int
}

func newAutoStop(rule planAutoStop) *autoStop {
	return &autoStop{rule: rule, window: make([]loadOfSecond, rule.WindowSeconds)}
}

// look is called once a second. It gives the reason to end the load, or "".
// Share = (failed ends of the window + overdue now) / (ends of the window + overdue now).
func (a *autoStop) look(now loadOfSecond) string {
	a.window[a.looks%len(a.window)] = now
	a.looks++
	if a.rule.MaxErrorShare >= 1 || a.looks < len(a.window) {
		return ""
	}
	failed, all := now.overdue, now.overdue
	for _, second := range a.window {
		failed += second.failedEnds
		all += second.ends
	}
	share := float64(failed) / float64(max(all, 1))
	if all < autoStopLeast || share < a.rule.MaxErrorShare {
		return ""
	}
	return fmt.Sprintf("%d of %d requests failed or are overdue (%d) over the last %d s",
		failed, all, now.overdue, len(a.window))
}
