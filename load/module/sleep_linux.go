package headroom

import (
	"syscall"
	"time"
)

// preciseMargin is the stretch before an arrival that is slept by the system: Go's timers have a grain of about 1 ms.
const preciseMargin = 1500 * time.Microsecond

// preciseSleep sleeps with the grain of the kernel's high-resolution timers, about 0.08 ms. A signal ends a sleep
// early (Go's scheduler sends some), so what is left is slept again.
func preciseSleep(wait time.Duration) {
	for until := time.Now().Add(wait); wait > 0; wait = time.Until(until) {
		request := syscall.NsecToTimespec(int64(wait))
		_ = syscall.Nanosleep(&request, nil) // the loop handles its only error, EINTR
	}
}
