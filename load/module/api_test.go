package headroom

import (
	"encoding/json"
	"fmt"
	"io"
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
	document.Plan.Work.Method, document.Plan.Work.TimeoutMs = "PUT", 2000
	document.Secret.URL = server.URL + "/score?code=k3y-in-query"
	document.Secret.Headers = map[string]string{"Authorization": "Bearer t0ken"}
	got := scriptJob{document: document, script: `
		import exec from 'k6/execution';
		import { send, target } from 'k6/x/headroom';
		import { check } from 'k6';
		export default function () {
			const n = exec.scenario.iterationInTest;
			const { status } = send(JSON.stringify({ n, target }));
			check(status, { 'status comes back': (s) => s === (n === 1 ? 503 : 200) });
		}`}.run(t)
	got.mustHave(t, map[string]int{"200": 2, "503": 1})
	sort.Strings(bodies)
	for n, body := range bodies {
		public, _ := json.Marshal(map[string]any{"url": server.URL + "/score", "method": "PUT"})
		var parts struct{ Target map[string]any }
		head, text, _ := strings.Cut(body, " {")
		if err := json.Unmarshal([]byte("{"+text), &parts); err != nil {
			t.Fatalf("%v: %s", err, body)
		}
		shown, _ := json.Marshal(parts.Target)
		if head != "PUT /score?code=k3y-in-query Bearer t0ken" || string(shown) != sorted(public) {
			t.Errorf("request %d: %s", n, body)
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

// sorted is JSON with its keys in order.
func sorted(text []byte) string {
	var value map[string]any
	if err := json.Unmarshal(text, &value); err != nil {
		return err.Error()
	}
	again, _ := json.Marshal(value)
	return string(again)
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
		import secrets from 'k6/secrets';
		export async function setup() { console.log('setup has', await secrets.get('SCORING_KEY')); }
		export default async function () {
			const key = await secrets.get('SCORING_KEY');
			console.error('key', key, 'c4nary-of-header', { key }, [key]);
			http.get('URL', { headers: { 'X-Key': key } });
			http.get('http://127.0.0.1:1/?key=' + key);
			http.get('http://127.0.0.1:1/?key=c4nary-in-code');
			http.get('URL', { headers: { 'X-Key': 'c4nary-in-code' } });
			throw new Error('failed with ' + key);
		}`, "URL", server.URL)}.run(t)
	if _, came := echoed.Load("c4nary-of-script"); !came {
		t.Fatalf("the script did not get its key\n%s", got.log)
	}
	got.mustHave(t, map[string]int{"418": 8, "refused": 8})
	if got.sum("exceptions") != 4 || len(got.of("exception")) != 1 || len(got.of("sample")) == 0 {
		t.Errorf("exceptions %v, samples %v", got.of("exception"), got.of("sample"))
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

func TestThePlansPayloadsReachScripts(t *testing.T) {
	var bodies sync.Map
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies.Store(string(body), true)
	}))
	defer server.Close()
	document := planOf(4)
	document.Secret.Payloads = [][]byte{[]byte("first"), {0xff, 0x00}}
	got := scriptJob{document: document, script: strings.ReplaceAll(`
		import http from 'k6/http';
		import exec from 'k6/execution';
		import { payload } from 'k6/x/headroom';
		export default function () { http.post('URL', payload(exec.scenario.iterationInTest)); }`, "URL", server.URL)}.run(t)
	got.mustHave(t, map[string]int{"200": 4})
	for _, want := range []string{"first", "\xff\x00"} {
		if _, came := bodies.Load(want); !came {
			t.Errorf("the server never got %q", want)
		}
	}
}
