package headroom

import (
	"fmt"
	"time"

	"github.com/sirupsen/logrus"
	"go.k6.io/k6/v2/lib"
	"go.k6.io/k6/v2/lib/executor"
)

// executorType is what a scenario names to be driven by the plan.
const executorType = "headroom"

// executorConfig is a scenario of this executor. All that it needs stands in the plan.
type executorConfig struct {
	executor.BaseConfig
	generator *generator
}

var _ lib.ExecutorConfig = &executorConfig{}

func newExecutorConfig(name string, rawJSON []byte) (lib.ExecutorConfig, error) {
	g, err := needGenerator()
	if err != nil {
		return nil, err
	}
	config := &executorConfig{BaseConfig: executor.NewBaseConfig(name, executorType), generator: g}
	if err := lib.StrictJSONUnmarshal(rawJSON, &config.BaseConfig); err != nil {
		return nil, err
	}
	return config, nil
}

// GetDescription is what k6 prints of the scenario.
func (c *executorConfig) GetDescription(*lib.ExecutionTuple) string {
	return fmt.Sprintf("%d planned arrivals in %d s", c.generator.planned, c.generator.plan.seconds())
}

// HasWork is true: a plan without arrivals still has its seconds.
func (c *executorConfig) HasWork(*lib.ExecutionTuple) bool { return true }

// IsDistributable is false: one plan drives one generator.
func (c *executorConfig) IsDistributable() bool { return false }

// GetExecutionRequirements tells k6 how many virtual users there can be; its buffer holds their sum.
func (c *executorConfig) GetExecutionRequirements(*lib.ExecutionTuple) []lib.ExecutionStep {
	limits := c.generator.plan.Limits
	end := time.Duration(c.generator.plan.seconds())*time.Second + seconds(limits.GraceSeconds)
	first, last := lib.ExecutionStep{}, lib.ExecutionStep{TimeOffset: end}
	if work := c.generator.plan.Work; work.Kind == "script" {
		first.PlannedVUs = uint64(work.UsersAtStart)
		first.MaxUnplannedVUs = uint64(work.UsersMax - work.UsersAtStart)
	}
	return []lib.ExecutionStep{first, last}
}

// NewExecutor makes the executor, and puts the watched runner in the place of k6's, before it makes any virtual user.
func (c *executorConfig) NewExecutor(es *lib.ExecutionState, logger *logrus.Entry) (lib.Executor, error) {
	if err := c.generator.fence.fenceRunner(es.Test.Runner); err != nil {
		return nil, err
	}
	imported := importsOf(es.Test.Runner)
	if err := refuseUnfenced(imported, c.generator.plan.Fence.AllowUnfenced); err != nil {
		return nil, err
	}
	c.generator.hasOperations = hasOperations(imported)
	// Scripts see the names of their own scenarios; k6's browser looks them up in each iteration, and needs to find them.
	es.Test.Options.Scenarios[unnamedScenario] = c
	for _, of := range c.generator.plan.Work.functions() {
		if of.Scenario != "" {
			es.Test.Options.Scenarios[of.Scenario] = c
		}
	}
	es.Test.Runner = &runner{Runner: es.Test.Runner, generator: c.generator}
	return &planExecutor{
		BaseExecutor: executor.NewBaseExecutor(c, es, logger), config: c, state: es, generator: c.generator,
	}, nil
}

func seconds(count float64) time.Duration { return time.Duration(count * float64(time.Second)) }
