package headroom

import (
	"go.k6.io/k6/v2/metrics"
	"go.k6.io/k6/v2/output"
)

// resultOutput is k6's way to tell a module that samples came, and that the run is over.
type resultOutput struct{ generator *generator }

func newOutput(output.Params) (output.Output, error) {
	g, err := needGenerator()
	if err != nil {
		return nil, err
	}
	return &resultOutput{generator: g}, nil
}

// Description names the output.
func (o *resultOutput) Description() string { return "headroom stream, version " + moduleVersion }

// Start has nothing to do: the stream is open since the start of the process.
func (o *resultOutput) Start() error { return nil }

// AddMetricSamples takes what k6's own modules measured.
func (o *resultOutput) AddMetricSamples([]metrics.SampleContainer) {}

// Stop ends the stream of a run without an error.
func (o *resultOutput) Stop() error { return o.StopWithTestError(nil) }

// StopWithTestError ends the stream: k6 has nothing more to do after it.
func (o *resultOutput) StopWithTestError(failure error) error {
	o.generator.finish(failure)
	return nil
}
