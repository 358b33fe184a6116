package headroom

import (
	"net/http"
	"strings"
	"sync"
)

// samplesPerOutcome is how many answers of each failing outcome are shown.
const samplesPerOutcome = 3

// sampler decides which failing answers are shown: the first ones of each outcome.
type sampler struct {
	mu   sync.Mutex
	left map[string]int
}

// wants takes one of the places of an outcome, if there is one left.
func (s *sampler) wants(outcome string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left == nil {
		s.left = make(map[string]int)
	}
	left, known := s.left[outcome]
	if !known {
		left = samplesPerOutcome
	}
	s.left[outcome] = max(left-1, 0)
	return left > 0
}

// isFailing tells outcomes worth a sample: no answer, or one that is neither a success nor a redirect nor a gRPC ok.
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
	truncated bool
	err       error
}

// sample sends a redacted sample line.
func (g *generator) sample(of answerSample) {
	out := &sampleLine{
		lineHead: g.head("sample"), lineSource: g.source(of.key), Outcome: of.outcome, Status: of.status,
		Headers: g.tellingHeaders(of.header),
	}
	if len(of.body) > 0 {
		out.Body = g.redact.body(of.body, of.truncated)
	}
	if of.err != nil {
		out.Error = g.redact.text(of.err.Error())
	}
	g.stream.send(out)
}

// tellingHeaders are the headers that help to find out who answered, and why.
func (g *generator) tellingHeaders(header http.Header) map[string]string {
	telling := make(map[string]string)
	for name, values := range header {
		lower := strings.ToLower(name)
		if isTelling(lower) {
			telling[lower] = g.redact.text(strings.Join(values, ", "))
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
	return strings.HasPrefix(name, "x-envoy-") || strings.HasPrefix(name, "x-ms-") || strings.HasPrefix(name, "x-ratelimit-")
}
