package headroom

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// startOrder is what the tool says when all runners are armed: "start", and the epoch millisecond at which the plan begins.
const startOrder = "start "

// startBook holds the moment that the tool named; the first one stands.
type startBook struct{ named chan time.Time }

func newStartBook() startBook { return startBook{named: make(chan time.Time, 1)} }

// order takes an order to start; false: it is none.
func (b startBook) order(text string) bool {
	ms, found := strings.CutPrefix(text, startOrder)
	if !found {
		return false
	}
	atMs, err := strconv.ParseInt(ms, 10, 64)
	if err != nil || atMs <= 0 || atMs%1000 != 0 {
		return false
	}
	select {
	case b.named <- time.UnixMilli(atMs):
	default:
	}
	return true
}

// awaitStart is when second 0 of the plan begins. Alone, this process decides by itself. One of several runners says
// that it is armed, and waits for the moment that the tool gives to all; false: the load was ended before it began.
func (g *generator) awaitStart(ctx context.Context) (start time.Time, begins bool) {
	if g.document.Runner == nil {
		return g.startTime(time.Now()), true
	}
	g.stream.announce(&armedLine{
		lineHead: g.head("armed"), SchemaVersion: streamSchemaVersion, Module: moduleVersion, AtMs: time.Now().UnixMilli(),
	})
	select {
	case at := <-g.starts.named:
		now := time.Now()
		return now.Add(at.Sub(now.Round(0))), true // with a monotonic reading, as in startTime
	case <-g.ending.stopped:
	case <-ctx.Done():
	}
	return time.Time{}, false
}
