package headroom

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// onlyOutcome sends one request and wants one outcome.
func onlyOutcome(t *testing.T, document *planDocument, want string) map[string]any {
	t.Helper()
	lines := sendAll(t, document, 1)
	if got := outcomes(lines); len(got) != 1 || got[want] != 1 {
		t.Fatalf("outcomes %v, want one %s", got, want)
	}
	last := end(t, lines)
	if field(last, "requests") != 1 || field(last, "ended") != 1 {
		t.Errorf("end line %v", last)
	}
	if want[0] != '2' {
		if counted := total(kind(lines, "counts"), "unexpected"); counted != 1 {
			t.Errorf("%d unexpected", counted)
		}
	}
	samples := kind(lines, "sample")
	if len(samples) == 0 {
		return nil
	}
	return samples[0]
}

// rawServer answers each connection by hand.
func rawServer(t *testing.T, serve func(net.Conn, *bufio.Reader)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer connection.Close()
				serve(connection, bufio.NewReader(connection))
			}()
		}
	}()
	return "http://" + listener.Addr().String()
}

func TestStatusesAreOutcomes(t *testing.T) {
	for _, status := range []int{200, 202, 302, 404, 503} {
		target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(status)
		}))
		onlyOutcome(t, aPlan(target.URL, 1), fmt.Sprint(status))
		target.Close()
	}
}

func TestNobodyListens(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	target := "http://" + listener.Addr().String()
	listener.Close()
	sample := onlyOutcome(t, aPlan(target, 1), "refused")
	if !strings.Contains(sample["error"].(string), "refused") || field(sample, "status") != 0 {
		t.Errorf("sample %v", sample)
	}
}

func TestANameWithoutAnAddress(t *testing.T) {
	target := "http://no-such-host.invalid:80"
	onlyOutcome(t, aPlan(target, 1), "dns")
}

func TestNoAnswerInTime(t *testing.T) {
	release := make(chan struct{})
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer target.Close()
	defer close(release)
	document := aPlan(target.URL, 1)
	document.Plan.Endpoints[0].TimeoutMs = 50
	onlyOutcome(t, document, "timeout")
}

func TestTheBodyDoesNotComeInTime(t *testing.T) {
	release := make(chan struct{})
	target := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("the beginning"))
		w.(http.Flusher).Flush()
		<-release
	}))
	defer target.Close()
	defer close(release)
	document := aPlan(target.URL, 1)
	document.Plan.Endpoints[0].TimeoutMs = 50
	if sample := onlyOutcome(t, document, "timeout"); field(sample, "status") != 200 {
		t.Errorf("sample %v", sample)
	}
}

func TestTheServerHangsUp(t *testing.T) {
	before := rawServer(t, func(_ net.Conn, from *bufio.Reader) { _, _ = from.ReadString('\n') })
	onlyOutcome(t, aPlan(before, 1), "reset")
	inside := rawServer(t, func(to net.Conn, from *bufio.Reader) {
		_, _ = from.ReadString('\n')
		_, _ = io.WriteString(to, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
	})
	onlyOutcome(t, aPlan(inside, 1), "reset")
}

func TestNoTrustAndNoTLS(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.HandlerFunc(ok))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	onlyOutcome(t, aPlan(secure.URL, 1), "tls")
	plain := httptest.NewServer(http.HandlerFunc(ok))
	defer plain.Close()
	onlyOutcome(t, aPlan(strings.Replace(plain.URL, "http:", "https:", 1), 1), "tls")
}

func TestRedirectsAreFollowedOnlyIfAsked(t *testing.T) {
	var last *http.Request
	elsewhere := startTarget(t, func(w http.ResponseWriter, r *http.Request) { last = r; ok(w, r) })
	target := startTarget(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+"/there", http.StatusFound)
	})
	document := aPlan(target.URL, 1)
	document.Plan.Fence.Hosts = append(document.Plan.Fence.Hosts, hostOf(elsewhere.URL))
	document.Secret.Endpoints[0].Headers = map[string]string{"X-Key": "a secret key"}
	if got := outcomes(sendAll(t, document, 1)); got["302"] != 1 || elsewhere.count() != 0 {
		t.Errorf("not asked: %v", got)
	}
	document.Plan.Endpoints[0].FollowRedirects = true
	lines := sendAll(t, document, 1)
	if got := outcomes(lines); got["302"] != 1 || got["200"] != 1 || total(kind(lines, "counts"), "unexpected") != 0 {
		t.Errorf("asked: %v", got)
	}
	if last.Method != "GET" || last.Header.Get("X-Key") != "" {
		t.Errorf("the other host got %s with key %q", last.Method, last.Header.Get("X-Key"))
	}
}

func TestTheFenceIsAroundTheSender(t *testing.T) {
	target := startTarget(t, ok)
	document := aPlan(target.URL, 1)
	document.Plan.Fence.Hosts = []string{"127.0.0.1:1"}
	onlyOutcome(t, document, "blocked")
	if target.count() != 0 {
		t.Error("the target was reached")
	}
}

func TestPayloadsInTurn(t *testing.T) {
	var mu sync.Mutex
	bodies := map[string]int{}
	target := startTarget(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		bodies[string(body)+r.Header.Get("Content-Type")]++
		mu.Unlock()
		ok(w, r)
	})
	document := aPlan(target.URL, 1)
	document.Secret.Endpoints[0].Headers = map[string]string{"content-type": "application/json"}
	document.Plan.Endpoints[0].Payload = planPayload{Kind: "inTurn", Count: 2}
	document.Secret.Endpoints[0].Payloads = [][]byte{[]byte("a"), []byte("b")}
	sendAll(t, document, 6)
	if bodies["aapplication/json"] != 3 || bodies["bapplication/json"] != 3 {
		t.Errorf("bodies %v", bodies)
	}
}

func TestHeadAndBodyGoOutInOneWrite(t *testing.T) {
	first := make(chan string, 1)
	target := rawServer(t, func(to net.Conn, _ *bufio.Reader) {
		buffer := make([]byte, 4096)
		n, _ := to.Read(buffer)
		first <- string(buffer[:n])
		_, _ = io.WriteString(to, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	})
	onlyOutcome(t, aPlan(target, 1), "200")
	if got := <-first; !strings.HasSuffix(got, `{"data":[1]}`) {
		t.Errorf("the first write was %q", got)
	}
}

func TestSamplesShowTheFirstOnesRedacted(t *testing.T) {
	target := startTarget(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Ms-Run-Fn-Exec-Ms", "12.5")
		w.Header().Set("X-Private", "nobody's business")
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, "you sent "+r.Header.Get("Authorization")+strings.Repeat(" and more", 1000))
	})
	document := aPlan(target.URL, 1)
	document.Secret.Endpoints[0].Headers = map[string]string{"Authorization": "Bearer top-secret-token"}
	document.Secret.Redact = []string{"Bearer top-secret-token"}
	lines := sendAll(t, document, 10)
	samples := kind(lines, "sample")
	if len(samples) != samplesPerOutcome {
		t.Fatalf("%d samples", len(samples))
	}
	body, headers := samples[0]["body"].(string), samples[0]["headers"].(map[string]any)
	if strings.Contains(body, "top-secret") || len([]rune(body)) != sampleBodyCharacters || headers["x-private"] != nil {
		t.Errorf("sample %v", samples[0])
	}
	counts := kind(lines, "counts")[0]
	if service := counts["serviceMs"].(map[string]any); service["min"] != 12.5 || service["count"] != 10.0 {
		t.Errorf("service time %v", service)
	}
}
