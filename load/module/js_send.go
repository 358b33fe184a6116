package headroom

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/grafana/sobek"
)

// send is the scoring request of the arrival's endpoint with this body, sent as the built-in request is: natively, and
// recorded once. Without a body it is the endpoint's own payload. It gives { status }, 0 where there is no answer.
func (i *jsInstance) send(body sobek.Value) (map[string]any, error) {
	i.need()
	it, err := i.iteration()
	if err != nil {
		return nil, err
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

// bytesOf takes a string or an ArrayBuffer; nil for nothing.
func bytesOf(body sobek.Value) (*payload, error) {
	if body == nil || sobek.IsUndefined(body) || sobek.IsNull(body) {
		return nil, nil
	}
	switch content := body.Export().(type) {
	case string:
		return newPayload([]byte(content)), nil
	case sobek.ArrayBuffer:
		return newPayload(append([]byte(nil), content.Bytes()...)), nil
	case []byte:
		return newPayload(append([]byte(nil), content...)), nil
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
func (g *generator) sendFromScript(ctx context.Context, it *iteration, body *payload) (status int, err error) {
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
	if body == nil {
		body = shared.sender.forms[key.endpoint].payloadOf(it.turn)
	}
	got := shared.sender.send(ctx, body, shot{
		key: key, since: now.Add(-time.Duration(latenessMs * float64(time.Millisecond))), begun: now,
		number: it.number,
	})
	if got.err != nil {
		return 0, nil // recorded, with its class
	}
	return got.status, nil
}
