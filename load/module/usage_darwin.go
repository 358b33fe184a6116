package headroom

// memoryNow: macOS tells the resident memory of now only through a C interface; the largest so far stands for it.
func memoryNow(largestBytes int64) int64 { return largestBytes }

// maxRSSUnit: macOS gives the largest resident memory in bytes.
const maxRSSUnit = 1
