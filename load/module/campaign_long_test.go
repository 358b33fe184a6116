//go:build long

package headroom

import (
	"math/rand/v2"
	"net/http"
	"slices"
	"syscall"
	"testing"
	"time"
)

// campaignRuns is how many loads of random shape are fired.
const campaignRuns = 20

// Counts of 20 loads of random shape up to 2,000/s equal the target's own, in total; by planned second they equal the
// plan. In every second load k6 stands still for a while, in every third one nobody reads the stream until late.
func TestCountsOfRandomLoadsEqualTheTargets(t *testing.T) {
	for number := range campaignRuns {
		random := rand.New(rand.NewPCG(9, uint64(number)))
		top := []int{50, 300, 1000, 2000}[random.IntN(4)]
		perSecond := make([]int, 4+random.IntN(3))
		for second := range perSecond {
			perSecond[second] = random.IntN(top + 1)
		}
		answerAfter := []time.Duration{0, 20 * time.Millisecond, 300 * time.Millisecond}[random.IntN(3)]
		target := startTarget(t, func(w http.ResponseWriter, r *http.Request) { time.Sleep(answerAfter); ok(w, r) })
		run := prepareK6(t, aPlan(target.URL, perSecond...), requestScript)
		if number%3 != 0 {
			go run.readStream()
		}
		for target.count() == 0 {
			time.Sleep(10 * time.Millisecond)
		}
		if number%2 == 1 {
			standStill(t, run, time.Duration(300+random.IntN(1700))*time.Millisecond)
		}
		if number%3 == 0 {
			time.Sleep(time.Duration(2+random.IntN(4)) * time.Second)
			go run.readStream()
		}
		lines, code := run.wait()
		last := end(t, lines)
		if code != 0 || last["reason"] != "complete" || field(last, "linesLost") != 0 {
			t.Errorf("run %d: exit code %d, end line %v", number, code, last)
		}
		if planned := arrivalsBySecond(lines, len(perSecond)); !slices.Equal(planned, perSecond) {
			t.Errorf("run %d: arrivals by second %v, planned %v", number, planned, perSecond)
		}
		if got := outcomes(lines)["200"]; got != target.count() || got != field(last, "planned") {
			t.Errorf("run %d: %d answers, the target counted %d of %v planned", number, got, target.count(), last["planned"])
		}
		target.Close()
	}
}

// standStill stops k6 for a while; nothing can be awaited in it.
func standStill(t *testing.T, run *k6Run, wait time.Duration) {
	t.Helper()
	signalK6(t, run, syscall.SIGSTOP)
	time.Sleep(wait)
	signalK6(t, run, syscall.SIGCONT)
}

func arrivalsBySecond(lines []map[string]any, seconds int) []int {
	started := field(lines[0], "startedAtMs") / 1000
	bySecond := make([]int, seconds)
	for _, line := range kind(lines, "counts") {
		bySecond[field(line, "second")-started] += field(line, "arrivals")
	}
	return bySecond
}
