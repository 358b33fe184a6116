package headroom

import (
	"context"
	"crypto/tls"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// flightKey finds the flight in the context of a dial.
type flightKey struct{}

// flight follows one request through the transport. It is the request's context, so that following costs no more
// allocations than must be. The transport may call its hooks after the request has ended, so it is never used twice.
type flight struct {
	context.Context
	key   cellKey
	book  *book
	begun time.Time
	trace httptrace.ClientTrace

	// In ns after begun, 0 = not reached. Hooks run in other goroutines.
	connectionNs, firstByteNs, handshakeNs atomic.Int64
	// attempts counts connections that the transport chose, failedWrites those on which nothing could be sent.
	attempts, failedWrites atomic.Int32
}

// newFlight prepares the hooks of one request that ends with its parent.
func newFlight(parent context.Context, key cellKey, book *book, begun time.Time) *flight {
	f := &flight{key: key, book: book, begun: begun}
	f.trace = httptrace.ClientTrace{
		GotConn:              f.gotConn,
		GotFirstResponseByte: f.gotFirstByte,
		WroteRequest:         f.wroteRequest,
		TLSHandshakeStart:    f.handshakeStart,
		TLSHandshakeDone:     f.handshakeDone,
	}
	f.Context = httptrace.WithClientTrace(parent, &f.trace)
	return f
}

// Value gives the flight itself under flightKey.
func (f *flight) Value(key any) any {
	if _, own := key.(flightKey); own {
		return f
	}
	return f.Context.Value(key)
}

func (f *flight) sinceBegun() int64 { return max(int64(time.Since(f.begun)), 1) }

func (f *flight) gotConn(httptrace.GotConnInfo) {
	f.attempts.Add(1)
	f.connectionNs.Store(f.sinceBegun())
}

func (f *flight) gotFirstByte() { f.firstByteNs.Store(f.sinceBegun()) }

func (f *flight) wroteRequest(info httptrace.WroteRequestInfo) {
	if info.Err != nil {
		f.failedWrites.Add(1)
	}
}

func (f *flight) handshakeStart() { f.handshakeNs.Store(f.sinceBegun()) }

func (f *flight) handshakeDone(_ tls.ConnectionState, err error) {
	if err == nil {
		f.book.secured(f.key, toMs(time.Duration(f.sinceBegun()-f.handshakeNs.Load())))
	}
}

// resent is how often the transport sent the request again by itself: each further connection that it chose, but for
// those on which nothing of the request could be sent.
func (f *flight) resent() int {
	return max(int(f.attempts.Load()-1-f.failedWrites.Load()), 0)
}

// parts splits the time of an ended request. What was not reached is negative.
func (f *flight) parts(endNs int64, whole bool) (firstByteMs, bodyMs float64) {
	connectionNs, firstByteNs := f.connectionNs.Load(), f.firstByteNs.Load()
	if connectionNs == 0 || firstByteNs < connectionNs {
		return -1, -1
	}
	firstByteMs = toMs(time.Duration(firstByteNs - connectionNs))
	if !whole {
		return firstByteMs, -1
	}
	return firstByteMs, toMs(time.Duration(endNs - firstByteNs))
}
