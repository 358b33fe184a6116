package headroom

import "math"

// sketchScale is the finest scale of planner/stats/sketch.ts: a quantile is at most 0.55 % off.
const sketchScale = 6

// sketch collects values >= 0 in a base-2 exponential histogram: bucket i holds (b^i, b^(i+1)], b = 2^(1/64).
// The zero value is empty and ready. It is the sketchOf of planner/stats/sketch.ts, filled one by one.
type sketch struct {
	offset    int // bucket of counts[0]
	counts    []uint32
	zeroCount int
	count     int
	sum       float64
	min, max  float64
}

// add collects one value; a negative one (a clock's grain) counts as zero.
func (s *sketch) add(value float64) {
	if !(value > 0) {
		value = 0
	}
	if s.count == 0 || value < s.min {
		s.min = value
	}
	if s.count == 0 || value > s.max {
		s.max = value
	}
	s.count++
	s.sum += value
	if value == 0 {
		s.zeroCount++
		return
	}
	s.bucket(int(math.Ceil(math.Log2(value)*(1<<sketchScale))) - 1)
}

// bucket counts one value in bucket i and widens the row of counts where it must, with room to spare.
func (s *sketch) bucket(i int) {
	const room = 1 << sketchScale
	switch {
	case s.counts == nil:
		s.offset = i - room/2
		s.counts = make([]uint32, room)
	case i < s.offset:
		wider := make([]uint32, len(s.counts)+s.offset-i+room)
		copy(wider[s.offset-i+room:], s.counts)
		s.counts, s.offset = wider, i-room
	case i >= s.offset+len(s.counts):
		wider := make([]uint32, i-s.offset+room)
		copy(wider, s.counts)
		s.counts = wider
	}
	s.counts[i-s.offset]++
}

// line is the sketch as the stream has it, without the empty ends of its row; nil when nothing was collected.
func (s *sketch) line() *sketchLine {
	if s == nil || s.count == 0 {
		return nil
	}
	first, last := 0, len(s.counts)
	for first < last && s.counts[first] == 0 {
		first++
	}
	for last > first && s.counts[last-1] == 0 {
		last--
	}
	row := &sketchLine{
		Scale: sketchScale, Counts: s.counts[first:last], ZeroCount: s.zeroCount, Count: s.count,
		Sum: toNanos(s.sum), Min: toNanos(s.min), Max: toNanos(s.max),
	}
	if len(row.Counts) == 0 {
		row.Counts = []uint32{} // [] and not null
		return row
	}
	row.Offset = s.offset + first
	return row
}

// toNanos rounds milliseconds to the nanosecond: more digits are the noise of adding.
func toNanos(valueMs float64) float64 { return math.Round(valueMs*1e6) / 1e6 }
