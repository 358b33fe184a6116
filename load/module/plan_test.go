package headroom

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// fixtures are read by the tool's tests too (test/runs/schema): neither side can change its form alone.
const fixtures = "../../test/fixtures/load-stream/"

func TestThePlanOfTheToolIsUnderstood(t *testing.T) {
	file, err := os.Open(fixtures + "plan.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	document, err := readDocument(file)
	if err != nil {
		t.Fatal(err)
	}
	plan := document.Plan
	if plan.planned() != 20 || plan.phaseAt(1) != 0 || plan.phaseAt(2) != 1 || len(document.Secret.Endpoints) != 2 || len(document.Secret.Endpoints[0].Payloads) != 2 {
		t.Errorf("plan %+v", plan)
	}
	if string(document.Secret.Endpoints[0].Payloads[0]) != `{"data":[1]}` {
		t.Errorf("payload %q", document.Secret.Endpoints[0].Payloads[0])
	}
}

func TestTheLinesOfTheToolHaveNoFieldThatThisModuleDoesNotKnow(t *testing.T) {
	text, err := os.ReadFile(fixtures + "stream.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	forms := map[string]func() any{
		"armed": func() any { return new(armedLine) }, "header": func() any { return new(headerLine) }, "counts": func() any { return new(countsLine) },
		"gauge": func() any { return new(gaugeLine) }, "script": func() any { return new(scriptLine) },
		"sample": func() any { return new(sampleLine) }, "exception": func() any { return new(exceptionLine) },
		"stall": func() any { return new(stallLine) }, "refused": func() any { return new(refusedLine) },
		"note": func() any { return new(noteLine) }, "lost": func() any { return new(lostLine) },
		"end": func() any { return new(endLine) },
	}
	for _, one := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		var head lineHead
		if err := json.Unmarshal([]byte(one), &head); err != nil {
			t.Fatal(err)
		}
		make, known := forms[head.Kind]
		if !known {
			t.Errorf("unknown kind %q", head.Kind)
			continue
		}
		decoder := json.NewDecoder(strings.NewReader(one))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(make()); err != nil {
			t.Errorf("%s: %v", head.Kind, err)
		}
	}
}

func TestWhatAPlanMustNotBe(t *testing.T) {
	changes := map[string]func(*planDocument){
		"schemaVersion": func(d *planDocument) { d.Plan.SchemaVersion = 1 },
		"whole second":  func(d *planDocument) { at := int64(1500); d.Plan.StartAtMs = &at },
		"phases cover":  func(d *planDocument) { d.Plan.Arrivals.PerSecond = []int{1, 2, 3} },
		"expected one":  func(d *planDocument) { d.Plan.Phases[0].FromSecond = 1 },
		"placement":     func(d *planDocument) { d.Plan.Arrivals.Placement = "" },
		"arrivals":      func(d *planDocument) { d.Plan.Arrivals.PerSecond[0] = -1 },
		"offsets":       func(d *planDocument) { exactly(d, []float64{5, 4}) },
		"outside":       func(d *planDocument) { exactly(d, []float64{5, 1000}) },
		"offsetsMs":     func(d *planDocument) { d.Plan.Arrivals.OffsetsMs = [][]float64{{1, 2}, {3}} },
		"mode":          func(d *planDocument) { d.Plan.Connections.Mode = "many" },
		"inFlightMax":   func(d *planDocument) { d.Plan.Limits.InFlightMax = 0 },
		"autoStop":      func(d *planDocument) { d.Plan.Limits.AutoStop.MaxErrorShare = 2 },
		"work.kind":     func(d *planDocument) { d.Plan.Work.Kind = "" },
		"usersAtStart":  func(d *planDocument) { d.Plan.Work = planWork{Kind: "script", UsersAtStart: 3, UsersMax: 2} },
		"payload.count": func(d *planDocument) { d.Plan.Endpoints[0].Payload.Count = 2 },
		"its url":       func(d *planDocument) { d.Secret.Endpoints[0].URL = "ftp://somewhere" },
		"discardBody":   func(d *planDocument) { d.Plan.Endpoints[0].DiscardBody = false },
		"method":        func(d *planDocument) { d.Plan.Endpoints[0].Method = "" },
		"generator":     func(d *planDocument) { d.Plan.Generator = "" },
		"at least one":  func(d *planDocument) { d.Plan.Endpoints, d.Secret.Endpoints = nil, nil },
		"secrets of":    func(d *planDocument) { d.Secret.Endpoints = nil },
		"name of its":   func(d *planDocument) { addEndpoint(d, "default", 0, 0) },
		"counts of":     func(d *planDocument) { addEndpoint(d, "other", 0, 0); d.Plan.Arrivals.PerEndpoint = nil },
		"[1] has":       func(d *planDocument) { addEndpoint(d, "other", 0) },
		"add up to":     func(d *planDocument) { addEndpoint(d, "other", 0, 1) },
		"no function":   func(d *planDocument) { addEndpoint(d, "other", 0, 0); runsOnly(d, "default") },
	}
	for want, change := range changes {
		document := aPlan("http://127.0.0.1:9", 2, 1)
		if err := document.validate(); err != nil {
			t.Fatal(err)
		}
		change(document)
		if err := document.validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one that tells %q", err, want)
		}
	}
}

