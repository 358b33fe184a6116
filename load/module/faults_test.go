package headroom

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAScriptThatAbortsKeepsItsExitCode(t *testing.T) {
	target := startTarget(t, ok)
	document := longPlan(target.URL)
	document.Plan.Work = planWork{Kind: "script", UsersAtStart: 2, UsersMax: 10, FirstIterationMs: 100}
	lines, code := startK6(t, document, `import 'k6/x/headroom';
import exec from 'k6/execution';
export const options = { scenarios: { load: { executor: 'headroom' } } };
export default function () { if (exec.scenario.iterationInTest === 5) exec.test.abort('enough'); }`).wait()
	last := end(t, lines)
	if code != 108 || last["reason"] != "aborted" || !strings.Contains(last["detail"].(string), "enough") {
		t.Errorf("exit code %d, end line %v", code, last)
	}
}

func TestAFaultOfSetupHasItsEndLine(t *testing.T) {
	lines, code := startK6(t, longPlan("http://127.0.0.1:9"), `import 'k6/x/headroom';
export const options = { scenarios: { load: { executor: 'headroom' } } };
export function setup() { throw new Error('no key'); }
export default function () {}`).wait()
	last := end(t, lines)
	if code != 107 || last["reason"] != "aborted" || field(last, "notStarted") != field(last, "planned") ||
		!strings.Contains(last["detail"].(string), "no key") {
		t.Errorf("exit code %d, end line %v", code, last)
	}
}

func TestAPlanThatIsNotUnderstoodIsRefused(t *testing.T) {
	document := aPlan("http://127.0.0.1:9", 1)
	document.Plan.Arrivals.Placement = "anywhere"
	run := startK6(t, document, requestScript)
	if code := run.wait0(); code == 0 {
		t.Error("k6 ran")
	}
	text, err := os.ReadFile(run.log)
	if err != nil {
		t.Fatal(err)
	}
	if said := run.errors.String() + string(text); !strings.Contains(said, "is none of random, even, exact") {
		t.Errorf("k6 said %q", said)
	}
}

func TestCrossedThresholdsDoNotMakeACompleteLoadAborted(t *testing.T) {
	document := aPlan("http://127.0.0.1:9", 5)
	document.Plan.Work = planWork{Kind: "script", UsersAtStart: 1, UsersMax: 10, FirstIterationMs: 100}
	lines, code := startK6(t, document, `import 'k6/x/headroom';
import { Counter } from 'k6/metrics';
const done = new Counter('done');
export const options = { thresholds: { done: ['count > 100'] }, scenarios: { load: { executor: 'headroom' } } };
export default function () { done.add(1); }`).wait()
	if last := end(t, lines); code != 99 || last["reason"] != "complete" || field(last, "fired") != 5 {
		t.Errorf("exit code %d, end line %v", code, last)
	}
}

func TestAGeneratorThatStoodStillSendsAllLate(t *testing.T) {
	target := startTarget(t, ok)
	run := startK6(t, aPlan(target.URL, 40, 40, 40), requestScript)
	run.await("gauge", func(map[string]any) bool { return true })
	signalK6(t, run, syscall.SIGSTOP)
	time.Sleep(700 * time.Millisecond) // the standstill itself: nothing can be awaited
	signalK6(t, run, syscall.SIGCONT)
	lines, _ := run.wait()
	last := end(t, lines)
	if last["reason"] != "complete" || field(last, "fired") != 120 || target.count() != 120 {
		t.Errorf("the target counted %d, end line %v", target.count(), last)
	}
	stalls := kind(lines, "stall")
	if len(stalls) == 0 || field(stalls[0], "toMs")-field(stalls[0], "fromMs") < 500 {
		t.Errorf("stalls %v", stalls)
	}
	latest := 0.0
	for _, counts := range kind(lines, "counts") {
		if lateness, found := counts["latenessMs"].(map[string]any); found {
			latest = max(latest, lateness["max"].(float64))
		}
	}
	if latest < 300 {
		t.Errorf("the largest lateness is %v ms", latest)
	}
}

func TestAReaderThatStandsStillDoesNotTouchTheLoad(t *testing.T) {
	target := startTarget(t, ok)
	run := prepareK6(t, aPlan(target.URL, 50, 50, 50), requestScript)
	for target.count() < 150 {
		time.Sleep(10 * time.Millisecond)
	}
	go run.readStream() // only now
	lines, code := run.wait()
	last := end(t, lines)
	if code != 0 || field(last, "ended") != 150 || outcomes(lines)["200"] != 150 || field(last, "linesLost") != 0 {
		t.Errorf("exit code %d, end line %v", code, last)
	}
}

func TestWhatIsOverTheCapIsDroppedAndSaid(t *testing.T) {
	target := slowTarget(t, 500*time.Millisecond)
	document := aPlan(target.URL, 60)
	document.Plan.Limits.InFlightMax = 5
	lines, _ := startK6(t, document, requestScript).wait()
	last := end(t, lines)
	dropped := field(last, "dropped")
	if dropped < 30 || field(last, "fired")+dropped != 60 || total(kind(lines, "counts"), "dropped") != dropped {
		t.Errorf("end line %v", last)
	}
}
