package headroom

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/grafana/sobek"
)

// errNotInIteration is what send() throws in setup(), teardown() or while the script is read.
var errNotInIteration = errors.New("send() works only while an arrival is carried out")

// send is the scoring request of the config with this body, sent as the built-in request is: natively, and recorded
// once. It gives { status }, 0 where there is no answer.
func (i *jsInstance) send(body sobek.Value) (map[string]any, error) {
	i.need()
	if i.user == nil {
		return nil, errNotInIteration
	}
	it := i.user.iteration.Load()
	if it == nil {
		return nil, errNotInIteration
	}
	content, err := bytesOf(body)
	if err != nil {
		return nil, err
	}
	status, err := i.generator.sendFromScript(i.vu.Context(), it, content)
	if err != nil {
		return nil, err
	}
	return map[string]any{"status": status}, nil
}

// bytesOf takes a string or an ArrayBuffer.
func bytesOf(body sobek.Value) ([]byte, error) {
	if body == nil || sobek.IsUndefined(body) || sobek.IsNull(body) {
		return nil, nil
	}
	switch content := body.Export().(type) {
	case string:
		return []byte(content), nil
	case sobek.ArrayBuffer:
		return append([]byte(nil), content.Bytes()...), nil
	case []byte:
		return append([]byte(nil), content...), nil
	}
	return nil, errors.New("send() takes a string or an ArrayBuffer")
}

// scriptSender is the sender that all virtual users of a script share; made when a script sends for the first time.
type scriptSender struct {
	once   sync.Once
	sender *sender
	fault  error
}

// sendFromScript sends the scoring request for an iteration and gives the status of its answer.
func (g *generator) sendFromScript(ctx context.Context, it *iteration, content []byte) (status int, err error) {
	shared := &g.scriptSender
	shared.once.Do(func() { shared.sender, shared.fault = newSender(context.Background(), g) })
	if shared.fault != nil {
		return 0, shared.fault
	}
	now := time.Now()
	if !g.permit(now) {
		newExchange(g, it, now).end(nil, errCapped)
		return 0, nil
	}
	key, latenessMs := it.operation(g, now)
	got := shared.sender.send(ctx, newPayload(content), shot{
		key: key, since: now.Add(-time.Duration(latenessMs * float64(time.Millisecond))), begun: now,
		follow: g.plan.Work.FollowRedirects,
	})
	if got.err != nil {
		return 0, nil // recorded, with its class
	}
	return got.status, nil
}
