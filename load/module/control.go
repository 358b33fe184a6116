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

// listenToTool follows the tool's orders. The end of the file means that the tool is gone.
func listenToTool(from io.Reader, to *ending, unknown func(order string)) {
	lines := bufio.NewScanner(from)
	for lines.Scan() {
		switch order := strings.TrimSpace(lines.Text()); order {
		case "stop":
			to.stop(whyEnded{reason: reasonStopped})
		case "cut":
			to.stop(whyEnded{reason: reasonStopped})
			to.cutNow()
		default:
			unknown(order)
		}
	}
	to.toolGone()
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
