package headroom

import (
	"net/http"
	"strings"
	"sync"
)

// samplesPerOutcome is how many answers of each failing outcome of an endpoint are shown of each phase: its first ones.
const samplesPerOutcome = 3

// sampledSeconds is how many seconds have an answer of each failing outcome of an endpoint shown: what failures say
// changes while replicas come and go, within one phase.
const sampledSeconds = 100

// sampler decides which failing answers are shown: the first ones of each phase, and the first of each further second.
// The zero value is ready.
type sampler struct {
	mu      sync.Mutex
	inPhase map[sampledKind]int
	seconds map[sampledKind]*seenSeconds
}

// sampledKind is what answers that are alike have in common.
type sampledKind struct {
	endpoint int
	outcome  string
	phase    int // -1: of any
}

// seenSeconds are those that an answer was shown of.
type seenSeconds struct {
	count int
	last  int64
}

// wants takes one of the places of an outcome, if there is one left.
func (s *sampler) wants(key cellKey, outcome string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.inPhase == nil {
		s.inPhase, s.seconds = make(map[sampledKind]int), make(map[sampledKind]*seenSeconds)
	}
	ofPhase, ofAny := sampledKind{key.endpoint, outcome, key.phase}, sampledKind{key.endpoint, outcome, -1}
	seen := s.seconds[ofAny]
	if seen == nil {
		seen = &seenSeconds{}
		s.seconds[ofAny] = seen
	}
	isFirst := s.inPhase[ofPhase] < samplesPerOutcome
	if !isFirst && (key.second <= seen.last || seen.count >= sampledSeconds) {
		return false
	}
	s.inPhase[ofPhase]++
	if key.second > seen.last {
		seen.count, seen.last = seen.count+1, key.second
	}
	return true
}

// isRedirect tells answers that name another address. The built-in request does not go there, so they fail; the requests
// of a script may, and the answer that is read is another.
func isRedirect(outcome string) bool { return outcome[0] == '3' }

// isFailing tells outcomes that are worth a sample, but for redirects. What the load itself cut is none.
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
	for _, prefix := range []string{"x-envoy-", "x-ms-", "ms-azureml-", "x-ratelimit-", "ratelimit", "x-kong-", "x-amzn-"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
