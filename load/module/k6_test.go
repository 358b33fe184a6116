package headroom

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"
)

// builtK6 is k6 with this module: the test's own binary, which runs as k6 when asK6 is set.
func builtK6() (string, error) { return os.Executable() }

func TestMain(m *testing.M) {
	if os.Getenv(asK6) != "" {
		runAsK6()
		return
	}
	os.Exit(m.Run())
}

// requestScript is the entry of the built-in request: no virtual user, nothing to run.
const requestScript = `import 'k6/x/headroom';
export const options = { scenarios: { load: { executor: 'headroom' } } };
export default function () {}`

// k6Run is a k6 that runs, with the tool's ends of its descriptors.
type k6Run struct {
	t       *testing.T
	command *exec.Cmd
	control *os.File
	log     string
	errors  bytes.Buffer
	stream  *lockedBuffer
	reader  *os.File
	read    chan struct{} // closed when the stream has ended
	seen    chan map[string]any
}

// startK6 starts k6 as the tool does. The stream is read at once, unless the test reads it itself.
func startK6(t *testing.T, document *planDocument, script string) *k6Run {
	t.Helper()
	run := prepareK6(t, document, script)
	go run.readStream()
	return run
}

func prepareK6(t *testing.T, document *planDocument, script string) *k6Run {
	t.Helper()
	binary, err := builtK6()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	entry := filepath.Join(folder, "entry.js")
	if err := os.WriteFile(entry, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	planOut, planIn := pipe(t)
	controlOut, controlIn := pipe(t)
	streamOut, streamIn := pipe(t)
	run := &k6Run{
		t: t, control: controlIn, reader: streamOut, log: filepath.Join(folder, "k6.log"), stream: &lockedBuffer{},
		read: make(chan struct{}), seen: make(chan map[string]any, 10000),
	}
	run.command = exec.Command(binary, "run", "--quiet", "--no-usage-report", "--summary-mode=disabled",
		"--log-output=file="+run.log, "-o", "headroom", entry)
	run.command.Env = append(os.Environ(), asK6+"=1", "HEADROOM_PLAN_FD=3", "HEADROOM_CONTROL_FD=4", "HEADROOM_STREAM_FD=5", "GOGC=400")
	run.command.ExtraFiles = []*os.File{planOut, controlOut, streamIn}
	run.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	run.command.Stderr = &run.errors
	if err := run.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = run.command.Process.Kill() })
	for _, theirs := range run.command.ExtraFiles {
		theirs.Close()
	}
	if err := json.NewEncoder(planIn).Encode(document); err != nil {
		t.Fatal(err)
	}
	planIn.Close()
	return run
}

func pipe(t *testing.T) (out, in *os.File) {
	t.Helper()
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { out.Close(); in.Close() })
	return out, in
}

func (r *k6Run) readStream() {
	defer close(r.read)
	decoder := json.NewDecoder(r.reader)
	for {
		var raw json.RawMessage
		if decoder.Decode(&raw) != nil {
			return
		}
		_, _ = r.stream.Write(append(raw, '\n'))
		parsed := map[string]any{}
		if json.Unmarshal(raw, &parsed) == nil {
			r.seen <- parsed
		}
	}
}

// await reads lines until one of the kind satisfies the test.
func (r *k6Run) await(name string, is func(line map[string]any) bool) {
	r.t.Helper()
	timer := time.After(30 * time.Second)
	for {
		select {
		case line := <-r.seen:
			if line["kind"] == name && is(line) {
				return
			}
		case <-timer:
			r.t.Fatalf("no %s line came", name)
		}
	}
}

// say gives k6 an order.
func (r *k6Run) say(order string) {
	r.t.Helper()
	if _, err := r.control.WriteString(order + "\n"); err != nil {
		r.t.Fatal(err)
	}
}

// wait gives the stream's lines and the exit code. Numbers of lines must have no gap.
func (r *k6Run) wait() (lines []map[string]any, exitCode int) {
	r.t.Helper()
	err := r.command.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.t.Fatal(err)
	}
	<-r.read
	lines = r.stream.lines(r.t)
	for i, line := range lines {
		if int(line["seq"].(float64)) != i {
			r.t.Fatalf("line %d has number %v", i, line["seq"])
		}
	}
	code := r.command.ProcessState.ExitCode()
	if code != 0 {
		text, _ := os.ReadFile(r.log)
		r.t.Logf("exit code %d, %s%s", code, r.errors.String(), text)
	}
	return lines, code
}

// end is the end line.
func end(t *testing.T, lines []map[string]any) map[string]any {
	t.Helper()
	last := lines[len(lines)-1]
	if last["kind"] != "end" {
		t.Fatalf("the last line is no end line: %v", last)
	}
	if int(last["lines"].(float64)) != len(lines) {
		t.Errorf("the end line tells %v lines, there are %d", last["lines"], len(lines))
	}
	return last
}

func field(line map[string]any, name string) int { return int(line[name].(float64)) }

// countingTarget counts the requests that it got, by the second in which they came.
type countingTarget struct {
	*httptest.Server
	mu    sync.Mutex
	total int
}

func startTarget(t *testing.T, answer http.HandlerFunc) *countingTarget {
	t.Helper()
	target := &countingTarget{}
	target.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target.mu.Lock()
		target.total++
		target.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(func() { target.CloseClientConnections(); target.Close() })
	return target
}

func (c *countingTarget) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.total
}

func ok(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"result":1}`)) }
