package headroom

import (
	"fmt"
	"testing"
	"time"
)

func TestLinesThatWereMissedAreSentAgain(t *testing.T) {
	out := &lockedBuffer{}
	s := newStream(out, 64)
	s.keep(1 << 20)
	s.begin(header())
	for range 9 {
		s.send(note("of a second"))
	}
	s.again(3, 6)
	s.send(note("of the next second"))
	s.close(time.Second)
	var numbers []int
	for _, line := range out.lines(t) {
		numbers = append(numbers, field(line, "seq"))
	}
	want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 3, 4, 5, 10}
	if len(numbers) != len(want) {
		t.Fatalf("numbers %v, not %v", numbers, want)
	}
	for i := range want {
		if numbers[i] != want[i] {
			t.Fatalf("numbers %v, not %v", numbers, want)
		}
	}
	if lines, lost := s.counted(); lines != 11 || lost != 0 {
		t.Errorf("%d lines, %d lost: lines that are sent again are none of their own", lines, lost)
	}
}

func TestKeptLinesTakeNoMoreThanTheirBound(t *testing.T) {
	kept := keptLines{bound: 100}
	for number := range 50 {
		kept.add(number, make([]byte, 30))
	}
	if kept.bytes > 100 || kept.first != 47 || len(kept.texts) != 3 {
		t.Errorf("%d bytes, %d lines from %d on", kept.bytes, len(kept.texts), kept.first)
	}
	if got := kept.between(0, 48); len(got) != 1 {
		t.Errorf("%d lines up to 48, of which 47 is the only one left", len(got))
	}
	if got := kept.between(49, 1000); len(got) != 1 {
		t.Errorf("%d lines from 49 on, of which there is one", len(got))
	}
	for _, none := range [][2]int{{0, 10}, {50, 60}, {48, 48}, {49, 3}} {
		if got := kept.between(none[0], none[1]); len(got) != 0 {
			t.Errorf("%d lines between %v", len(got), none)
		}
	}
}

func TestAStreamThatNobodyAsksKeepsNothing(t *testing.T) {
	s := newStream(&lockedBuffer{}, 16)
	s.begin(header())
	if len(s.kept.texts) != 0 {
		t.Errorf("%d lines are kept", len(s.kept.texts))
	}
	s.close(time.Second)
}

func TestOnlyTheRunnerThatIsAskedSendsAgain(t *testing.T) {
	g, out := aGenerator(t, aPlan("http://127.0.0.1:1", 1))
	g.stream.keep(1 << 20)
	missed, _ := g.stream.counted()
	g.stream.send(note("missed"))
	g.obey(fmt.Sprintf("again another %d %d 1", missed, missed+1))
	g.obey(fmt.Sprintf("again %s %d %d 1", g.plan.Generator, missed+1, missed+9))
	g.obey(fmt.Sprintf("again %s %d %d 1", g.plan.Generator, missed, missed+1))
	g.stream.close(time.Second)
	times := 0
	for _, line := range kind(out.lines(t), "note") {
		if line["code"] == "missed" {
			times++
		}
	}
	if times != 2 {
		t.Errorf("the line stands %d times in the stream, not twice", times)
	}
}
