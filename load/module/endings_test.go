package headroom

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"syscall"
	"testing"
	"time"
)

// slowTarget answers after a while, or when the test ends.
func slowTarget(t *testing.T, after time.Duration) *countingTarget {
	t.Helper()
	return startTarget(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does net/http notice that the client is gone
		select {
		case <-time.After(after):
			ok(w, r)
		case <-r.Context().Done():
		}
	})
}

// longPlan is 30/s for a minute: each test ends it long before.
func longPlan(target string) *planDocument {
	document := aPlan(target, make([]int, 60)...)
	for second := range document.Plan.Arrivals.PerSecond {
		document.Plan.Arrivals.PerSecond[second] = 30
	}
	return document
}

func someInFlight(line map[string]any) bool { return field(line, "inFlight") > 0 }

// ended checks what holds for every load that was ended before its time.
func ended(t *testing.T, lines []map[string]any, reason string, target *countingTarget) map[string]any {
	t.Helper()
	last := end(t, lines)
	if last["reason"] != reason {
		t.Errorf("reason %v (%v), want %s", last["reason"], last["detail"], reason)
	}
	if field(last, "planned") != field(last, "fired")+field(last, "dropped")+field(last, "notStarted") {
		t.Errorf("the arrivals do not add up: %v", last)
	}
	if field(last, "notStarted") == 0 || field(last, "fired") == 0 {
		t.Errorf("this load ended before its time: %v", last)
	}
	if field(last, "requests") != field(last, "ended") || target.count() != field(last, "requests") {
		t.Errorf("the target counted %d, end line %v", target.count(), last)
	}
	return last
}

func TestStopLetsRequestsInFlightFinish(t *testing.T) {
	target := slowTarget(t, 300*time.Millisecond)
	run := startK6(t, longPlan(target.URL), requestScript)
	run.await("gauge", someInFlight)
	run.say("stop")
	lines, code := run.wait()
	last := ended(t, lines, "stopped", target)
	if code != 0 || field(last, "cut") != 0 || outcomes(lines)["200"] != field(last, "requests") {
		t.Errorf("exit code %d, outcomes %v, end line %v", code, outcomes(lines), last)
	}
}

func TestCutEndsRequestsInFlight(t *testing.T) {
	target := slowTarget(t, time.Minute)
	run := startK6(t, longPlan(target.URL), requestScript)
	run.await("gauge", someInFlight)
	run.say("cut")
	lines, code := run.wait()
	last := ended(t, lines, "stopped", target)
	if code != 0 || field(last, "cut") == 0 || outcomes(lines)["canceled"] != field(last, "cut") {
		t.Errorf("exit code %d, outcomes %v, end line %v", code, outcomes(lines), last)
	}
}

func TestAToolThatIsGoneEndsTheLoad(t *testing.T) {
	target := slowTarget(t, time.Minute)
	run := startK6(t, longPlan(target.URL), requestScript)
	run.await("gauge", someInFlight)
	gone := time.Now()
	run.control.Close()
	lines, _ := run.wait()
	if took := time.Since(gone); took > 2500*time.Millisecond {
		t.Errorf("k6 stayed for %v", took)
	}
	if last := ended(t, lines, "toolGone", target); field(last, "cut") == 0 {
		t.Errorf("end line %v", last)
	}
}

func TestAToolThatIsGoneEndsSetupToo(t *testing.T) {
	run := startK6(t, longPlan("http://127.0.0.1:9"), `import 'k6/x/headroom';
import { sleep } from 'k6';
export const options = { setupTimeout: '60s', scenarios: { load: { executor: 'headroom' } } };
export function setup() { console.log('in setup'); sleep(50); }
export default function () {}`)
	awaitFile(t, run.log, "in setup")
	gone := time.Now()
	run.control.Close()
	run.wait0()
	if took := time.Since(gone); took > 2500*time.Millisecond {
		t.Errorf("k6 stayed for %v", took)
	}
}

func TestTheFirstSignalStopsTheSecondCuts(t *testing.T) {
	target := slowTarget(t, time.Minute)
	run := startK6(t, longPlan(target.URL), requestScript)
	run.await("gauge", someInFlight)
	signalK6(t, run, syscall.SIGINT)
	before := -1
	run.await("gauge", func(line map[string]any) bool { // nothing new starts any more
		same := field(line, "inFlight") == before
		before = field(line, "inFlight")
		return same
	})
	signalK6(t, run, syscall.SIGTERM)
	lines, code := run.wait()
	last := ended(t, lines, "signal", target)
	if code != 0 || field(last, "cut") != field(last, "requests") {
		t.Errorf("exit code %d, end line %v", code, last)
	}
}

func TestAnEndpointThatHangsStopsTheLoad(t *testing.T) {
	target := slowTarget(t, time.Minute)
	document := longPlan(target.URL)
	document.Plan.Endpoints[0].TimeoutMs = 2000
	document.Plan.Limits.AutoStop = planAutoStop{MaxErrorShare: 0.9, WindowSeconds: 2, OverdueMs: 500}
	lines, code := startK6(t, document, requestScript).wait()
	ended(t, lines, "autoStop", target)
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
}

func signalK6(t *testing.T, run *k6Run, signal syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(run.command.Process.Pid, signal); err != nil {
		t.Fatal(err)
	}
}

// awaitFile waits until a file has a text.
func awaitFile(t *testing.T, path, text string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if content, err := os.ReadFile(path); err == nil && bytes.Contains(content, []byte(text)) {
			return
		}
	}
	t.Fatalf("%s never had %q", path, text)
}

// wait0 waits for a k6 whose stream may be empty, and gives its exit code.
func (r *k6Run) wait0() int {
	_ = r.command.Wait()
	<-r.read
	return r.command.ProcessState.ExitCode()
}
