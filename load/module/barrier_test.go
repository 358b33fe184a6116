package headroom

import (
	"fmt"
	"testing"
	"time"
)

// startRunners starts k6 once for each share of a plan.
func startRunners(t *testing.T, count int, makePlan func() *planDocument) []*k6Run {
	t.Helper()
	runs := make([]*k6Run, count)
	for index := range runs {
		document := makePlan()
		document.Plan.Generator = "runner"
		document.Runner = &runnerShare{Index: &index, Count: count}
		runs[index] = startK6(t, document, requestScript)
	}
	return runs
}

func always(map[string]any) bool { return true }

func TestRunnersWaitForOneStartAndFireThePlanTogether(t *testing.T) {
	target := startTarget(t, ok)
	plan := func() *planDocument { return aPlan(target.URL, 20, 0, 35) }
	runs := startRunners(t, 3, plan)
	for _, run := range runs {
		run.await("armed", always)
	}
	if target.count() != 0 {
		t.Error("a runner fired before the start was given")
	}
	startMs := time.Now().Truncate(time.Second).Add(2 * time.Second).UnixMilli()
	bySecond := map[int]int{}
	for _, run := range runs {
		run.say(fmt.Sprintf("start %d", startMs))
	}
	for index, run := range runs {
		lines, code := run.wait()
		last := end(t, lines)
		if code != 0 || last["reason"] != "complete" || last["generator"] != fmt.Sprintf("runner-%d", index) {
			t.Errorf("exit code %d, end line %v", code, last)
		}
		if want := (share{index, 3}).of(55); field(last, "planned") != want || field(last, "fired") != want {
			t.Errorf("runner %d: end line %v, its share is %d", index, last, want)
		}
		if header := kind(lines, "header")[0]; int64(field(header, "startedAtMs")) != startMs {
			t.Errorf("runner %d began at %v, not at %d", index, header["startedAtMs"], startMs)
		}
		for _, line := range kind(lines, "counts") {
			bySecond[field(line, "second")-int(startMs/1000)] += field(line, "arrivals")
		}
	}
	if bySecond[0] != 20 || bySecond[1] != 0 || bySecond[2] != 35 || target.count() != 55 {
		t.Errorf("arrivals by second %v, the target counted %d", bySecond, target.count())
	}
}

func TestARunnerThatIsToldToStopBeforeItsStartFiresNothing(t *testing.T) {
	target := startTarget(t, ok)
	runs := startRunners(t, 2, func() *planDocument { return aPlan(target.URL, 5) })
	for _, run := range runs {
		run.await("armed", always)
	}
	runs[0].say("stop")
	runs[1].control.Close()
	for index, reason := range []string{"stopped", "toolGone"} {
		lines, _ := runs[index].wait()
		if last := end(t, lines); last["reason"] != reason || field(last, "fired") != 0 || field(last, "notStarted") == 0 {
			t.Errorf("end line %v, want reason %s", last, reason)
		}
	}
	if target.count() != 0 {
		t.Errorf("%d requests", target.count())
	}
}
