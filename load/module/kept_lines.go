package headroom

import (
	"fmt"
	"strings"
)

// keptLines are the last lines of a stream, with numbers that follow on each other. They are kept for a pod only: the
// kubelet rotates its log, and a reader that was cut off meanwhile gets what it missed from nobody else.
type keptLines struct {
	bound int // in bytes; 0: nothing is kept
	first int // number of the oldest line
	texts [][]byte
	bytes int
}

// add keeps a line, and lets the oldest go where they pass the bound.
func (k *keptLines) add(number int, text []byte) {
	if k.bound == 0 {
		return
	}
	if len(k.texts) == 0 {
		k.first = number
	}
	k.texts = append(k.texts, text)
	k.bytes += len(text)
	for k.bytes > k.bound {
		k.bytes -= len(k.texts[0])
		k.texts[0] = nil
		k.texts = k.texts[1:]
		k.first++
	}
}

// between gives the lines from one number up to, and without, another: those that are still there.
func (k *keptLines) between(from, to int) [][]byte {
	low := min(max(from-k.first, 0), len(k.texts))
	high := min(max(to-k.first, low), len(k.texts))
	return k.texts[low:high]
}

// againOrder asks one runner for lines that its reader missed: "again", its name, the first number, and the one after
// the last. A number behind them tells one question from the same before. Its other side is load/runners/ask-again.ts.
const againOrder = "again "

// sendAgain takes an order to send lines again; false: it is none.
func (g *generator) sendAgain(order string) bool {
	if !strings.HasPrefix(order, againOrder) {
		return false
	}
	var runner string
	var from, to, turn int
	if n, _ := fmt.Sscanf(order, againOrder+"%s %d %d %d", &runner, &from, &to, &turn); n != 4 {
		return false
	}
	if runner == g.plan.Generator {
		g.stream.again(from, to)
	}
	return true
}
