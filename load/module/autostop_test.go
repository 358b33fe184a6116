package headroom

import "testing"

// looksUntilStop is how many looks auto-stop takes at the same second until it ends the load; 0: it never does.
func looksUntilStop(rule planAutoStop, second loadOfSecond) int {
	decide := newAutoStop(rule)
	for look := 1; look <= 100; look++ {
		if decide.look(second) != nil {
			return look
		}
	}
	return 0
}

func TestAutoStop(t *testing.T) {
	rule := planAutoStop{MaxErrorShare: 0.9, WindowSeconds: 5, OverdueMs: 1000}
	cases := map[string]struct {
		second loadOfSecond
		want   int
	}{
		"all is well":                 {loadOfSecond{ends: 50}, 0},
		"refused: all ends fail":      {loadOfSecond{ends: 50, failedEnds: 50}, 5},
		"hung: nothing ends":          {loadOfSecond{overdue: 400}, 5},
		"slow, but it answers":        {loadOfSecond{ends: 50, overdue: 20}, 0},
		"mixed, below the share":      {loadOfSecond{ends: 50, failedEnds: 44}, 0},
		"mixed with hung ones":        {loadOfSecond{ends: 10, failedEnds: 8, overdue: 60}, 5},
		"too few to say":              {loadOfSecond{ends: 1, failedEnds: 1}, 0},
		"few, but enough in a window": {loadOfSecond{ends: 2, failedEnds: 2}, 5},
		"no load at all":              {loadOfSecond{}, 0},
	}
	for name, one := range cases {
		if got := looksUntilStop(rule, one.second); got != one.want {
			t.Errorf("%s: ended at look %d, want %d", name, got, one.want)
		}
	}
}

func TestAutoStopForgetsWhatIsOlderThanItsWindow(t *testing.T) {
	decide := newAutoStop(planAutoStop{MaxErrorShare: 0.5, WindowSeconds: 3, OverdueMs: 1000})
	for _, second := range []loadOfSecond{{ends: 90}, {ends: 9, failedEnds: 9}, {ends: 9, failedEnds: 9}} {
		if facts := decide.look(second); facts != nil {
			t.Fatalf("ended: %+v", facts)
		}
	}
	facts := decide.look(loadOfSecond{ends: 9, failedEnds: 9, overdue: 2})
	if want := (autoStopFacts{Failed: 29, Requests: 29, Overdue: 2, WindowSeconds: 3}); facts == nil || *facts != want {
		t.Errorf("facts %+v, want %+v", facts, want)
	}
}

func TestAShareOfOneNeverStops(t *testing.T) {
	rule := planAutoStop{MaxErrorShare: 1, WindowSeconds: 1, OverdueMs: 1000}
	if got := looksUntilStop(rule, loadOfSecond{ends: 50, failedEnds: 50}); got != 0 {
		t.Errorf("ended at look %d", got)
	}
}
