package headroom

import (
	"time"

	"golang.org/x/sys/unix"
)

// bootClock runs on while the machine sleeps, which Go's monotonic clock does not, and does not move when the system's clock
// is set.
func bootClock() time.Duration {
	var at unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &at) != nil {
		return 0 // a kernel before 2.6.39: a machine that sleeps is not noticed
	}
	return time.Duration(at.Nano())
}
