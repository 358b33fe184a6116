package headroom

import (
	"net/http"
	"sync"
)

// lanes share connections among all requests: each takes the one that was used last, and there are no more of them
// than there were requests at once. One transport for all would do the same, but every request would take its lock
// twice, and hold it for long: of 200 requests in flight on two busy cores, 160 stood there. So each connection of
// HTTP/1.1 has a transport of its own, a lane. HTTP/2 has one connection for all requests, in the common lane.
type lanes struct {
	build func() laneTransport
	// sharesHTTP2: what may be HTTP/2 goes to the common lane. Else every request has a lane to itself.
	sharesHTTP2 bool

	mu     sync.Mutex
	common *lane
	idle   map[origin][]*lane // the last used last
	http1  map[origin]bool    // https servers that answered without HTTP/2
	made   []*lane
}

// laneTransport is a transport that can close its idle connections.
type laneTransport interface {
	http.RoundTripper
	CloseIdleConnections()
}

// origin is whose connection it is.
type origin struct{ scheme, host string }

// lane carries one request at a time, the common one any number.
type lane struct {
	laneTransport
	of *lanes
}

func newLanes(build func() laneTransport, sharesHTTP2 bool) *lanes {
	return &lanes{build: build, sharesHTTP2: sharesHTTP2, idle: make(map[origin][]*lane), http1: make(map[origin]bool)}
}

// take gives the lane for a request: the one that was used last to the same server, or a new one.
func (l *lanes) take(request *http.Request) *lane {
	to := origin{request.URL.Scheme, request.URL.Host}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.sharesHTTP2 && to.scheme == "https" && !l.http1[to] {
		if l.common == nil {
			l.common = l.open()
		}
		return l.common
	}
	idle := l.idle[to]
	if last := len(idle) - 1; last >= 0 {
		l.idle[to] = idle[:last]
		return idle[last]
	}
	return l.open()
}

// open makes a lane. Needs the lock.
func (l *lanes) open() *lane {
	opened := &lane{laneTransport: l.build(), of: l}
	l.made = append(l.made, opened)
	return opened
}

// giveBack lets other requests use the lane, once the answer has ended. protoMajor is the answer's HTTP version, 0 where
// there was none.
func (l *lane) giveBack(request *http.Request, protoMajor int) {
	all, to := l.of, origin{request.URL.Scheme, request.URL.Host}
	all.mu.Lock()
	defer all.mu.Unlock()
	if l == all.common {
		if protoMajor != 1 || all.http1[to] {
			return
		}
		all.http1[to] = true // from now on by lanes; the first one has the connection that is there
		l = &lane{laneTransport: l.laneTransport, of: all}
	}
	all.idle[to] = append(all.idle[to], l)
}

// close closes the connections that are idle.
func (l *lanes) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, each := range l.made {
		each.CloseIdleConnections()
	}
}
