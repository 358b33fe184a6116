package headroom

import (
	"bufio"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// controlVariable names the descriptor that the tool's orders come from.
const controlVariable = "HEADROOM_CONTROL_FD"

// obey carries out one order of the tool, from wherever it comes.
func (g *generator) obey(order string) {
	switch order {
	case "stop":
		g.ending.stop(whyEnded{reason: reasonStopped})
	case "cut":
		g.ending.stop(whyEnded{reason: reasonStopped})
		g.ending.cutNow()
	default:
		if !g.starts.order(order) && !g.sendAgain(order) {
			g.unknownOrder(order)
		}
	}
}

// listenToTool follows the tool's orders. The end of the file means that the tool is gone.
func (g *generator) listenToTool(from io.Reader) {
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		g.obey(strings.TrimSpace(lines.Text()))
	}
	g.ending.toolGone()
}

// listenToSignals takes SIGINT and SIGTERM from k6, which would cut everything at the first one. It listens until the
// process ends: a signal that comes while the end line is written must not tear it.
func listenToSignals(to *ending) {
	received := make(chan os.Signal, 4)
	signal.Reset(os.Interrupt, syscall.SIGTERM)
	signal.Notify(received, os.Interrupt, syscall.SIGTERM)
	go func() {
		for got := range received {
			to.signal(got.String())
		}
	}()
}
