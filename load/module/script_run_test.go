package headroom

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.k6.io/k6/v2/cmd"
)

const (
	// asK6 makes the test's own binary run as k6: all of k6 with this module, without building another binary.
	asK6 = "HEADROOM_TEST_AS_K6"
	// testNameserver is the address of the DNS server that such a k6 asks.
	testNameserver = "HEADROOM_TEST_NAMESERVER"
)

// runAsK6 is k6's main.
func runAsK6() {
	if server := os.Getenv(testNameserver); server != "" {
		*net.DefaultResolver = net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "udp", server)
		}}
	}
	cmd.Execute()
}

// scriptRun is what one run of k6 left.
type scriptRun struct {
	exitCode int
	lines    []map[string]any
	text     string // of the stream
	log      string // k6's log and its output
}

// scriptJob is what a run is made of.
type scriptJob struct {
	document    planDocument
	script      string // the user's script
	files       map[string]string
	environment []string
}

// planOf is a plan of whole seconds with so many arrivals each, which runs a script and may reach loopback.
func planOf(perSecond ...int) planDocument {
	return planDocument{
		Plan: loadPlan{
			SchemaVersion: planSchemaVersion, Seed: 1, Generator: "test",
			Phases:   []planPhase{{Name: "all", FromSecond: 0, ToSecond: len(perSecond)}},
			Arrivals: planArrivals{Placement: "even", PerSecond: perSecond, PerEndpoint: [][]int{perSecond}},
			Endpoints: []planEndpoint{{
				Name: "default", Method: "POST", TimeoutMs: 5000, DiscardBody: true,
				Payload: planPayload{Kind: "one", Count: 1},
			}},
			Work:        planWork{Kind: "script", UsersAtStart: 2, UsersMax: 50, FirstIterationMs: 50},
			Connections: planConnections{Mode: "reuse", HTTP2: true},
			Limits: planLimits{
				// With this grace a load that does not end by itself fails its test.
				InFlightMax: 100, RequestsPerSecondMax: 1000, GraceSeconds: 3600,
				AutoStop: planAutoStop{MaxErrorShare: 1, WindowSeconds: 60, OverdueMs: 10000},
			},
			Fence: planFence{Hosts: []string{"127.0.0.1"}},
		},
		Secret: loadSecret{Endpoints: []endpointSecret{{URL: "http://127.0.0.1:1/score", Payloads: [][]byte{[]byte(`{"data":[1]}`)}}}},
	}
}

// entry is the script that the tool writes around a user's.
const entry = `
import { options as optionsOfRun, inside, work } from 'k6/x/headroom';
import * as user from './user.js';
export const options = optionsOfRun(user.options, user);
export const setup = inside(user.setup);
export const teardown = inside(user.teardown);
export default work(user);
`

// run starts k6 with the plan on its descriptors, as the tool does, and waits for its end.
func (j scriptJob) run(t *testing.T) scriptRun {
	t.Helper()
	folder := t.TempDir()
	files := map[string]string{"entry.js": entry, "user.js": j.script}
	for name, text := range j.files {
		files[name] = text
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	command := exec.CommandContext(ctx, os.Args[0], "run", "--quiet", "--summary-mode=disabled",
		"--secret-source=headroom", "-o", "headroom", filepath.Join(folder, "entry.js"))
	command.Env = append(os.Environ(), append(j.environment, asK6+"=1", "HOME="+folder,
		planVariable+"=3", controlVariable+"=4", streamVariable+"=5")...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	planReader, planWriter := pipe(t)
	controlReader, controlWriter := pipe(t)
	streamReader, streamWriter := pipe(t)
	command.ExtraFiles = []*os.File{planReader, controlReader, streamWriter}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	for _, file := range command.ExtraFiles {
		file.Close()
	}
	defer controlWriter.Close()
	go func() {
		_ = json.NewEncoder(planWriter).Encode(j.document)
		planWriter.Close()
	}()
	result := scriptRun{}
	result.readStream(t, streamReader)
	err := command.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	result.exitCode, result.log = command.ProcessState.ExitCode(), output.String()
	return result
}

func (r *scriptRun) readStream(t *testing.T, from *os.File) {
	t.Helper()
	scanner := bufio.NewScanner(from)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		line := map[string]any{}
		if err := json.Unmarshal(scanner.Bytes(), &line); err != nil {
			t.Fatalf("a line is no JSON: %v: %s", err, scanner.Text())
		}
		r.lines = append(r.lines, line)
		r.text += scanner.Text() + "\n"
	}
}

// of gives the lines of a kind.
func (r *scriptRun) of(kind string) []map[string]any {
	var found []map[string]any
	for _, line := range r.lines {
		if line["kind"] == kind {
			found = append(found, line)
		}
	}
	return found
}

// sum adds a count of all counts lines.
func (r *scriptRun) sum(field string) int {
	total := 0.0
	for _, line := range r.of("counts") {
		value, _ := line[field].(float64)
		total += value
	}
	return int(total)
}

// outcomes adds the outcomes of all counts lines.
func (r *scriptRun) outcomes() map[string]int { return r.byOutcome("outcomes") }

// judgedOtherwise adds the requests that the script judged against their status.
func (r *scriptRun) judgedOtherwise() map[string]int { return r.byOutcome("judgedOtherwise") }

func (r *scriptRun) byOutcome(field string) map[string]int {
	total := map[string]int{}
	for _, line := range r.of("counts") {
		counts, _ := line[field].(map[string]any)
		for outcome, count := range counts {
			total[outcome] += int(count.(float64))
		}
	}
	return total
}

// end is the end line.
func (r *scriptRun) end(t *testing.T) map[string]any {
	t.Helper()
	ends := r.of("end")
	if len(ends) != 1 {
		t.Fatalf("%d end lines; exit code %d, log:\n%s\nstream:\n%s", len(ends), r.exitCode, r.log, r.text)
	}
	return ends[0]
}

// mustHave compares outcomes.
func (r *scriptRun) mustHave(t *testing.T, want map[string]int) {
	t.Helper()
	if got := r.outcomes(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("outcomes %v, want %v; log:\n%s\nstream:\n%s", got, want, r.log, strings.TrimSpace(r.text))
	}
}

// runPlainK6 runs a command of a k6 without a plan and gives what it prints.
func runPlainK6(t *testing.T, environment []string, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], arguments...)
	command.Env = append(os.Environ(), append(environment, asK6+"=1", "HOME="+t.TempDir())...)
	output, err := command.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(output)
}

// writeCertificate writes a test server's certificate as PEM.
func writeCertificate(t *testing.T, path string, server *httptest.Server) {
	t.Helper()
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}
