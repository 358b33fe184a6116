package headroom

import (
	"errors"
	"maps"
	"slices"

	"go.k6.io/k6/v2/errext"
	"go.k6.io/k6/v2/errext/exitcodes"
	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
)

// resultOutput is k6's way to tell a module that samples came, and that the run is over.
type resultOutput struct {
	generator  *generator
	samples    *sampleReader
	thresholds map[string]metrics.Thresholds
}

func newOutput(output.Params) (output.Output, error) {
	g, err := needGenerator()
	if err != nil {
		return nil, err
	}
	return &resultOutput{generator: g, samples: newSampleReader(g)}, nil
}

// Description names the output.
func (o *resultOutput) Description() string { return "headroom stream, version " + moduleVersion }

// Start has nothing to do: the stream is open since the start of the process.
func (o *resultOutput) Start() error { return nil }

// AddMetricSamples takes what k6's own modules measured.
func (o *resultOutput) AddMetricSamples(containers []metrics.SampleContainer) {
	for _, container := range containers {
		o.samples.read(container)
	}
}

// SetThresholds gets the script's thresholds, whose results k6 keeps in them.
func (o *resultOutput) SetThresholds(of map[string]metrics.Thresholds) { o.thresholds = of }

// Stop ends the stream of a run without an error.
func (o *resultOutput) Stop() error { return o.StopWithTestError(nil) }

// StopWithTestError ends the stream: k6 has nothing more to do after it.
func (o *resultOutput) StopWithTestError(failure error) error {
	o.generator.setThresholds(o.thresholds)
	var withCode errext.HasExitCode
	if errors.As(failure, &withCode) && withCode.ExitCode() == exitcodes.ThresholdsHaveFailed {
		failure = nil // the load itself ended in order; k6 keeps its exit code
	}
	o.generator.finish(failure)
	return nil
}

// setThresholds notes how each threshold came out, for the end line.
func (g *generator) setThresholds(of map[string]metrics.Thresholds) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.thresholds = []thresholdLine{}
	for _, name := range slices.Sorted(maps.Keys(of)) {
		for _, threshold := range of[name].Thresholds {
			g.thresholds = append(g.thresholds, thresholdLine{
				Metric: name, Expression: threshold.Source, OK: !threshold.LastFailed,
			})
		}
	}
}
