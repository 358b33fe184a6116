package headroom

import (
	"syscall"
	"time"
)

// usage is what this process has taken from the machine.
type usage struct {
	cpuSeconds                  float64
	memoryBytes, memoryBytesMax int64
}

func readUsage() usage {
	var raw syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &raw); err != nil {
		return usage{}
	}
	cpu := time.Duration(raw.Utime.Nano() + raw.Stime.Nano())
	largest := int64(raw.Maxrss) * maxRSSUnit
	return usage{cpuSeconds: cpu.Seconds(), memoryBytes: memoryNow(largest), memoryBytesMax: largest}
}
