package headroom

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

func TestMixRunsEachFunctionByItsWeight(t *testing.T) {
	document := planOf(40, 40)
	document.Plan.Work.Mix = []planFunction{
		{Scenario: "spike", Exec: "vote", Weight: 3}, {Exec: "hook", Weight: 1},
	}
	run := scriptJob{document: document, script: `
import exec from 'k6/execution';
import { Counter } from 'k6/metrics';
const votes = new Counter('votes'), hooks = new Counter('hooks'), wrong = new Counter('wrong');
export const options = {
  scenarios: { spike: { executor: 'shared-iterations', exec: 'vote', env: { WHO: 'voter' }, tags: { kind: 'a' } } },
  thresholds: { 'votes{scenario:spike}': ['count>0'], 'votes{kind:a}': ['count>0'], 'hooks{kind:a}': ['count==0'],
    'hooks{scenario:default}': ['count>0'], 'hooks{scenario:spike}': ['count==0'] },
};
export function setup() { return { token: 't' }; }
export function vote(data) {
  if (__ENV.WHO !== 'voter' || exec.scenario.name !== 'spike' || data.token !== 't') wrong.add(1);
  votes.add(1);
}
export async function hook() {
  if (__ENV.WHO !== undefined || exec.scenario.name !== 'default') wrong.add(1);
  await Promise.resolve();
  hooks.add(1);
}`}.run(t)
	counters := map[string]float64{}
	for _, line := range run.of("script") {
		sums, _ := line["counters"].(map[string]any)
		for name, value := range sums {
			counters[name] += value.(float64)
		}
	}
	if counters["wrong"] != 0 || counters["votes"]+counters["hooks"] != 80 {
		t.Fatalf("counters %v; log:\n%s", counters, run.log)
	}
	// Binomial: 60 of 80 expected, standard deviation 3.9.
	if math.Abs(counters["votes"]-60) > 4*3.9 {
		t.Errorf("%v votes of 80, want about 60", counters["votes"])
	}
	for _, threshold := range run.end(t)["thresholds"].([]any) {
		if of := threshold.(map[string]any); of["ok"] != true {
			t.Errorf("threshold %v is not met", of)
		}
	}
}

func TestChoiceDependsOnSeedAndNumberAlone(t *testing.T) {
	work := planWork{Mix: []planFunction{{Exec: "a", Weight: 1}, {Exec: "b", Weight: 1}}}
	choose := func(seed uint64, number int) int { return work.choose("any", seed, number) }
	differs := false
	for number := range 100 {
		if choose(1, number) != choose(1, number) {
			t.Fatal("the same arrival runs different functions")
		}
		differs = differs || choose(1, number) != choose(2, number)
	}
	if !differs {
		t.Error("another seed gives the same functions")
	}
}

func TestAnArrivalRunsFunctionsOfItsEndpointOnly(t *testing.T) {
	work := planWork{Mix: []planFunction{
		{Exec: "a", Weight: 3, Endpoint: "score"}, {Exec: "b", Weight: 9, Endpoint: "embed"},
		{Exec: "c", Weight: 1, Endpoint: "score"},
	}}
	runs := make([]int, len(work.Mix))
	const arrivals = 4000
	for number := range arrivals {
		if chosen := work.choose("embed", 1, number); chosen != 1 {
			t.Fatalf("arrival %d of embed runs function %d", number, chosen)
		}
		runs[work.choose("score", 1, number)]++
	}
	// Binomial: 3,000 of 4,000 expected, standard deviation 27.
	if runs[1] != 0 || math.Abs(float64(runs[0])-3000) > 4*27 {
		t.Errorf("functions ran %v times, want about [3000 0 1000]", runs)
	}
}

func TestInspectTellsWhatAScriptHolds(t *testing.T) {
	folder := t.TempDir()
	script := `
export const options = { stages: [{ duration: '1m', target: 5 }], thresholds: { checks: ['rate>0.9'] },
  scenarios: { spike: { executor: 'shared-iterations', exec: 'vote' } } };
export function setup() {}
export function vote() {}
export const table = [1];`
	for name, text := range map[string]string{"entry.js": entry, "user.js": script} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	output := runPlainK6(t, []string{fenceVariable + "=127.0.0.1"},
		"inspect", "--secret-source=headroom", filepath.Join(folder, "entry.js"))
	var told struct {
		Ext struct {
			Headroom struct {
				Functions, Replaced []string
				Scenarios           map[string]struct{ Exec string }
			}
		}
		Thresholds map[string][]string
	}
	if err := json.Unmarshal([]byte(output), &told); err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	of := told.Ext.Headroom
	if len(of.Functions) != 1 || of.Functions[0] != "vote" || of.Scenarios["spike"].Exec != "vote" ||
		len(of.Replaced) != 2 || of.Replaced[0] != "scenarios" || len(told.Thresholds) != 1 {
		t.Errorf("told %+v", told)
	}
}
