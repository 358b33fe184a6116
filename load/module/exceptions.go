package headroom

import (
	"strings"
	"sync"
)

// exceptionsShown is how many different faults of a script are shown.
const exceptionsShown = 5

// stackLinesMax bounds one stack.
const stackLinesMax = 20

// exceptionBook remembers which faults were shown.
type exceptionBook struct {
	mu    sync.Mutex
	shown map[string]bool
}

// show sends a line for a fault that was not seen before, and tells whether it did.
func (b *exceptionBook) show(g *generator, key cellKey, err error) bool {
	message, stack := stackOf(err)
	place := message
	if len(stack) > 0 {
		place += "\n" + stack[0]
	}
	b.mu.Lock()
	if b.shown == nil {
		b.shown = make(map[string]bool, exceptionsShown)
	}
	isNew := !b.shown[place] && len(b.shown) < exceptionsShown
	if isNew {
		b.shown[place] = true
	}
	b.mu.Unlock()
	if !isNew {
		return false
	}
	out := &exceptionLine{
		lineHead: g.head("exception"), Second: key.second, Phase: g.plan.Phases[key.phase].Name,
		Message: g.redact.message(message), Stack: make([]string, 0, len(stack)),
	}
	for _, frame := range stack {
		out.Stack = append(out.Stack, g.redact.text(frame))
	}
	g.stream.send(out)
	return true
}

// splitStack takes apart k6's text of an exception: a message that may have several lines, then lines "\tat fn
// (file:line:col(pc))". The number in the inner brackets is of k6's bytecode and tells nobody anything.
func splitStack(text string) (message string, stack []string) {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	end := len(lines)
	for end > 0 && strings.HasPrefix(strings.TrimSpace(lines[end-1]), "at ") {
		end--
	}
	for _, frame := range lines[end:] {
		if len(stack) < stackLinesMax {
			stack = append(stack, plainFrame(strings.TrimPrefix(strings.TrimSpace(frame), "at ")))
		}
	}
	return strings.TrimSpace(strings.Join(lines[:end], "\n")), stack
}

// plainFrame is a frame without the place in k6's bytecode: "f (a.js:1:2(3))" becomes "f (a.js:1:2)".
func plainFrame(frame string) string {
	open := strings.LastIndexByte(frame, '(')
	if open <= 0 || !isDigit(frame[open-1]) {
		return frame
	}
	closing := strings.IndexByte(frame[open:], ')')
	if closing < 0 {
		return frame
	}
	return frame[:open] + frame[open+closing+1:]
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
