// Command target is the scoring endpoint of the benchmarks. It costs as little CPU as Go allows, so that what is
// measured is the load generator: it speaks just enough HTTP/1.1 with keep-alive for the generators that it is made
// for, and never parses more than the length of the body.
//
// It listens on a free port of loopback, prints the port, and ends when its standard input ends. Three paths are not
// load: GET /reset/<ms> forgets all requests so far and sets how long each answer waits, GET /served gives the number
// of requests since then, and GET /arrivals the moment of each (the first million), in ns since the start, one a line.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"sync/atomic"
	"time"
)

var (
	served  atomic.Int64
	delayMs atomic.Int64
	started = time.Now()
	// arrivals[i] is the moment of request i, as it was read: ns since the start.
	arrivals [1 << 20]int64
)

const body = `{"result":[1]}`

var answer = []byte(fmt.Sprintf(
	"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nx-ms-run-fn-exec-ms: 0.100\r\nContent-Length: %d\r\n\r\n%s",
	len(body), body))

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go accept(listener)
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func accept(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go serve(connection)
	}
}

// serve answers the requests of one connection, one after the other.
func serve(connection net.Conn) {
	defer connection.Close()
	reader := bufio.NewReaderSize(connection, 4096)
	for {
		path, ok := readRequest(reader)
		if !ok {
			return
		}
		reply := answer
		if bytes.HasPrefix(path, []byte("/score")) {
			record(time.Since(started))
			if ms := delayMs.Load(); ms > 0 {
				time.Sleep(time.Duration(ms) * time.Millisecond)
			}
		} else {
			reply = control(string(path))
		}
		if _, err := connection.Write(reply); err != nil {
			return
		}
	}
}

// readRequest reads one request to its end and gives its path, which is valid until the next read.
func readRequest(reader *bufio.Reader) ([]byte, bool) {
	var path [64]byte
	line, err := reader.ReadSlice('\n')
	if err != nil {
		return nil, false
	}
	parts := bytes.SplitN(line, []byte(" "), 3)
	if len(parts) != 3 {
		return nil, false
	}
	n := copy(path[:], parts[1])
	length := 0
	for {
		line, err = reader.ReadSlice('\n')
		if err != nil {
			return nil, false
		}
		if len(line) <= 2 {
			break
		}
		const name = "content-length:"
		if len(line) > len(name) && bytes.EqualFold(line[:len(name)], []byte(name)) {
			length, _ = strconv.Atoi(string(bytes.TrimSpace(line[len(name):])))
		}
	}
	_, err = reader.Discard(length)
	return path[:n], err == nil
}

func record(at time.Duration) {
	if i := served.Add(1) - 1; i < int64(len(arrivals)) {
		atomic.StoreInt64(&arrivals[i], at.Nanoseconds())
	}
}

// control answers what is no load. No load runs while /reset or /arrivals is asked for.
func control(path string) []byte {
	var text []byte
	var ms int64
	switch n, _ := fmt.Sscanf(path, "/reset/%d", &ms); {
	case n == 1:
		served.Store(0)
		delayMs.Store(ms)
	case path == "/arrivals":
		for _, ns := range arrivals[:min(served.Load(), int64(len(arrivals)))] {
			text = append(strconv.AppendInt(text, ns, 10), '\n')
		}
	default:
		text = strconv.AppendInt(text, served.Load(), 10)
	}
	head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", len(text))
	return append([]byte(head), text...)
}
