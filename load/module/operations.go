package headroom

import (
	"net"
	"net/url"
	"strconv"
	"time"

	"go.k6.io/k6/v2/metrics"
)

// operation is a WebSocket handshake or a gRPC call as k6 measured it: known only when it is over.
type operation struct {
	endedAt   time.Time
	elapsedMs float64
	outcome   string
	expected  bool
	err       error // why there was no answer
}

func (o operation) begunAt() time.Time {
	return o.endedAt.Add(-time.Duration(o.elapsedMs * float64(time.Millisecond)))
}

// bookOperation books an operation of a virtual user like a request. key has its phase.
func (g *generator) bookOperation(key cellKey, by *user, of operation) {
	begunAt, latenessMs := of.begunAt(), 0.0
	key = g.keyOfLater(key, begunAt)
	if it := by.operations.at(begunAt); it != nil {
		key, latenessMs = it.operation(g, begunAt)
	}
	g.book.requestBegan(key, begunAt)
	g.book.requestEnded(key, &requestRecord{
		begunAt: begunAt, outcome: of.outcome, unexpected: !of.expected,
		judgedOtherwise: of.expected != isOK(of.outcome), latencyMs: latenessMs + of.elapsedMs,
		firstByteMs: -1, bodyMs: -1, serviceMs: -1,
	})
	if isFailing(of.outcome) && g.samples.wants(key, of.outcome) {
		g.sample(answerSample{key: key, outcome: of.outcome, status: statusOf(of.outcome), err: of.err})
	}
}

func statusOf(outcome string) int {
	status, err := strconv.Atoi(outcome)
	if err != nil {
		return 0
	}
	return status
}

// grpcOperation reads a sample of grpc_req_duration.
func grpcOperation(sample metrics.Sample) operation {
	status, _ := sample.Tags.Get("status")
	if status == strconv.Itoa(int(codeCapped)) {
		return operation{endedAt: sample.Time, elapsedMs: sample.Value, outcome: outcomeBlocked, err: errCapped}
	}
	return operation{
		endedAt: sample.Time, elapsedMs: sample.Value, outcome: "grpc:" + status, expected: status == "0",
	}
}

// webSocketOperation reads a sample of ws_connecting: the operation is the handshake, dial and TLS included. Without
// a status there was no answer; then the iteration's last dial tells why.
func webSocketOperation(sample metrics.Sample, of *user) operation {
	status, answered := sample.Tags.Get("status")
	took := time.Duration(sample.Value * float64(time.Millisecond))
	handshake := operation{
		endedAt: sample.Time.Add(took), elapsedMs: sample.Value, outcome: status, expected: status == "101",
	}
	if answered && status != "" {
		return handshake
	}
	address, _ := sample.Tags.Get("url")
	handshake.outcome, handshake.err = outcomeOfHandshake(address, of.operations.at(handshake.begunAt()))
	return handshake
}

func outcomeOfHandshake(address string, it *iteration) (string, error) {
	target, err := url.Parse(address)
	if err != nil || it == nil {
		return outcomeOther, err
	}
	if fault := it.dials.to(net.JoinHostPort(target.Hostname(), strconv.Itoa(int(portOf(target))))); fault != nil {
		return failureClass(fault), fault
	}
	if target.Scheme == "wss" {
		return outcomeTLS, nil
	}
	return outcomeReset, nil
}
