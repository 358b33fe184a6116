package headroom

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// The golden file was made by planner/stats/sketch.ts; test/load/module.test.ts makes it again and compares.
func TestSketchEqualsTheTool(t *testing.T) {
	text, err := os.ReadFile("testdata/sketches.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden []struct {
		Values []float64
		Sketch sketchLine
	}
	if err := json.Unmarshal(text, &golden); err != nil {
		t.Fatal(err)
	}
	if len(golden) < 5 {
		t.Fatalf("only %d golden sketches", len(golden))
	}
	for i, one := range golden {
		var s sketch
		for _, value := range one.Values {
			s.add(value)
		}
		got := s.line()
		want := one.Sketch
		if !slices.Equal(got.Counts, want.Counts) || got.Offset != want.Offset || got.ZeroCount != want.ZeroCount ||
			got.Count != want.Count || got.Min != want.Min || got.Max != want.Max || got.Scale != want.Scale {
			t.Errorf("sketch %d: got %+v, want %+v", i, *got, want)
		}
		if difference := got.Sum - want.Sum; difference > 1e-5 || difference < -1e-5 {
			t.Errorf("sketch %d: sum %v, want %v", i, got.Sum, want.Sum)
		}
	}
}

func TestSketchOfNothingIsNoLine(t *testing.T) {
	var s sketch
	if s.line() != nil {
		t.Error("an empty sketch has a line")
	}
}

func TestSketchDoesNotDependOnTheOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, 1000)
	for i := range values {
		values[i] = random.ExpFloat64() * 100
	}
	var first, second sketch
	for _, value := range values {
		first.add(value)
	}
	slices.Sort(values)
	slices.Reverse(values)
	for _, value := range values {
		second.add(value)
	}
	if a, b := first.line(), second.line(); !slices.Equal(a.Counts, b.Counts) || a.Offset != b.Offset {
		t.Errorf("%+v and %+v", *a, *b)
	}
}

func BenchmarkBookOfOneRequest(b *testing.B) {
	book := newBook()
	key := cellKey{second: 1, phase: 0}
	begun := timeZero()
	record := requestRecord{begunAt: begun, outcome: "200", latencyMs: 12.3, firstByteMs: 11, bodyMs: 1, serviceMs: 5}
	for b.Loop() {
		book.fired(key, 0.1, -1)
		book.requestBegan(key, begun)
		book.requestEnded(key, &record)
	}
}
