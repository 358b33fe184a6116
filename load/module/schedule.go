package headroom

import (
	"math/rand/v2"
	"slices"
	"time"
)

// schedule places the arrivals of a plan, one second at a time: memory does not grow with the plan.
type schedule struct {
	arrivals *planArrivals
	seed     uint64
	offsets  []time.Duration // of the second last asked for
}

// second gives the offsets inside one second of the plan, ascending. The slice is valid until the next call.
//
//   - random: uniform by the generator PCG of math/rand/v2, seeded by (seed, second), so that a second's arrivals do
//     not depend on any other second. Uniform places of a Poisson count are a Poisson process.
//   - even: arrival k of n at (k + 0.5)/n, the middle of its share.
//   - exact: as the plan says.
func (s *schedule) second(second int) []time.Duration {
	count := s.arrivals.PerSecond[second]
	s.offsets = slices.Grow(s.offsets[:0], count)[:count]
	switch s.arrivals.Placement {
	case "even":
		for k := range s.offsets {
			s.offsets[k] = time.Duration((float64(k) + 0.5) / float64(count) * float64(time.Second))
		}
	case "exact":
		for k, offsetMs := range s.arrivals.OffsetsMs[second] {
			s.offsets[k] = time.Duration(offsetMs * float64(time.Millisecond))
		}
	default:
		random := rand.New(rand.NewPCG(s.seed, uint64(second)))
		for k := range s.offsets {
			s.offsets[k] = time.Duration(random.Int64N(int64(time.Second)))
		}
		slices.Sort(s.offsets)
	}
	return s.offsets
}
