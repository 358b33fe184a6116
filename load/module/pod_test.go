package headroom

import (
	"bytes"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// leaseServer is the part of a Kubernetes API server that a pod asks: one Lease, read and watched.
type leaseServer struct {
	*httptest.Server
	mu       sync.Mutex
	version  int
	orders   string
	watchers []chan int
	tokens   map[string]bool
}

func startLeaseServer(t *testing.T) *leaseServer {
	t.Helper()
	s := &leaseServer{version: 1, tokens: map[string]bool{}}
	s.Server = httptest.NewTLSServer(http.HandlerFunc(s.answer))
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return s
}

// renew writes the Lease again, with one more order where there is one.
func (s *leaseServer) renew(order string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.version++
	if order != "" {
		s.orders = strings.TrimPrefix(s.orders+"\n"+order, "\n")
	}
	for _, watcher := range s.watchers {
		watcher <- s.version
	}
}

func (s *leaseServer) lease() string {
	text, _ := json.Marshal(s.orders)
	return fmt.Sprintf(`{"metadata":{"resourceVersion":"%d","annotations":{"%s":%s}},"spec":{"leaseDurationSeconds":2}}`,
		s.version, ordersAnnotation, text)
}

func (s *leaseServer) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.tokens[r.Header.Get("Authorization")] = true
	if r.URL.Query().Get("watch") == "" {
		_, _ = w.Write([]byte(s.lease()))
		s.mu.Unlock()
		return
	}
	changes := make(chan int, 100)
	s.watchers = append(s.watchers, changes)
	s.mu.Unlock()
	w.(http.Flusher).Flush()
	for {
		select {
		case <-changes:
			s.mu.Lock()
			frame := `{"type":"MODIFIED","object":` + s.lease() + "}\n"
			s.mu.Unlock()
			_, _ = w.Write([]byte(frame))
			w.(http.Flusher).Flush()
		case <-r.Context().Done():
			return
		}
	}
}

// podRun is a k6 that runs as in a pod: all that it needs stands in files and in the environment.
type podRun struct {
	command *exec.Cmd
	lines   *lockedBuffer
	errors  bytes.Buffer
	ended   chan struct{}
}

// startPod starts a runner as the kubelet would: the bundle in two parts, the keys of an account, lines on stdout.
func startPod(t *testing.T, s *leaseServer, document *planDocument, environment ...string) *podRun {
	t.Helper()
	folder := t.TempDir()
	account := filepath.Join(folder, "account")
	bundleFolder := filepath.Join(folder, "bundle")
	text, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	all, err := json.Marshal(bundle{Script: requestScript, Document: text})
	if err != nil {
		t.Fatal(err)
	}
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw})
	for path, content := range map[string][]byte{
		filepath.Join(account, "ca.crt"): ca, filepath.Join(account, "token"): []byte("token-of-the-pod\n"),
		filepath.Join(bundleFolder, "part-000"): all[:len(all)/3], filepath.Join(bundleFolder, "part-001"): all[len(all)/3:],
	} {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	binary, err := builtK6()
	if err != nil {
		t.Fatal(err)
	}
	address, _ := url.Parse(s.URL)
	run := &podRun{lines: &lockedBuffer{}, ended: make(chan struct{})}
	run.command = exec.Command(binary, "run", "--quiet", "--summary-mode=disabled", "--log-output=file="+filepath.Join(folder, "log"),
		"--secret-source=headroom", "--out=headroom", "-")
	run.command.Env = append(os.Environ(), append([]string{
		asK6 + "=1", bundleVariable + "=" + bundleFolder, streamVariable + "=1", leaseVariable + "=load/run",
		accountVariable + "=" + account, "KUBERNETES_SERVICE_HOST=" + address.Hostname(), "KUBERNETES_SERVICE_PORT=" + address.Port(),
	}, environment...)...)
	run.command.Stdout, run.command.Stderr = run.lines, &run.errors
	if err := run.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = run.command.Process.Kill() })
	go func() {
		_ = run.command.Wait()
		close(run.ended)
	}()
	return run
}

