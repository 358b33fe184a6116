package headroom

// autoStopLeast is how many requests a window needs before its share of failures says anything.
const autoStopLeast = 10

// loadOfSecond is what ended, and what is overdue, at one look.
type loadOfSecond struct{ ends, failedEnds, overdue int }

// autoStopFacts are what a load was ended for: of the requests of a window so many failed or are overdue.
type autoStopFacts struct {
	Failed        int `json:"failed"`
	Requests      int `json:"requests"`
	Overdue       int `json:"overdue"` // of the failed ones
	WindowSeconds int `json:"windowSeconds"`
}

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

// look is called once a second. It gives what ends the load, or nil.
// Share = (failed ends of the window + overdue now) / (ends of the window + overdue now).
func (a *autoStop) look(now loadOfSecond) *autoStopFacts {
	a.window[a.looks%len(a.window)] = now
	a.looks++
	if a.rule.MaxErrorShare >= 1 || a.looks < len(a.window) {
		return nil
	}
	failed, all := now.overdue, now.overdue
	for _, second := range a.window {
		failed += second.failedEnds
		all += second.ends
	}
	share := float64(failed) / float64(max(all, 1))
	if all < autoStopLeast || share < a.rule.MaxErrorShare {
		return nil
	}
	return &autoStopFacts{Failed: failed, Requests: all, Overdue: now.overdue, WindowSeconds: len(a.window)}
}
