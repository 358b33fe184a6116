package headroom

import (
	"testing"
	"time"
	"unsafe"
)

func TestAStandstillIsTheTimeBeyondTheInterval(t *testing.T) {
	last := look{at: time.Now(), sinceBoot: time.Hour}
	ran := look{at: last.at.Add(700 * time.Millisecond), sinceBoot: last.sinceBoot + 700*time.Millisecond}
	if got := standstill(last, ran); got != 650*time.Millisecond {
		t.Errorf("got %v", got)
	}
}

func TestAMachineThatSleptStoodStill(t *testing.T) {
	last := look{at: time.Now(), sinceBoot: time.Hour}
	woken := look{at: last.at.Add(beatInterval), sinceBoot: last.sinceBoot + time.Minute}
	if got := standstill(last, woken); got != time.Minute-beatInterval {
		t.Errorf("got %v", got)
	}
}

// clockSet is the same moment read after the system's clock was set by so many seconds: its wall reading alone moves.
func clockSet(t *testing.T, moment time.Time, seconds int64) time.Time {
	t.Helper()
	moved := moment
	// The first word of a time with a monotonic reading holds its wall seconds above 30 bits of nanoseconds.
	*(*uint64)(unsafe.Pointer(&moved)) += uint64(seconds << 30)
	if moved.Sub(moment) != 0 || moved.Unix()-moment.Unix() != seconds {
		t.Fatalf("time.Time has another layout: %v is %v later than %v", moved, moved.Sub(moment), moment)
	}
	return moved
}

func TestLinesKeepTheirSecondWhenTheClockIsSet(t *testing.T) {
	g, _ := aGenerator(t, aPlan("http://127.0.0.1:9", 5))
	start := time.Now()
	g.begin(start)
	later := start.Add(1500 * time.Millisecond)
	for _, seconds := range []int64{0, 60, -60} {
		got := g.steady(clockSet(t, later, seconds))
		if got.UnixMilli() != later.UnixMilli() {
			t.Errorf("set by %d s: %v, expected %v", seconds, got, later)
		}
	}
}

func TestAClockThatIsSetIsNoStandstill(t *testing.T) {
	last := look{at: time.Now(), sinceBoot: time.Hour}
	at := clockSet(t, last.at.Add(beatInterval), 6)
	if got := standstill(last, look{at: at, sinceBoot: last.sinceBoot + beatInterval}); got != 0 {
		t.Errorf("got %v", got)
	}
}
