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
	part     share
	number   int             // of the next arrival in the whole plan
	spots    []spot          // of the second last asked for
	offsets  []time.Duration // of the same
	turns    []int           // of each endpoint: its arrivals before
}

// spot is where an arrival lies in its second, and which endpoint it goes to.
type spot struct {
	offset   time.Duration
	endpoint int
	number   int // in the whole plan, from 0
	turn     int // of the arrivals of this endpoint in the whole plan, from 0
}

// second gives this share's arrivals of one second of the plan in their order. Asked for second by second. The slice is
// valid until the next call.
func (s *schedule) second(second int) []spot {
	offsets := s.offsetsOf(second)
	s.spots = slices.Grow(s.spots[:0], len(offsets))[:len(offsets)]
	for k := range s.spots {
		s.spots[k] = spot{offset: offsets[k]}
	}
	s.share(second)
	return s.own()
}

// own numbers the arrivals of a second and keeps those of this share.
func (s *schedule) own() []spot {
	first := s.number
	s.number += len(s.spots)
	own := s.spots[:0]
	for k, at := range s.spots {
		at.number = first + k
		if s.part.owns(at.number) {
			own = append(own, at)
		}
	}
	return own
}

// endpointStream keeps the draws of endpoints apart from those that place arrivals in their second.
const endpointStream = 1 << 62

// share gives each arrival of a second its endpoint. The plan says how many go to each; which ones is drawn by (seed,
// second), every order as likely as any other.
func (s *schedule) share(second int) {
	next := 0
	for endpoint, counts := range s.arrivals.PerEndpoint {
		for range counts[second] {
			s.spots[next].endpoint = endpoint
			next++
		}
	}
	if len(s.arrivals.PerEndpoint) > 1 {
		rand.New(rand.NewPCG(s.seed, endpointStream^uint64(second))).Shuffle(len(s.spots), func(i, j int) {
			s.spots[i].endpoint, s.spots[j].endpoint = s.spots[j].endpoint, s.spots[i].endpoint
		})
	}
	if s.turns == nil {
		s.turns = make([]int, len(s.arrivals.PerEndpoint))
	}
	for k := range s.spots {
		of := &s.spots[k]
		of.turn = s.turns[of.endpoint]
		s.turns[of.endpoint]++
	}
}

// offsetsOf gives the offsets inside one second of the plan, ascending.
//
//   - random: uniform by the generator PCG of math/rand/v2, seeded by (seed, second), so that a second's arrivals do
//     not depend on any other second. Uniform places of a Poisson count are a Poisson process.
//   - even: arrival k of n at (k + 0.5)/n, the middle of its share.
//   - exact: as the plan says.
func (s *schedule) offsetsOf(second int) []time.Duration {
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
