//go:build !linux

package headroom

import "time"

// preciseMargin is zero: there is no sleep here that is finer than Go's timers.
const preciseMargin = 0

func preciseSleep(wait time.Duration) {
	if wait > 0 {
		time.Sleep(wait)
	}
}
