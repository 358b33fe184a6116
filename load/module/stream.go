package headroom

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// streamVariable names the descriptor that the lines go to.
const streamVariable = "HEADROOM_STREAM_FD"

// queueLines bounds what waits for a slow reader.
const queueLines = 4096

// keptBytes bounds the lines that are kept to be sent again: ten minutes of a runner that writes 7 kB a second. The
// tool takes a runner for lost after 45 s without a line, so nothing older is asked for.
const keptBytes = 4 << 20

// stream writes lines without ever making the load wait: a bounded queue, and one goroutine that writes.
type stream struct {
	mu       sync.Mutex
	queue    chan []byte
	early    []line // before the header
	begun    bool   // the header is queued
	closed   bool
	seq      int // number of the next line
	capacity int

	lost          int // lines that did not fit
	lostSince     time.Time
	lostUnspoken  bool
	finished      chan struct{} // the writer has ended
	out           io.Writer
	brokenReader  bool
	linesNotTaken int // queued, but the reader was gone
	kept          keptLines
}

// newStream starts the writer. The queue is short in tests only.
func newStream(out io.Writer, capacity int) *stream {
	s := &stream{queue: make(chan []byte, capacity), capacity: capacity, finished: make(chan struct{}), out: out}
	go s.write()
	return s
}

// streamFromEnvironment opens the descriptor that the tool gave. It is set to not block, so that a reader that stands
// still can't hold a thread.
func streamFromEnvironment() (*os.File, error) { return inheritedFile(streamVariable, "stream") }

// inheritedFile opens the descriptor whose number stands in an environment variable.
func inheritedFile(variable, name string) (*os.File, error) {
	descriptor, err := strconv.ParseUint(os.Getenv(variable), 10, 31)
	if err != nil {
		return nil, fmt.Errorf("%s must be the number of an open descriptor, not %q", variable, os.Getenv(variable))
	}
	if err := syscall.SetNonblock(int(descriptor), true); err != nil {
		return nil, fmt.Errorf("%s names descriptor %d: %w", variable, descriptor, err)
	}
	syscall.CloseOnExec(int(descriptor))
	return os.NewFile(uintptr(descriptor), name), nil
}

// write is the one goroutine that touches the reader. When the reader is gone the queue is emptied all the same.
func (s *stream) write() {
	defer close(s.finished)
	for text := range s.queue {
		if !s.brokenReader {
			_, err := s.out.Write(text)
			s.brokenReader = err != nil
		}
		if s.brokenReader {
			s.mu.Lock()
			s.linesNotTaken++
			s.mu.Unlock()
		}
	}
}

// announce queues a line before the header.
func (s *stream) announce(first line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(first)
}

// begin queues the header, and after it what had to wait for it (a connection refused in setup(), for example).
func (s *stream) begin(header line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.begun {
		return
	}
	s.begun = true
	s.put(header)
	for _, early := range s.early {
		s.put(early)
	}
	s.early = nil
}

// send queues a line, or counts it as lost when there is no room.
func (s *stream) send(next line) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.closed:
		s.lost++
	case !s.begun && len(s.early) < s.capacity:
		s.early = append(s.early, next)
	case !s.begun:
		s.lost++
	default:
		s.put(next)
	}
}

// put numbers a line and queues it. Numbers have no gap: a lost line never had one. Needs the lock.
func (s *stream) put(next line) {
	if len(s.queue) == cap(s.queue) {
		if !s.lostUnspoken {
			s.lostSince, s.lostUnspoken = time.Now(), true
		}
		s.lost++
		return
	}
	next.numbered(s.seq)
	text, err := json.Marshal(next)
	if err != nil {
		s.lost++ // can't happen: every line has plain values
		return
	}
	text = append(text, '\n')
	s.kept.add(s.seq, text)
	s.seq++
	s.queue <- text // only this lock's holder fills the queue, and it has room
}

// keep makes the stream keep its last lines, so that they can be sent again.
func (s *stream) keep(bytes int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept.bound = bytes
}

// again queues lines a second time, as far as they are still kept and there is room: a reader whose connection was cut
// asks for those that it missed. It knows them by their numbers.
func (s *stream) again(from, to int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range s.kept.between(from, to) {
		if s.closed || len(s.queue) == cap(s.queue) {
			return
		}
		s.queue <- text
	}
}

// room is how many lines the queue can take now.
func (s *stream) room() int { return cap(s.queue) - len(s.queue) }

// lostSpan tells once, when there is room again, since when lines were lost.
func (s *stream) lostSpan() (since time.Time, some bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.lostUnspoken || len(s.queue) == cap(s.queue) {
		return time.Time{}, false
	}
	s.lostUnspoken = false
	return s.lostSince, true
}

// counted is the number of lines queued so far and of lines lost.
func (s *stream) counted() (lines, lost int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seq, s.lost + s.linesNotTaken
}

// close waits until the reader has everything, or the bound is over. Nothing can be sent after it.
func (s *stream) close(bound time.Duration) {
	s.mu.Lock()
	already := s.closed
	s.closed = true
	s.mu.Unlock()
	if !already {
		close(s.queue)
	}
	select {
	case <-s.finished:
	case <-time.After(bound):
	}
}
