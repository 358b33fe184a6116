package headroom

import (
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// aPlan is a document with the given counts per second: POST requests to a target, everything permitted.
func aPlan(target string, perSecond ...int) *planDocument {
	return &planDocument{
		Plan: loadPlan{
			SchemaVersion: planSchemaVersion, Seed: 1, Generator: "test",
			Phases:   []planPhase{{Name: "only", FromSecond: 0, ToSecond: len(perSecond)}},
			Arrivals: planArrivals{Placement: "random", PerSecond: perSecond, PerEndpoint: [][]int{perSecond}},
			Endpoints: []planEndpoint{{
				Name: "default", Method: "POST", TimeoutMs: 5000, DiscardBody: true,
				Payload: planPayload{Kind: "one", Count: 1},
			}},
			Connections: planConnections{Mode: "reuse", HTTP2: true},
			Work:        planWork{Kind: "request"},
			Limits: planLimits{
				InFlightMax: 10000, RequestsPerSecondMax: 100000, GraceSeconds: 6,
				AutoStop: planAutoStop{MaxErrorShare: 1, WindowSeconds: 60, OverdueMs: 10000},
			},
			Fence: planFence{Hosts: []string{hostOf(target)}},
		},
		Secret: loadSecret{Endpoints: []endpointSecret{{URL: target, Payloads: [][]byte{[]byte(`{"data":[1]}`)}}}},
	}
}

func hostOf(target string) string {
	parsed, err := url.Parse(target)
	if err != nil {
		panic(err)
	}
	return strings.ToLower(parsed.Host)
}

// lockedBuffer is a reader of the stream that is never slow.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// lines are what was written so far, each as a map.
func (b *lockedBuffer) lines(t *testing.T) []map[string]any {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	return parseLines(t, b.text.String())
}

func parseLines(t *testing.T, text string) []map[string]any {
	t.Helper()
	var lines []map[string]any
	for _, one := range strings.Split(strings.TrimSpace(text), "\n") {
		parsed := map[string]any{}
		if err := json.Unmarshal([]byte(one), &parsed); err != nil {
			t.Fatalf("not a line: %q: %v", one, err)
		}
		lines = append(lines, parsed)
	}
	return lines
}

// kind picks the lines of a kind.
func kind(lines []map[string]any, name string) []map[string]any {
	var found []map[string]any
	for _, one := range lines {
		if one["kind"] == name {
			found = append(found, one)
		}
	}
	return found
}

// total adds up a count over lines; a field that is left out is zero.
func total(lines []map[string]any, field string) int {
	sum := 0
	for _, one := range lines {
		if value, found := one[field].(float64); found {
			sum += int(value)
		}
	}
	return sum
}

// outcomes adds up the outcomes over counts lines.
func outcomes(lines []map[string]any) map[string]int {
	sum := map[string]int{}
	for _, one := range kind(lines, "counts") {
		for outcome, count := range one["outcomes"].(map[string]any) {
			sum[outcome] += int(count.(float64))
		}
	}
	return sum
}

// aGenerator is a generator inside this test process, with its fence.
func aGenerator(t *testing.T, document *planDocument) (*generator, *lockedBuffer) {
	t.Helper()
	if err := document.validate(); err != nil {
		t.Fatal(err)
	}
	out := &lockedBuffer{}
	g := newGenerator(document, newStream(out, queueLines), newEnding(func() {}))
	made, err := newFence(fenceSpec{hosts: document.Plan.Fence.Hosts, onRefused: g.refused})
	if err != nil {
		t.Fatal(err)
	}
	g.fence = made
	g.begin(time.Now())
	return g, out
}

// sendAll carries out arrivals by the sender, all at once, and gives the stream's lines.
func sendAll(t *testing.T, document *planDocument, arrivals int) []map[string]any {
	t.Helper()
	g, out := aGenerator(t, document)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s, err := newSender(ctx, g)
	if err != nil {
		t.Fatal(err)
	}
	for number := range arrivals {
		if !s.fire(arrival{planned: time.Now(), number: number, turn: number, key: g.keyOf(0, 0)}) {
			t.Fatal("refused")
		}
	}
	<-s.idle()
	g.finish(nil)
	return out.lines(t)
}
