package headroom

import (
	"net/http"
	"strings"
	"sync"
)

// samplesPerOutcome is how many answers of each failing outcome of an endpoint are shown.
const samplesPerOutcome = 3

// sampler decides which failing answers are shown: the first ones of each outcome. The zero value is ready.
type sampler struct {
	mu    sync.Mutex
	taken map[sampledKind]int
}

// sampledKind is what answers that are alike have in common.
type sampledKind struct {
	endpoint int
	outcome  string
}

// wants takes one of the places of an endpoint's outcome, if there is one left.
func (s *sampler) wants(endpoint int, outcome string) bool {
	of := sampledKind{endpoint, outcome}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.taken == nil {
		s.taken = make(map[sampledKind]int)
	}
	if s.taken[of] >= samplesPerOutcome {
		return false
	}
	s.taken[of]++
	return true
}

// isFailing tells outcomes that are worth a sample. What the load itself cut is none.
func isFailing(outcome string) bool {
	switch outcome[0] {
	case '1', '2', '3':
		return false
	}
	return outcome != "grpc:0" && outcome != outcomeCanceled
}

// answerSample is what is known of an answer that is shown.
type answerSample struct {
	key       cellKey
	outcome   string
	status    int
	header    http.Header
	body      []byte // its beginning, at most sampleCaptureBytes
	truncated bool   // there was more of it
	err       error
	request   *http.Request // what was sent: a server may echo it
}

// sample sends a sample line, redacted.
func (g *generator) sample(of answerSample) {
	redact := g.redact
	if own := sentValues(of.request); len(own) > 0 {
		redact = newRedactor(append(own, g.document.Secret.valuesToRedact()...))
	}
	out := &sampleLine{
		lineHead: g.head("sample"), lineSource: g.source(of.key), Outcome: of.outcome, Status: of.status,
		Headers: tellingHeaders(of.header, redact), Body: redact.body(of.body, of.truncated),
	}
	if of.err != nil {
		out.Error = redact.message(of.err.Error())
	}
	g.stream.send(out)
}

// tellingHeaders are the headers that tell who answered and why; others may hold what is nobody's business.
func tellingHeaders(header http.Header, redact *redactor) map[string]string {
	telling := make(map[string]string)
	for name, values := range header {
		if lower := strings.ToLower(name); isTelling(lower) {
			telling[lower] = redact.message(strings.Join(values, ", "))
		}
	}
	return telling
}

func isTelling(name string) bool {
	switch name {
	case "content-type", "content-length", "server", "retry-after", "via", "date", "location", "www-authenticate",
		"connection", "x-cache", "x-powered-by", "x-request-id", "azureml-model-deployment", "grpc-status", "grpc-message":
		return true
	}
	for _, prefix := range []string{"x-envoy-", "x-ms-", "x-ratelimit-", "x-kong-"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
