package headroom

import (
	"net/http"
	"testing"
)

func TestSamplesAreTheFirstOfAPhaseAndOneOfEachFurtherSecond(t *testing.T) {
	var samples sampler
	taken := func(phase int, second int64, answers int) (shown int) {
		for range answers {
			if samples.wants(cellKey{second: second, phase: phase}, "503") {
				shown++
			}
		}
		return shown
	}
	for _, of := range []struct {
		phase  int
		second int64
		want   int
	}{{0, 10, samplesPerOutcome}, {0, 11, 1}, {0, 10, 0}, {1, 12, samplesPerOutcome}, {1, 13, 1}, {0, 13, 0}} {
		if got := taken(of.phase, of.second, 20); got != of.want {
			t.Errorf("phase %d, second %d: %d shown, want %d", of.phase, of.second, got, of.want)
		}
	}
	if !samples.wants(cellKey{second: 11}, "502") || !samples.wants(cellKey{second: 11, endpoint: 1}, "503") {
		t.Error("another outcome and another endpoint have places of their own")
	}
	for second := range int64(1000) {
		taken(1, 20+second, 1)
	}
	if len(samples.seconds) != 3 || samples.seconds[sampledKind{0, "503", -1}].count != sampledSeconds {
		t.Errorf("places are bounded: %v", samples.seconds)
	}
}

func TestARedirectIsShownWithWhereItLeads(t *testing.T) {
	target := startTarget(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Location", "https://x.example/login?state=private")
		w.WriteHeader(http.StatusFound)
	})
	samples := kind(sendAll(t, aPlan(target.URL, 1), 2), "sample")
	if len(samples) != 2 {
		t.Fatalf("%d samples", len(samples))
	}
	if headers := samples[0]["headers"].(map[string]any); headers["location"] != "https://x.example/login" {
		t.Errorf("headers %v", headers)
	}
}
