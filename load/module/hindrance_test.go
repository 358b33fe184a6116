package headroom

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestThrottlingAndPressureAreReadAsLinuxWritesThem(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"usage_usec 9\nnr_throttled 3\nthrottled_usec 2500000\n":    2500 * time.Millisecond,
		"nr_periods 7\nnr_throttled 3\nthrottled_time 1500000000\n": 1500 * time.Millisecond,
		"usage_usec 9\nuser_usec 4\nsystem_usec 5\nnice_usec 0\n":   -1,
	} {
		got, found := throttledIn(text)
		if found != (want >= 0) || (found && got != want) {
			t.Errorf("%q: %v, found %v", text, got, found)
		}
	}
	some := "some avg10=1.53 avg60=1.21 avg300=0.90 total=3000000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n"
	if got, found := pressureIn(some); !found || got != 3*time.Second {
		t.Errorf("pressure %v, found %v", got, found)
	}
}

func TestATimeCountsFromTheStartOfTheLoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cpu.stat")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("throttled_usec 4000000\n")
	counter := openCounter([]string{"/not/there", path}, throttledIn)
	write("throttled_usec 4750000\n")
	if got := counter.since(); got == nil || *got != 0.75 {
		t.Errorf("throttled for %v s, want 0.75", got)
	}
	if unknown := openCounter([]string{"/not/there"}, throttledIn); unknown.since() != nil {
		t.Error("a time that nothing tells is known")
	}
}
