package headroom

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"sort"
	"strings"
	"sync"
	"testing"
)

func TestSendIsTheScoringRequestAndIsRecordedOnce(t *testing.T) {
	var mu sync.Mutex
	var bodies []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		bodies = append(bodies, r.Method+" "+r.URL.RequestURI()+" "+r.Header.Get("Authorization")+" "+string(body))
		mu.Unlock()
		if strings.Contains(string(body), `"n":1`) {
			http.Error(w, "one too many", http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	document := planOf(3)
	document.Plan.Endpoints[0].Method, document.Plan.Endpoints[0].TimeoutMs = "PUT", 2000
	document.Secret.Endpoints[0].URL = server.URL + "/score?code=k3y-in-query"
	document.Secret.Endpoints[0].Headers = map[string]string{"Authorization": "Bearer t0ken"}
	got := scriptJob{document: document, script: `
		import exec from 'k6/execution';
		import { arrival, send } from 'k6/x/headroom';
		import { check } from 'k6';
		export default function () {
			const n = exec.scenario.iterationInTest;
			const { status } = send(JSON.stringify({ n, arrival: arrival() }));
			check(status, { 'status comes back': (s) => s === (n === 1 ? 503 : 200) });
		}`}.run(t)
	got.mustHave(t, map[string]int{"200": 2, "503": 1})
	sort.Strings(bodies)
	for n, body := range bodies {
		want := fmt.Sprintf(
			`PUT /score?code=k3y-in-query Bearer t0ken {"n":%d,"arrival":{"endpoint":"default","number":%d}}`, n, n)
		if body != want {
			t.Errorf("request %d: %s\nwant       %s", n, body, want)
		}
	}
	if sums := scriptSums(&got); fmt.Sprint(sums) != "map[status comes back:[3 0]]" || got.sum("unexpected") != 1 ||
		got.sum("requests") != 3 || len(bodies) != 3 {
		t.Errorf("%v, %d requests, server %d\n%s", sums, got.sum("requests"), len(bodies), got.text)
	}
	if strings.Contains(got.text+got.log, "k3y-in-query") || strings.Contains(got.text+got.log, "t0ken") {
		t.Errorf("a key is shown:\n%s\n%s", got.text, got.log)
	}
}

func TestSecretsReachScriptsAndNothingElse(t *testing.T) {
	var echoed sync.Map
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		echoed.Store(r.Header.Get("X-Key"), true)
		w.WriteHeader(http.StatusTeapot)
		fmt.Fprintf(w, "your key is %s", r.Header.Get("X-Key"))
	}))
	defer server.Close()
	document := planOf(4)
	document.Secret.Secrets = map[string]string{"SCORING_KEY": "c4nary-of-script"}
	document.Secret.Redact = []string{"Bearer c4nary-of-header"}
	got := scriptJob{document: document, script: strings.ReplaceAll(`
		import http from 'k6/http';
		import { check, group } from 'k6';
		import secrets from 'k6/secrets';
		export async function setup() { console.log('setup has', await secrets.get('SCORING_KEY')); }
		export default async function () {
			const key = await secrets.get('SCORING_KEY');
			console.error('key', key, 'c4nary-of-header', { key }, [key]);
			http.get('URL', { headers: { 'X-Key': key } });
			http.get('http://127.0.0.1:1/?key=' + key);
			http.get('http://127.0.0.1:1/?key=c4nary-in-code');
			http.get('URL', { headers: { 'X-Key': 'c4nary-in-code' } });
			check(null, { ['answered ' + key]: () => true, 'URL?key=c4nary-in-code is 200': () => true });
			group('with ' + key, () => check(null, { ok: () => true }));
			throw new Error('failed with ' + key);
		}`, "URL", server.URL)}.run(t)
	if _, came := echoed.Load("c4nary-of-script"); !came {
		t.Fatalf("the script did not get its key\n%s", got.log)
	}
	got.mustHave(t, map[string]int{"418": 8, "refused": 8})
	if got.sum("exceptions") != 4 || len(got.of("exception")) != 1 || len(got.of("sample")) == 0 {
		t.Errorf("exceptions %v, samples %v", got.of("exception"), got.of("sample"))
	}
	checks := map[string]any{}
	for _, line := range got.of("script") {
		maps.Copy(checks, line["checks"].(map[string]any))
	}
	for _, name := range []string{"answered " + redacted, server.URL + " is 200", "with " + redacted + "::ok"} {
		if checks[name] == nil {
			t.Errorf("no check %q in %v", name, checks)
		}
	}
	for _, text := range []string{got.log, got.text} {
		if strings.Contains(text, "c4nary") || !strings.Contains(text, redacted) {
			t.Errorf("not redacted:\n%s", text)
		}
	}
}

func TestAnErrorThatEndsTheLoadIsRedacted(t *testing.T) {
	document := planOf(1)
	document.Secret.Secrets = map[string]string{"KEY": "c4nary-of-script"}
	got := scriptJob{document: document, script: `
		import secrets from 'k6/secrets';
		export async function setup() { throw new Error('no luck with ' + await secrets.get('KEY')); }
		export default function () {}`}.run(t)
	if end := got.end(t); end["reason"] != "aborted" || !strings.Contains(fmt.Sprint(end["detail"]), "no luck with "+redacted) {
		t.Errorf("end %v\n%s", end, got.log)
	}
	if strings.Contains(got.text+got.log, "c4nary") {
		t.Errorf("the key is shown:\n%s\n%s", got.text, got.log)
	}
}

func TestSendWithoutABodySendsThePayloadOfTheArrivalsEndpoint(t *testing.T) {
	var bodies sync.Map
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies.Store(r.URL.Path+" "+string(body), true)
	}))
	defer server.Close()
	document := planOf(5)
	addEndpoint(&document, "other", 2)
	document.Plan.Arrivals.PerEndpoint[0] = []int{3}
	document.Plan.Endpoints[1].Payload = planPayload{Kind: "inTurn", Count: 2}
	document.Secret.Endpoints[0].URL = server.URL + "/score"
	document.Secret.Endpoints[1] = endpointSecret{
		URL: server.URL + "/other", Payloads: [][]byte{[]byte("first"), {0xff, 0x00}},
	}
	got := scriptJob{document: document, script: `
		import { send } from 'k6/x/headroom';
		export default function () { send(); }`}.run(t)
	got.mustHave(t, map[string]int{"200": 5})
	for _, want := range []string{`/score {"data":[1]}`, "/other first", "/other \xff\x00"} {
		if _, came := bodies.Load(want); !came {
			t.Errorf("the server never got %q", want)
		}
	}
	for name, count := range map[string]int{"default": 3, "other": 2} {
		if arrivals := total(ofEndpoint(got.of("counts"), name), "arrivals"); arrivals != count {
			t.Errorf("%s has %d arrivals, want %d", name, arrivals, count)
		}
	}
}
