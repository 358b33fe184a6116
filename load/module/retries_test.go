package headroom

import (
	"encoding/json"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"
)

// sharedRetries is what the simulator's test reads too: test/planner/simulate/retries-as-fired.test.ts.
type sharedRetries struct {
	Pauses []struct {
		About   string          `json:"about"`
		Retries json.RawMessage `json:"retries"`
		Tried   int             `json:"tried"`
		Draw    float64         `json:"draw"`
		AskedMs float64         `json:"askedMs"`
		PauseMs float64         `json:"pauseMs"`
	} `json:"pauses"`
	Budgets []struct {
		About       string   `json:"about"`
		BudgetShare *float64 `json:"budgetShare"`
		Firsts      int      `json:"firsts"`
		Failures    int      `json:"failures"`
		Retries     int      `json:"retries"`
	} `json:"budgets"`
	Shares []struct {
		About       string  `json:"about"`
		BudgetShare float64 `json:"budgetShare"`
		Requests    int     `json:"requests"`
		Retries     int     `json:"retries"`
	} `json:"shares"`
}

func readSharedRetries(t *testing.T) sharedRetries {
	t.Helper()
	text, err := os.ReadFile("../../test/fixtures/retries.json")
	if err != nil {
		t.Fatal(err)
	}
	var shared sharedRetries
	if err := json.Unmarshal(text, &shared); err != nil {
		t.Fatal(err)
	}
	return shared
}

// tries is a plan's retries with the tool's defaults, without chance.
func tries(countMax int) *planRetries {
	return &planRetries{CountMax: countMax, BackoffMs: 1, BackoffGrowth: 2, BackoffMaxMs: 10_000}
}

func TestPausesAreThoseOfTheSimulation(t *testing.T) {
	for _, one := range readSharedRetries(t).Pauses {
		rule := &retryRule{planRetries: planRetries{BackoffMs: 100, BackoffGrowth: 2, BackoffMaxMs: 10_000, JitterShare: 1}}
		if err := json.Unmarshal(one.Retries, &rule.planRetries); err != nil {
			t.Fatal(err)
		}
		asked := time.Duration(one.AskedMs * float64(time.Millisecond))
		if got := toMs(rule.pause(one.Tried, one.Draw, asked)); got < one.PauseMs-1e-6 || got > one.PauseMs+1e-6 {
			t.Errorf("%s: %v ms, want %v", one.About, got, one.PauseMs)
		}
	}
}

func TestBudgetsAreThoseOfTheSimulation(t *testing.T) {
	failing := &reply{outcome: "503"}
	ruleOf := func(share *float64) *retryRule {
		of := tries(1)
		of.BudgetShare = share
		return newRetryRule(&loadPlan{Retries: of})
	}
	count := func(rule *retryRule, number int) int {
		if _, again := rule.next(failing, number, 0, time.Now()); again {
			return 1
		}
		return 0
	}
	shared := readSharedRetries(t)
	for _, one := range shared.Budgets {
		rule, sent := ruleOf(one.BudgetShare), 0
		for range one.Firsts {
			rule.budget.note()
		}
		for number := range one.Failures {
			sent += count(rule, number)
		}
		if sent != one.Retries {
			t.Errorf("%s: %d retries, want %d", one.About, sent, one.Retries)
		}
	}
	for _, one := range shared.Shares {
		rule, sent := ruleOf(&one.BudgetShare), 0
		for number := range one.Requests {
			rule.budget.note()
			sent += count(rule, number)
		}
		if sent != one.Retries {
			t.Errorf("%s: %d retries, want %d", one.About, sent, one.Retries)
		}
	}
}

func TestWhatIsTriedAgain(t *testing.T) {
	rule := newRetryRule(&loadPlan{Retries: tries(1)})
	for outcome, want := range map[string]bool{
		"503": true, "504": true, "502": true, "429": true, "timeout": true, "refused": true, "reset": true, "dial": true,
		"200": false, "400": false, "500": false, "302": false, "blocked": false, "canceled": false, "dns": false,
	} {
		if _, again := rule.next(&reply{outcome: outcome}, 0, 0, time.Now()); again != want {
			t.Errorf("%s is tried again: %v", outcome, again)
		}
	}
}

func TestRetryAfterIsSecondsOrADate(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"": 0, "2": 2 * time.Second, "Sat, 28 Nov 2026 12:00:03 GMT": 3 * time.Second,
		"Sat, 28 Nov 2026 11:00:00 GMT": 0, "soon": 0, "-4": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {text}}, now); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// failing answers 503 to the first so many requests, then 200.
func failing(times int64) http.HandlerFunc {
	var asked atomic.Int64
	return func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) > times {
			ok(w, r)
			return
		}
		w.WriteHeader(http.StatusServiceUnavailable)
	}
}

