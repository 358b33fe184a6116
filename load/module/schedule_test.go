package headroom

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func timeZero() time.Time { return time.Unix(1_700_000_000, 0) }

// poisson draws a Poisson count by adding exponential gaps.
func poisson(random *rand.Rand, mean float64) int {
	count := 0
	for at := random.ExpFloat64(); at < mean; at += random.ExpFloat64() {
		count++
	}
	return count
}

// offsetsOf lists a whole plan's arrivals, as time since its start.
func offsetsOf(arrivals *planArrivals, seed uint64) []time.Duration {
	var all []time.Duration
	arrivals.PerEndpoint = [][]int{arrivals.PerSecond}
	places := &schedule{arrivals: arrivals, seed: seed, part: wholePlan}
	for second := range arrivals.PerSecond {
		for _, at := range places.second(second) {
			all = append(all, time.Duration(second)*time.Second+at.offset)
		}
	}
	return all
}

// dispersion is variance / mean of the counts in windows of a width: 1 for a Poisson process.
func dispersion(offsets []time.Duration, width time.Duration, windows int) float64 {
	counts := make([]float64, windows)
	for _, offset := range offsets {
		counts[int(offset/width)]++
	}
	mean, squares := 0.0, 0.0
	for _, count := range counts {
		mean += count / float64(windows)
	}
	for _, count := range counts {
		squares += (count - mean) * (count - mean)
	}
	return squares / float64(windows-1) / mean
}

func TestRandomArrivalsOfPoissonCountsAreAPoissonProcess(t *testing.T) {
	const lengthSeconds, perSecond = 3600, 40
	random := rand.New(rand.NewPCG(7, 7))
	arrivals := &planArrivals{Placement: "random", PerSecond: make([]int, lengthSeconds)}
	for second := range arrivals.PerSecond {
		arrivals.PerSecond[second] = poisson(random, perSecond)
	}
	offsets := offsetsOf(arrivals, 3)
	for _, width := range []time.Duration{100 * time.Millisecond, time.Second, 5 * time.Second} {
		windows := int(lengthSeconds * time.Second / width)
		// The dispersion of n Poisson counts has variance 2 / (n - 1): Fisher's index of dispersion is chi-squared.
		standardError := math.Sqrt(2 / float64(windows-1))
		if got := dispersion(offsets, width, windows); math.Abs(got-1) > 3*standardError {
			t.Errorf("dispersion at %v is %.4f, more than 3 standard errors (%.4f) from 1", width, got, standardError)
		}
	}
}

func TestGapsOfRandomArrivalsAreExponential(t *testing.T) {
	const lengthSeconds, perSecond = 600, 100
	random := rand.New(rand.NewPCG(9, 9))
	arrivals := &planArrivals{Placement: "random", PerSecond: make([]int, lengthSeconds)}
	for second := range arrivals.PerSecond {
		arrivals.PerSecond[second] = poisson(random, perSecond)
	}
	offsets := offsetsOf(arrivals, 4)
	over := 0
	for i := 1; i < len(offsets); i++ {
		if (offsets[i]-offsets[i-1]).Seconds()*perSecond > 1 {
			over++
		}
	}
	share := float64(over) / float64(len(offsets)-1)
	if math.Abs(share-math.Exp(-1)) > 0.01 {
		t.Errorf("%.4f of the gaps are longer than the mean one, a Poisson process has %.4f", share, math.Exp(-1))
	}
}

func TestSameSeedSamePlan(t *testing.T) {
	arrivals := &planArrivals{Placement: "random", PerSecond: []int{50, 0, 70}}
	if !slices.Equal(offsetsOf(arrivals, 5), offsetsOf(arrivals, 5)) {
		t.Error("the same seed gave two plans")
	}
	if slices.Equal(offsetsOf(arrivals, 5), offsetsOf(arrivals, 6)) {
		t.Error("another seed gave the same plan")
	}
}

func TestASecondDoesNotDependOnTheOthers(t *testing.T) {
	one := offsetsOf(&planArrivals{Placement: "random", PerSecond: []int{3, 50}}, 5)[3:]
	other := offsetsOf(&planArrivals{Placement: "random", PerSecond: []int{900, 50}}, 5)[900:]
	if !slices.Equal(one, other) {
		t.Error("the second second changed with the count of the first")
	}
}

func TestEvenArrivalsStandInTheMiddleOfTheirShare(t *testing.T) {
	got := offsetsOf(&planArrivals{Placement: "even", PerSecond: []int{4}}, 1)
	want := []time.Duration{125 * time.Millisecond, 375 * time.Millisecond, 625 * time.Millisecond, 875 * time.Millisecond}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestExactArrivalsStandWhereThePlanSays(t *testing.T) {
	got := offsetsOf(&planArrivals{Placement: "exact", PerSecond: []int{0, 2}, OffsetsMs: [][]float64{{}, {1.5, 999}}}, 1)
	want := []time.Duration{1001500 * time.Microsecond, 1999 * time.Millisecond}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
