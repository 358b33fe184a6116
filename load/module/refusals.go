package headroom

import (
	"errors"
	"sync"
	"time"
)

// refusedLinesMax is how many different refused dials get a line; the end line has the number of all.
const refusedLinesMax = 20

// refusedBook remembers which refused dials had a line.
type refusedBook struct {
	mu    sync.Mutex
	shown map[refusal]bool
}

// isNew tells whether a refusal differs from all before, while there is room for lines.
func (b *refusedBook) isNew(r refusal) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.shown == nil {
		b.shown = make(map[refusal]bool)
	}
	if b.shown[r] || len(b.shown) >= refusedLinesMax {
		return false
	}
	b.shown[r] = true
	return true
}

// fenceProcess puts the plan's fence around this process. The virtual users' part follows when k6 has made its runner.
func (g *generator) fenceProcess() error {
	f, err := newFence(fenceSpec{hosts: g.plan.Fence.Hosts, proxy: g.plan.Fence.Proxy, onRefused: g.refused})
	if err != nil {
		return err
	}
	g.fence = f
	return errors.Join(prepareProcess(), fenceDefaultTransport(f))
}

// refused counts a dial that the fence refused, and names the first ones.
func (g *generator) refused(r refusal) {
	g.refusals.Add(1)
	if !g.refusedBook.isNew(r) {
		return
	}
	g.stream.send(&refusedLine{
		lineHead: g.head("refused"), Second: g.steady(time.Now()).Unix(), Address: g.redact.text(r.address),
		Host: g.redact.text(r.host), Protocol: r.protocol,
	})
}
