package headroom

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// target is a server that answers by path and counts what it saw.
func target(t *testing.T) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	seen := new(atomic.Int64)
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set(serviceHeader, "12.5")
		fmt.Fprint(w, "ok")
	})
	mux.HandleFunc("/status/404", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no such model", 404) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/here", 302) })
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(20 * time.Second):
		}
	})
	mux.HandleFunc("/broken", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, "half of it")
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.Add(1)
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server, seen
}

func TestEveryRequestOfAScriptIsRecordedOnce(t *testing.T) {
	server, seen := target(t)
	script := strings.ReplaceAll(`
		import http from 'k6/http';
		export default async function () {
			http.post('URL/score', '{}');
			http.batch([['GET', 'URL/1'], ['GET', 'URL/2'], ['GET', 'URL/3']]);
			await http.asyncRequest('GET', 'URL/4');
			http.get('URL/status/404');
			http.get('URL/moved');                      // not followed unless asked
			http.get('URL/moved', { redirects: 3 });    // one record per hop
			http.get('URL/slow', { timeout: '100ms' });
			http.get('URL/broken');
			http.get('http://127.0.0.1:1/');
		}`, "URL", server.URL)
	got := scriptJob{document: planOf(3, 2), script: script}.run(t)
	end := got.end(t)
	got.mustHave(t, map[string]int{"200": 5 * (5 + 1), "404": 5, "302": 5 * 2, "timeout": 5, "reset": 5, "refused": 5})
	if got.sum("requests") != 60 || int(seen.Load()) != 55 || end["requests"] != 60.0 || end["ended"] != 60.0 {
		t.Errorf("%d requests recorded, end line %v, the server saw %d", got.sum("requests"), end, seen.Load())
	}
	if got.sum("arrivals") != 5 || got.sum("exceptions") != 0 || end["reason"] != "complete" || got.exitCode != 0 {
		t.Errorf("arrivals %d, exit code %d, end %v\n%s", got.sum("arrivals"), got.exitCode, end, got.log)
	}
	// k6 expects 200 to 399 by default: 404 and what has no answer are not.
	if got.sum("unexpected") != 20 {
		t.Errorf("unexpected: %d, want 20\n%s", got.sum("unexpected"), got.text)
	}
	samples := fmt.Sprint(got.of("sample"))
	want := samplesOf(got, "404") + samplesOf(got, "timeout") + samplesOf(got, "reset") + samplesOf(got, "refused")
	if !strings.Contains(samples, "no such model") || want < 4*samplesPerOutcome || len(got.of("sample")) != want {
		t.Errorf("%d samples, want %d: %s", len(got.of("sample")), want, samples)
	}
}

// samplesOf is how many answers of a failing outcome are to be shown: the first three, and one of each further second. On a
// busy machine requests of one iteration fall into two seconds.
func samplesOf(got scriptRun, outcome string) int {
	bySecond := map[int]int{}
	for _, line := range got.of("counts") {
		outcomes, _ := line["outcomes"].(map[string]any)
		n, _ := outcomes[outcome].(float64)
		bySecond[int(line["second"].(float64))] += int(n)
	}
	shown := 0
	for _, second := range slices.Sorted(maps.Keys(bySecond)) {
		if n := bySecond[second]; shown < samplesPerOutcome {
			shown += min(n, samplesPerOutcome-shown)
		} else if n > 0 {
			shown++
		}
	}
	return shown
}

func TestExpectedStatusesOfTheScriptAreHonoured(t *testing.T) {
	server, _ := target(t)
	script := strings.ReplaceAll(`
		import http from 'k6/http';
		http.setResponseCallback(http.expectedStatuses(404));
		export default function () {
			http.get('URL/status/404');
			http.get('URL/ok');
			http.get('URL/ok', { responseCallback: http.expectedStatuses(200) });
		}`, "URL", server.URL)
	got := scriptJob{document: planOf(4), script: script}.run(t)
	got.mustHave(t, map[string]int{"200": 8, "404": 4})
	if otherwise := got.judgedOtherwise(); otherwise["404"] != 4 || otherwise["200"] != 4 {
		t.Errorf("judged otherwise than by their status: %v, want four 404 and four 200", otherwise)
	}
	if got.sum("unexpected") != 4 {
		t.Errorf("unexpected: %d, want 4\n%s", got.sum("unexpected"), got.text)
	}
}

func TestTheFirstRequestAnswersForTheLatenessAndLaterOnesForThemselves(t *testing.T) {
	server, _ := target(t)
	document := planOf(1, 0, 0)
	script := strings.ReplaceAll(`
		import http from 'k6/http';
		import { sleep } from 'k6';
		export default function () { http.get('URL/a'); sleep(1.5); http.get('URL/b'); }`, "URL", server.URL)
	got := scriptJob{document: document, script: script}.run(t)
	started := int(got.of("header")[0]["startedAtMs"].(float64)) / 1000
	bySecond := map[int]int{}
	for _, line := range got.of("counts") {
		requests, _ := line["requests"].(float64)
		bySecond[int(line["second"].(float64))-started] += int(requests)
	}
	if bySecond[0] != 1 || bySecond[0]+bySecond[1]+bySecond[2] != 2 {
		t.Errorf("requests by second: %v\n%s", bySecond, got.text)
	}
}

func TestConnectionModesHoldForScripts(t *testing.T) {
	server, _ := target(t)
	script := strings.ReplaceAll(`
		import http from 'k6/http';
		export default function () { http.get('URL/1'); http.get('URL/2'); }`, "URL", server.URL)
	// One user sends one request after the other, whatever the machine's speed.
	for mode, perIteration := range map[string]int{"new": 2, "reuse": 0, "perUser": 0} {
		document := planOf(10)
		document.Plan.Connections.Mode = mode
		document.Plan.Work.UsersAtStart, document.Plan.Work.UsersMax = 1, 1
		got := scriptJob{document: document, script: script}.run(t)
		fired := got.sum("arrivals")
		got.mustHave(t, map[string]int{"200": 2 * fired})
		if made, want := got.sum("connections"), max(perIteration*fired, 1); made != want {
			t.Errorf("%s: %d connections in %d iterations, want %d", mode, made, fired, want)
		}
	}
}

func TestUsersShareConnectionsOnlyIfTheyAreReused(t *testing.T) {
	for mode, isShared := range map[string]bool{"new": false, "reuse": true, "perUser": false} {
		document := aPlan("http://127.0.0.1:1", 1)
		document.Plan.Connections.Mode = mode
		g, _ := aGenerator(t, document)
		_, first := g.sharing.of(g, new(http.Transport))
		_, second := g.sharing.of(g, new(http.Transport))
		if (first != nil && first == second) != isShared {
			t.Errorf("%s: two users share connections: %v", mode, first == second)
		}
	}
}
