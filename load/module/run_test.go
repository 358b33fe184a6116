package headroom

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestThePlanIsFiredWhole(t *testing.T) {
	target := startTarget(t, ok)
	document := aPlan(target.URL, 20, 0, 35)
	document.Plan.Phases = []planPhase{{"first", 0, 1}, {"second", 1, 3}}
	lines, code := startK6(t, document, requestScript).wait()
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	if lines[0]["kind"] != "header" || field(lines[0], "startedAtMs")%1000 != 0 {
		t.Errorf("the first line is %v", lines[0])
	}
	started := field(lines[0], "startedAtMs") / 1000
	bySecond := map[int]int{}
	for _, line := range kind(lines, "counts") {
		second := field(line, "second") - started
		bySecond[second] += field(line, "arrivals")
		if phase := line["phase"]; (second == 0) != (phase == "first") {
			t.Errorf("second %d has phase %v", second, phase)
		}
	}
	if bySecond[0] != 20 || bySecond[1] != 0 || bySecond[2] != 35 {
		t.Errorf("arrivals by second: %v", bySecond)
	}
	last := end(t, lines)
	if got := outcomes(lines); got["200"] != 55 || len(got) != 1 || target.count() != 55 {
		t.Errorf("outcomes %v, the target counted %d", got, target.count())
	}
	if last["reason"] != "complete" || field(last, "planned") != 55 || field(last, "fired") != 55 ||
		field(last, "requests") != 55 || field(last, "ended") != 55 || field(last, "notStarted") != 0 {
		t.Errorf("end line %v", last)
	}
}

func TestAScriptRunsOnFewUsersThatGrow(t *testing.T) {
	target := startTarget(t, func(w http.ResponseWriter, r *http.Request) { time.Sleep(200 * time.Millisecond); ok(w, r) })
	document := aPlan(target.URL, 5, 100)
	document.Plan.Work = planWork{Kind: "script", UsersAtStart: 1, UsersMax: 200, FirstIterationMs: 200}
	lines, code := startK6(t, document, `import 'k6/x/headroom';
import http from 'k6/http';
import exec from 'k6/execution';
export const options = { scenarios: { load: { executor: 'headroom' } } };
export default function () {
  http.get('`+target.URL+`');
  if (exec.scenario.iterationInTest % 10 === 3) throw new Error('every tenth');
}`).wait()
	last := end(t, lines)
	if code != 0 || last["reason"] != "complete" || field(last, "fired") != 105 || target.count() != 105 {
		t.Errorf("exit code %d, end line %v, the target counted %d", code, last, target.count())
	}
	if field(last, "exceptions") < 10 || total(kind(lines, "counts"), "exceptions") != field(last, "exceptions") {
		t.Errorf("end line %v", last)
	}
	faults := kind(lines, "exception")
	if len(faults) != 1 || !strings.Contains(faults[0]["message"].(string), "every tenth") {
		t.Fatalf("exceptions %v", faults)
	}
	if frame := faults[0]["stack"].([]any)[0].(string); !strings.Contains(frame, "entry.js:7:") {
		t.Errorf("the stack begins with %q", frame)
	}
	users := 0
	for _, gauge := range kind(lines, "gauge") {
		users = max(users, field(gauge, "virtualUsers"))
	}
	if users < 20 { // how many more there may be is held by the tests of lacksUsers, on no clock of this machine
		t.Errorf("%d virtual users, 100/s of 200 ms need 20", users)
	}
}

func TestAScriptsLoadEndsWithItsLastIteration(t *testing.T) {
	slow := func(w http.ResponseWriter, r *http.Request) { time.Sleep(500 * time.Millisecond); ok(w, r) }
	target := startTarget(t, slow)
	document := aPlan(target.URL, 10)
	document.Plan.Limits.GraceSeconds = 30
	document.Plan.Work = planWork{Kind: "script", UsersAtStart: 10, UsersMax: 20, FirstIterationMs: 500}
	lines, _ := startK6(t, document, `import 'k6/x/headroom';
import http from 'k6/http';
export const options = { scenarios: { load: { executor: 'headroom' } } };
export default function () { http.get('`+target.URL+`'); }`).wait()
	last := end(t, lines)
	if field(last, "ended") != 10 {
		t.Errorf("end line %v", last)
	}
	graceEndsAtMs := field(lines[0], "startedAtMs") + 31_000
	if field(last, "endedAtMs") >= graceEndsAtMs {
		t.Error("users that were busy at the end of the plan held the load until its grace was over")
	}
}
