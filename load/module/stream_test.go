package headroom

import (
	"strings"
	"testing"
	"time"
)

// heldReader takes nothing until it is released.
type heldReader struct {
	lockedBuffer
	release chan struct{}
}

func (r *heldReader) Write(p []byte) (int, error) {
	<-r.release
	return r.lockedBuffer.Write(p)
}

func note(code string) *noteLine {
	return &noteLine{lineHead: lineHead{Kind: "note"}, Code: code, Names: []string{}}
}

func header() *headerLine { return &headerLine{lineHead: lineHead{Kind: "header"}} }

func TestLinesBeforeTheHeaderComeAfterIt(t *testing.T) {
	out := &lockedBuffer{}
	s := newStream(out, 16)
	s.send(note("early"))
	s.begin(header())
	s.send(note("late"))
	s.close(time.Second)
	lines := out.lines(t)
	if len(lines) != 3 || lines[0]["kind"] != "header" || lines[1]["code"] != "early" || lines[2]["code"] != "late" {
		t.Errorf("lines %v", lines)
	}
}

func TestAFullQueueNeverBlocksAndIsCounted(t *testing.T) {
	out := &heldReader{release: make(chan struct{})}
	s := newStream(out, 4)
	s.begin(header())
	for range 20 { // returns: the reader takes nothing, and nobody waits for it
		s.send(note("one of many"))
	}
	lines, lost := s.counted()
	if lost < 15 || lines+lost != 21 {
		t.Errorf("%d lines, %d lost of 21", lines, lost)
	}
	if _, some := s.lostSpan(); some {
		t.Error("the loss was told while there was no room to tell it")
	}
	close(out.release)
	s.close(time.Second)
	if _, some := s.lostSpan(); !some {
		t.Error("the loss is never told")
	}
	written := out.lines(t)
	for i, line := range written {
		if field(line, "seq") != i {
			t.Errorf("line %d has number %v", i, line["seq"])
		}
	}
	if len(written) != lines {
		t.Errorf("%d lines written of %d queued", len(written), lines)
	}
}

func TestCountsThatDoNotFitComeLater(t *testing.T) {
	b := newBook()
	for second := range int64(10) {
		b.fired(cellKey{second: second}, 1, -1)
	}
	first := b.take(3)
	b.fired(cellKey{second: 5}, 1, -1)
	rest := b.take(100)
	if len(first) != 3 || first[0].key.second != 0 || len(rest) != 7 {
		t.Fatalf("%d, then %d cells", len(first), len(rest))
	}
	if rest[2].key.second != 5 || rest[2].cell.arrivals != 2 {
		t.Errorf("what stayed did not add up: %+v", rest[2].cell)
	}
}

type brokenReader struct{}

func (brokenReader) Write([]byte) (int, error) { return 0, strings.NewReader("").UnreadByte() }

func TestAReaderThatIsGoneCostsOnlyItsLines(t *testing.T) {
	s := newStream(brokenReader{}, 4)
	s.begin(header())
	for range 100 {
		s.send(note("nobody reads"))
	}
	s.close(time.Second)
	if _, lost := s.counted(); lost != 101 {
		t.Errorf("%d lost of 101", lost)
	}
}

func TestOrdersOfTheTool(t *testing.T) {
	for orders, want := range map[string]string{"stop\n": reasonStopped, "cut\n": reasonStopped, "dance\n": reasonToolGone} {
		g, out := aGenerator(t, aPlan("http://127.0.0.1:1", 1))
		g.listenToTool(strings.NewReader(orders))
		to := g.ending
		reason := to.why().reason
		if reason != want || !to.isStopped() {
			t.Errorf("%q: reason %q", orders, reason)
		}
		if isClosed(to.cut) != (orders == "cut\n") {
			t.Errorf("%q: cut is %v", orders, isClosed(to.cut))
		}
		g.finish(nil)
		if unknown := kind(out.lines(t), "note"); (len(unknown) == 1) != (orders == "dance\n") {
			t.Errorf("%q: unknown orders %v", orders, unknown)
		}
	}
}

func TestTheFirstReasonStands(t *testing.T) {
	to := newEnding(func() {})
	to.stop(whyEnded{reason: reasonAutoStop, autoStop: &autoStopFacts{Failed: 20, Requests: 20}})
	to.signal("interrupt")
	if why := to.why(); why.reason != reasonAutoStop || why.autoStop.Failed != 20 || why.detail != "" {
		t.Errorf("%+v", why)
	}
}

func TestSignalsStopCutAndLeave(t *testing.T) {
	left := false
	to := newEnding(func() { left = true })
	to.signal("interrupt")
	reason := to.why().reason
	if isClosed(to.cut) || reason != reasonSignal {
		t.Errorf("after the first: cut, or reason %q", reason)
	}
	to.signal("interrupt")
	if !isClosed(to.cut) || left {
		t.Error("the second must cut, and stay")
	}
	to.signal("terminated")
	if !left {
		t.Error("the third must leave")
	}
}

func isClosed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestWhatIsInFlightForTooLong(t *testing.T) {
	b := newBook()
	key, start := cellKey{second: 1}, timeZero()
	for second := range 10 {
		b.requestBegan(key, start.Add(time.Duration(second)*time.Second))
	}
	for _, second := range []int{0, 1, 5} {
		b.requestEnded(key, &requestRecord{begunAt: start.Add(time.Duration(second) * time.Second), outcome: "200"})
	}
	ends, failed, flying, overdue := b.load(start.Add(6500 * time.Millisecond))
	if ends != 3 || failed != 0 || flying != 7 || overdue != 4 {
		t.Errorf("ends %d, failed %d, in flight %d, overdue %d", ends, failed, flying, overdue)
	}
	if ends, _, _, overdue = b.load(start.Add(time.Minute)); ends != 0 || overdue != 7 {
		t.Errorf("later: ends %d, overdue %d", ends, overdue)
	}
}
