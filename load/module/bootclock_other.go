//go:build !linux

package headroom

import "time"

// bootClock is the system's clock, the only one here that runs on while the machine sleeps. Where it is set forward, that
// looks like a standstill.
func bootClock() time.Duration { return time.Duration(time.Now().UnixNano()) }