func TestAnArrivalEndsWithItsLastTry(t *testing.T) {
	target := startTarget(t, failing(2))
	document := aPlan(target.URL, 1)
	document.Plan.Retries = tries(5)
	document.Plan.Retries.BackoffMs = 30
	lines := sendAll(t, document, 1)
	counts, last := kind(lines, "counts"), end(t, lines)
	if got := outcomes(lines); len(got) != 1 || got["200"] != 1 || total(counts, "unexpected") != 0 {
		t.Errorf("outcomes %v, %d unexpected", got, total(counts, "unexpected"))
	}
	if total(counts, "requests") != 1 || total(counts, "retries") != 2 || target.count() != 3 {
		t.Errorf("%d requests, %d retries, the target counted %d", total(counts, "requests"), total(counts, "retries"), target.count())
	}
	if field(last, "requests") != 1 || field(last, "ended") != 1 || field(last, "retries") != 2 {
		t.Errorf("end line %v", last)
	}
	if got := triesOf(counts); got["503"] != 2 || got["200"] != 1 {
		t.Errorf("tries %v", got)
	}
	if took := latencySum(counts, "latencyMs", "200"); took < 30+60 {
		t.Errorf("the arrival took %v ms, its pauses alone 90", took)
	}
	if took := latencySum(counts, "triesMs", "200"); took >= latencySum(counts, "latencyMs", "200") {
		t.Errorf("the last try alone took %v ms", took)
	}
}

// triesOf counts the tries by their outcome.
func triesOf(counts []map[string]any) map[string]int {
	sum := map[string]int{}
	for _, line := range counts {
		tries, _ := line["triesMs"].(map[string]any)
		for outcome, sketch := range tries {
			sum[outcome] += field(sketch.(map[string]any), "count")
		}
	}
	return sum
}

// latencySum adds up the times of an outcome in ms.
func latencySum(counts []map[string]any, of, outcome string) float64 {
	sum := 0.0
	for _, line := range counts {
		sketches, _ := line[of].(map[string]any)
		if sketch, found := sketches[outcome].(map[string]any); found {
			sum += sketch["sum"].(float64)
		}
	}
	return sum
}

func TestRetriesEndWithTheirCount(t *testing.T) {
	target := startTarget(t, failing(1000))
	document := aPlan(target.URL, 20)
	document.Plan.Retries = tries(3)
	lines := sendAll(t, document, 20)
	counts := kind(lines, "counts")
	if got := outcomes(lines); got["503"] != 20 || total(counts, "unexpected") != 20 || total(counts, "retries") != 60 {
		t.Errorf("outcomes %v, %d unexpected, %d retries", got, total(counts, "unexpected"), total(counts, "retries"))
	}
	if got := triesOf(counts); got["503"] != 80 || target.count() != 80 {
		t.Errorf("tries %v, the target counted %d", got, target.count())
	}
}

func TestAutoStopSeesEveryTry(t *testing.T) {
	target := startTarget(t, failing(1000))
	document := aPlan(target.URL, 1)
	document.Plan.Retries = tries(3)
	g, _ := aGenerator(t, document)
	s, err := newSender(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	s.fire(arrival{planned: time.Now(), key: g.keyOf(0, 0)})
	<-s.idle()
	if ends, failed, inFlight, _ := g.book.load(time.Now()); ends != 4 || failed != 4 || inFlight != 0 {
		t.Errorf("%d ends, %d of them failed, %d in flight", ends, failed, inFlight)
	}
}

func TestNothingIsTriedAgainOnceTheLoadIsStopped(t *testing.T) {
	asked := make(chan struct{}, 1)
	target := startTarget(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		asked <- struct{}{}
	})
	document := aPlan(target.URL, 1)
	document.Plan.Retries = tries(3)
	document.Plan.Retries.BackoffMs, document.Plan.Retries.BackoffMaxMs = 3_600_000, 3_600_000
	g, out := aGenerator(t, document)
	s, err := newSender(t.Context(), g)
	if err != nil {
		t.Fatal(err)
	}
	s.fire(arrival{planned: time.Now(), key: g.keyOf(0, 0)})
	<-asked // the pause is an hour: only the stop ends it
	g.ending.stop(whyEnded{reason: reasonStopped})
	<-s.idle()
	g.finish(nil)
	lines := out.lines(t)
	if got := outcomes(lines); got["503"] != 1 || target.count() != 1 || field(end(t, lines), "retries") != 0 {
		t.Errorf("outcomes %v, the target counted %d, end line %v", got, target.count(), end(t, lines))
	}
}

func TestTheCapHoldsForRetries(t *testing.T) {
	target := startTarget(t, failing(1000))
	document := aPlan(target.URL, 1)
	document.Plan.Retries = tries(50)
	document.Plan.Retries.BackoffGrowth = 1
	document.Plan.Limits.RequestsPerSecondMax = 1
	lines := sendAll(t, document, 1)
	last := end(t, lines)
	if last["reason"] != "cap" || field(last, "ended") != 1 || outcomes(lines)["503"] != 1 {
		t.Errorf("end line %v, outcomes %v", last, outcomes(lines))
	}
	if most := 10; target.count() > most || field(last, "retries") != target.count()-1 {
		t.Errorf("the target counted %d, the end line says %v", target.count(), last)
	}
}

func TestRetriesThatMakeNoSenseAreRefused(t *testing.T) {
	for name, change := range map[string]func(*planDocument){
		"no count":       func(d *planDocument) { d.Plan.Retries.CountMax = 0 },
		"shrinking":      func(d *planDocument) { d.Plan.Retries.BackoffGrowth = 0.5 },
		"jitter above 1": func(d *planDocument) { d.Plan.Retries.JitterShare = 2 },
		"redirects":      func(d *planDocument) { d.Plan.Endpoints[0].FollowRedirects = true },
	} {
		document := aPlan("http://127.0.0.1:1", 1)
		document.Plan.Retries = tries(1)
		change(document)
		if document.validate() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
