package headroom

import (
	"sync"
	"time"
)

// Why a load ended: the end line's reason.
const (
	reasonComplete = "complete"
	reasonStopped  = "stopped"
	reasonToolGone = "toolGone"
	reasonSignal   = "signal"
	reasonAutoStop = "autoStop"
	reasonCap      = "cap"
	reasonAborted  = "aborted"
)

// toolGoneBound is how long requests in flight may take when nobody reads any more.
const toolGoneBound = 1500 * time.Millisecond

// toolGoneLimit is when the process leaves even if a script holds it.
const toolGoneLimit = 1900 * time.Millisecond

// whyEnded is why a load ended: one of the reasons, with what belongs to it.
type whyEnded struct {
	reason               string
	detail               string         // what the script or k6 said, or the name of the signal
	autoStop             *autoStopFacts // of reasonAutoStop
	requestsPerSecondMax float64        // of reasonCap
}

// ending is how a load comes to its end: first nothing new is started, then, if it must, what is in flight is cut.
// The first reason stands.
type ending struct {
	mu      sync.Mutex
	first   whyEnded
	stopped chan struct{} // closed: start nothing new
	cut     chan struct{} // closed: cut what is in flight
	signals int
	leave   func() // ends the process at once
}

func newEnding(leave func()) *ending {
	return &ending{stopped: make(chan struct{}), cut: make(chan struct{}), leave: leave}
}

// stop starts nothing new.
func (e *ending) stop(why whyEnded) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.first.reason != "" {
		return
	}
	e.first = why
	close(e.stopped)
}

// cutNow cuts what is in flight.
func (e *ending) cutNow() {
	e.mu.Lock()
	defer e.mu.Unlock()
	select {
	case <-e.cut:
	default:
		close(e.cut)
	}
}

// isStopped tells whether nothing new may start.
func (e *ending) isStopped() bool {
	select {
	case <-e.stopped:
		return true
	default:
		return false
	}
}

// why is the first reason; an empty one while the load goes on.
func (e *ending) why() whyEnded {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.first
}

// signal stops at the first one, cuts at the second, and leaves at the third: a teardown() that hangs has no other end.
func (e *ending) signal(name string) {
	e.mu.Lock()
	e.signals++
	count := e.signals
	e.mu.Unlock()
	e.stop(whyEnded{reason: reasonSignal, detail: name})
	if count >= 2 {
		e.cutNow()
	}
	if count >= 3 {
		e.leave()
	}
}

// toolGone stops, cuts after toolGoneBound, and leaves after toolGoneLimit: nobody is there to wait for.
func (e *ending) toolGone() {
	e.stop(whyEnded{reason: reasonToolGone})
	time.AfterFunc(toolGoneBound, e.cutNow)
	time.AfterFunc(toolGoneLimit, e.leave)
}
