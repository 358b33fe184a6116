package headroom

import (
	"strings"

	"go.k6.io/k6/v2/lib/netext/httpext"
	"go.k6.io/k6/v2/metrics"
)

// sampleKind is what the output does with the samples of a metric.
type sampleKind int

const (
	sampleIgnored   sampleKind = iota // k6's own, recorded better elsewhere
	sampleCheck                       // a check of the script
	sampleCustom                      // a metric that the script made
	sampleGRPC                        // a gRPC call
	sampleWebSocket                   // a WebSocket handshake
)

// kindOf tells by its name what a metric is.
func kindOf(name string) sampleKind {
	switch name {
	case metrics.ChecksName:
		return sampleCheck
	case metrics.GRPCReqDurationName:
		return sampleGRPC
	case metrics.WSConnectingName:
		return sampleWebSocket
	case metrics.VUsName, metrics.VUsMaxName, metrics.IterationsName, metrics.IterationDurationName,
		metrics.DroppedIterationsName, metrics.GroupDurationName, metrics.DataSentName, metrics.DataReceivedName:
		return sampleIgnored
	}
	for _, prefix := range []string{"http_req", "ws_", "grpc_streams", "browser_"} {
		if strings.HasPrefix(name, prefix) {
			return sampleIgnored
		}
	}
	return sampleCustom
}

// sampleReader takes what k6's own modules measured apart. k6 calls it from one goroutine.
type sampleReader struct {
	generator *generator
	kinds     map[*metrics.Metric]sampleKind
	names     map[string]string // of checks, as they may be shown
}

func newSampleReader(g *generator) *sampleReader {
	return &sampleReader{
		generator: g, kinds: make(map[*metrics.Metric]sampleKind), names: make(map[string]string),
	}
}

// checkNamesMost is how many names of checks are kept in mind: a script may make up another one for each request.
const checkNamesMost = 1000

// shownName is a check's name without secrets: a script may put its key there, or the URL that holds it.
func (r *sampleReader) shownName(name string) string {
	shown, known := r.names[name]
	if !known {
		shown = r.generator.redact.message(name)
		if len(r.names) < checkNamesMost {
			r.names[name] = shown
		}
	}
	return shown
}

func (r *sampleReader) kind(of *metrics.Metric) sampleKind {
	kind, known := r.kinds[of]
	if !known {
		kind = kindOf(of.Name)
		r.kinds[of] = kind
	}
	return kind
}

// read books what is in a container.
func (r *sampleReader) read(container metrics.SampleContainer) {
	if trail, isHTTP := container.(*httpext.Trail); isHTTP {
		r.trail(trail)
		return
	}
	for _, sample := range container.GetSamples() {
		if kind := r.kind(sample.Metric); kind != sampleIgnored {
			r.sample(kind, sample)
		}
	}
}

// trail takes the script's judgement of an HTTP answer, which the recorder has booked; and counts those that setup()
// and teardown() sent, which no recorder saw.
func (r *sampleReader) trail(trail *httpext.Trail) {
	address, recorded := trail.ConnRemoteAddr.(*markedAddress)
	if recorded {
		address.exchange.judged(trail.Failed.Valid, !trail.Failed.Bool)
		return
	}
	if _, ofArrival := trail.Tags.Get(phaseTag); !ofArrival {
		r.outsideArrivals()
	}
}

func (r *sampleReader) outsideArrivals() { r.generator.setupRequests.Add(1) }

func (r *sampleReader) sample(kind sampleKind, sample metrics.Sample) {
	g := r.generator
	key, ofArrival := g.keyOfSample(sample)
	switch kind {
	case sampleCheck:
		g.script.check(key, r.shownName(checkName(sample.Tags)), sample.Value != 0)
	case sampleCustom:
		g.script.custom(key, sample.Metric, sample.Value)
	case sampleGRPC, sampleWebSocket:
		of := g.userOf(sample)
		switch {
		case !ofArrival || of == nil:
			r.outsideArrivals()
		case kind == sampleGRPC:
			g.bookOperation(key, of, grpcOperation(sample))
		default:
			g.bookOperation(key, of, webSocketOperation(sample, of))
		}
	}
}