// addEndpoint adds one like the first, with these arrivals of each second.
func addEndpoint(d *planDocument, name string, perSecond ...int) {
	of := d.Plan.Endpoints[0]
	of.Name = name
	d.Plan.Endpoints = append(d.Plan.Endpoints, of)
	d.Secret.Endpoints = append(d.Secret.Endpoints, d.Secret.Endpoints[0])
	d.Plan.Arrivals.PerEndpoint = append(d.Plan.Arrivals.PerEndpoint, perSecond)
}

func runsOnly(d *planDocument, endpoint string) {
	d.Plan.Work = planWork{
		Kind: "script", UsersAtStart: 1, UsersMax: 1, FirstIterationMs: 1,
		Mix: []planFunction{{Exec: "score", Weight: 1, Endpoint: endpoint}},
	}
}

func exactly(d *planDocument, offsetsMs []float64) {
	d.Plan.Arrivals.Placement, d.Plan.Arrivals.OffsetsMs = "exact", [][]float64{offsetsMs, {1}}
}

func TestAPlanWithAnUnknownFieldIsRefused(t *testing.T) {
	text, err := json.Marshal(aPlan("http://127.0.0.1:9", 2))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := readDocument(bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	strange := strings.Replace(string(text), `"seed":1`, `"seed":1,"sead":2`, 1)
	if _, err := readDocument(strings.NewReader(strange)); err == nil || !strings.Contains(err.Error(), "sead") {
		t.Errorf("error %v", err)
	}
	if _, err := readDocument(strings.NewReader(string(text) + "{}")); err == nil {
		t.Error("two documents are none")
	}
}

func TestStacksPointToTheUsersSource(t *testing.T) {
	message, stack := splitStack("Error: two\nlines\n\tat inner (file:///u/lib.ts:9:8(12))\n\tat file:///u/script.js:16:7(3)\n")
	if message != "Error: two\nlines" || len(stack) != 2 || stack[0] != "inner (file:///u/lib.ts:9:8)" ||
		stack[1] != "file:///u/script.js:16:7" {
		t.Errorf("%q, %q", message, stack)
	}
}

func TestRandomPayloadsAreDrawnBySeed(t *testing.T) {
	form := requestForm{order: "random", seed: 7}
	for range 4 {
		form.payloads = append(form.payloads, newPayload(nil))
	}
	sent := map[*payload]int{}
	const arrivals = 4000
	for number := range arrivals {
		if form.payloadOf(number) != form.payloadOf(number) {
			t.Fatal("the same arrival must send the same payload")
		}
		sent[form.payloadOf(number)]++
	}
	for _, one := range form.payloads {
		if sent[one] < arrivals/4-150 || sent[one] > arrivals/4+150 {
			t.Errorf("payloads are sent %v times, want about %d each", sent, arrivals/4)
		}
	}
	if other := (requestForm{order: "random", seed: 8, payloads: form.payloads}); sameOrder(&form, &other, 50) {
		t.Error("another seed must give another order")
	}
}

func sameOrder(a, b *requestForm, arrivals int) bool {
	for number := range arrivals {
		if a.payloadOf(number) != b.payloadOf(number) {
			return false
		}
	}
	return true
}
