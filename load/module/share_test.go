package headroom

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// sharedPlan is a plan of two endpoints with counts drawn by a seed.
func sharedPlan(seed uint64, placement string) *planArrivals {
	random := rand.New(rand.NewPCG(seed, 1))
	plan := &planArrivals{Placement: placement, PerSecond: make([]int, 12), PerEndpoint: [][]int{make([]int, 12), make([]int, 12)}}
	for second := range plan.PerSecond {
		first, other := random.IntN(30), random.IntN(9)
		plan.PerEndpoint[0][second], plan.PerEndpoint[1][second] = first, other
		plan.PerSecond[second] = first + other
	}
	return plan
}

// spotsOf are all arrivals of a share, second by second.
func spotsOf(plan *planArrivals, seed uint64, part share) [][]spot {
	places := &schedule{arrivals: plan, seed: seed, part: part}
	all := make([][]spot, len(plan.PerSecond))
	for second := range plan.PerSecond {
		all[second] = slices.Clone(places.second(second))
	}
	return all
}

func TestTheSharesOfAllRunnersAreThePlan(t *testing.T) {
	for seed := range uint64(20) {
		for _, placement := range []string{"random", "even"} {
			plan := sharedPlan(seed, placement)
			whole := spotsOf(plan, seed, wholePlan)
			for _, count := range []int{1, 2, 3, 7, 50} {
				together := make([][]spot, len(whole))
				for index := range count {
					part := share{index, count}
					for second, spots := range spotsOf(plan, seed, part) {
						together[second] = append(together[second], spots...)
						if most := plan.PerSecond[second]/count + 1; len(spots) > most {
							t.Fatalf("runner %d of %d has %d arrivals of second %d, at most %d are its share", index, count, len(spots), second, most)
						}
					}
				}
				for second := range whole {
					slices.SortFunc(together[second], func(a, b spot) int { return a.number - b.number })
					if !slices.Equal(together[second], whole[second]) {
						t.Fatalf("%d runners, %s, seed %d: second %d differs from the whole plan", count, placement, seed, second)
					}
				}
			}
		}
	}
}

func TestWholeNumbersAreSharedOutWithoutARest(t *testing.T) {
	for _, count := range []int{1, 2, 3, 8, 50} {
		for _, whole := range []int{0, 1, 7, 50, 10_001} {
			sum := 0
			for index := range count {
				sum += share{index, count}.of(whole)
			}
			if sum != whole {
				t.Errorf("%d runners share %d out as %d", count, whole, sum)
			}
		}
	}
}

// What the bucket of the whole plan lets through, those of the runners let through: their arrivals are every n-th one.
func TestASharedCapRefusesNothingThatTheWholeOneLetsPass(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	for _, perSecond := range []float64{4, 60, 900} {
		for _, count := range []int{2, 5, 40} {
			whole, parts := newRateCap(perSecond), make([]*rateCap, count)
			for index := range parts {
				parts[index] = share{index, count}.rateCap(perSecond)
			}
			now := timeZero()
			passed := 0
			for range int(perSecond) * 30 {
				now = now.Add(time.Duration(random.ExpFloat64() / perSecond / 1.2 * float64(time.Second)))
				if !whole.take(now) {
					continue // a fifth more than permitted: some are refused
				}
				if !parts[passed%count].take(now) {
					t.Fatalf("%v/s, %d runners: the %d. request was refused by its runner alone", perSecond, count, passed)
				}
				passed++
			}
		}
	}
}

func TestCapsOfAllRunnersAddUpToThePlans(t *testing.T) {
	whole := planLimits{InFlightMax: 103, AutoStop: planAutoStop{MaxErrorShare: 0.5}}
	work := planWork{Kind: "script", UsersAtStart: 12, UsersMax: 50}
	inFlight, users := 0, 0
	perSecond := 0.0
	for index := range 8 {
		part := share{index, 8}
		inFlight += part.limits(whole).InFlightMax
		users += part.work(work).UsersMax
		perSecond += part.rateCap(200).perSecond
		if part.limits(whole).AutoStop.MaxErrorShare != 1 {
			t.Error("a runner stops by what it alone sees")
		}
	}
	if inFlight != 103 || users != 50 || perSecond != 200 {
		t.Errorf("in flight %d of 103, users %d of 50, requests %v/s of 200", inFlight, users, perSecond)
	}
}