// await renews the Lease, as a tool that lives does, until a kind of line has come.
func (r *podRun) await(t *testing.T, s *leaseServer, name string) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if strings.Contains(r.lines.String(), `"kind":"`+name+`"`) {
			return
		}
		s.renew("")
	}
	t.Fatalf("no %s line came; %s", name, r.errors.String())
}

func sharedBy(target string, perSecond ...int) *planDocument {
	document := aPlan(target, perSecond...)
	document.Plan.Generator = "runner"
	document.Runner = &runnerShare{Count: 2}
	return document
}

func TestAPodFiresItsShareByTheOrdersInTheLease(t *testing.T) {
	keys := make(chan string, 100)
	target := startTarget(t, func(w http.ResponseWriter, r *http.Request) { keys <- r.Header.Get("Authorization"); ok(w, r) })
	server := startLeaseServer(t)
	document := sharedBy(target.URL, 7)
	document.Secret.FromEnvironment = []string{"SCORING_KEY"}
	document.Secret.Endpoints[0].Headers = map[string]string{"Authorization": "Bearer " + placeholderOf("SCORING_KEY")}
	run := startPod(t, server, document, "JOB_COMPLETION_INDEX=1", "SCORING_KEY=a-secret-key")
	run.await(t, server, "armed")
	server.renew(fmt.Sprintf("start %d", time.Now().Truncate(time.Second).Add(2*time.Second).UnixMilli()))
	run.await(t, server, "end")
	<-run.ended
	lines := run.lines.lines(t)
	last := end(t, lines)
	if last["reason"] != "complete" || last["generator"] != "runner-1" || field(last, "fired") != 3 || target.count() != 3 {
		t.Errorf("end line %v, the target counted %d; %s", last, target.count(), run.errors.String())
	}
	if key := <-keys; key != "Bearer a-secret-key" {
		t.Errorf("the service got %q", key)
	}
	if !server.tokens["Bearer token-of-the-pod"] || len(server.tokens) != 1 {
		t.Errorf("tokens %v", server.tokens)
	}
	if strings.Contains(run.lines.String(), "a-secret-key") {
		t.Error("the key stands in the stream")
	}
}

func TestAPodStopsByTheLeaseAndWhenItIsRenewedNoMore(t *testing.T) {
	for order, reason := range map[string]string{"stop": "stopped", "": "toolGone"} {
		target := startTarget(t, ok)
		server := startLeaseServer(t)
		document := longPlan(target.URL)
		document.Plan.Generator, document.Runner = "runner", &runnerShare{Count: 2}
		run := startPod(t, server, document, "JOB_COMPLETION_INDEX=0")
		run.await(t, server, "armed")
		server.renew(fmt.Sprintf("start %d", time.Now().Truncate(time.Second).Add(2*time.Second).UnixMilli()))
		run.await(t, server, "gauge")
		ordered := time.Now()
		if order != "" {
			server.renew(order)
		}
		<-run.ended
		if took := time.Since(ordered); took > 6*time.Second { // the Lease holds for 2 s, and 1.9 s are to end in
			t.Errorf("%s: the pod stayed for %v", reason, took)
		}
		if last := end(t, run.lines.lines(t)); last["reason"] != reason || field(last, "fired") == 0 {
			t.Errorf("end line %v, want reason %s", last, reason)
		}
	}
}

func TestAPodKnowsItsNumber(t *testing.T) {
	if index, err := podIndex("3", nil); err != nil || index != 3 {
		t.Errorf("of a Job: %d, %v", index, err)
	}
	byOperator := []string{"k6", "run", "--tag", "instance_id=4", "--tag", "testrun_name=spike", "/test/script.js"}
	if index, err := podIndex("", byOperator); err != nil || index != 3 {
		t.Errorf("of the operator: %d, %v", index, err)
	}
	if _, err := podIndex("", []string{"k6"}); err == nil {
		t.Error("a pod without a number was given one")
	}
}

func TestAKeyThatIsNotThereIsSaid(t *testing.T) {
	secret := &loadSecret{FromEnvironment: []string{"NOT_SET_ANYWHERE"}}
	if err := secret.takeEnvironment(); err == nil || !strings.Contains(err.Error(), "NOT_SET_ANYWHERE is empty") {
		t.Errorf("error %v", err)
	}
}
