package headroom

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// hindrances is what kept this process from the CPU since the load began: a limit on its container, and other work on
// the same node. Both are told by files of Linux; where there are none, nothing is known.
type hindrances struct{ throttled, pressure counterFile }

func newHindrances() hindrances {
	return hindrances{throttled: openCounter(throttleFiles, throttledIn), pressure: openCounter(pressureFiles, pressureIn)}
}

// throttleFiles hold how long the limit on the CPU of this container held it back: cgroup v2, then v1.
var throttleFiles = []string{"/sys/fs/cgroup/cpu.stat", "/sys/fs/cgroup/cpu/cpu.stat"}

// pressureFiles hold how long some task waited for a CPU: of the whole node.
var pressureFiles = []string{"/proc/pressure/cpu"}

// counterFile is a time that only grows, as one of the files tells it.
type counterFile struct {
	path  string // "": none of the files tells it
	read  func(text string) (time.Duration, bool)
	first time.Duration
}

func openCounter(paths []string, read func(string) (time.Duration, bool)) counterFile {
	for _, path := range paths {
		if first, found := counterIn(path, read); found {
			return counterFile{path: path, read: read, first: first}
		}
	}
	return counterFile{}
}

func counterIn(path string, read func(string) (time.Duration, bool)) (time.Duration, bool) {
	text, err := os.ReadFile(path)
	if err != nil {
		return 0, false
	}
	return read(string(text))
}

// since is the time in seconds since the file was opened; nil: nothing tells it.
func (c counterFile) since() *float64 {
	if c.path == "" {
		return nil
	}
	now, found := counterIn(c.path, c.read)
	if !found {
		return nil
	}
	passed := (now - c.first).Seconds()
	return &passed
}

// throttledIn reads cpu.stat: throttled_usec (cgroup v2) or throttled_time, in nanoseconds (v1).
func throttledIn(text string) (time.Duration, bool) {
	for _, line := range strings.Split(text, "\n") {
		name, value, _ := strings.Cut(line, " ")
		unit, known := map[string]time.Duration{"throttled_usec": time.Microsecond, "throttled_time": time.Nanosecond}[name]
		if !known {
			continue
		}
		if number, err := strconv.ParseInt(value, 10, 64); err == nil {
			return time.Duration(number) * unit, true
		}
	}
	return 0, false
}

// pressureIn reads the total of the line "some avg10=… total=<microseconds>".
func pressureIn(text string) (time.Duration, bool) {
	line, _, _ := strings.Cut(text, "\n")
	_, total, found := strings.Cut(line, "total=")
	if !found || !strings.HasPrefix(line, "some ") {
		return 0, false
	}
	number, err := strconv.ParseInt(strings.TrimSpace(total), 10, 64)
	return time.Duration(number) * time.Microsecond, err == nil
}
