package headroom

import (
	"bytes"
	"os"
	"strconv"
)

// memoryNow is the resident memory of this process in bytes.
func memoryNow(int64) int64 {
	text, err := os.ReadFile("/proc/self/statm")
	fields := bytes.Fields(text)
	if err != nil || len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// maxRSSUnit: Linux gives the largest resident memory in kibibytes.
const maxRSSUnit = 1024
