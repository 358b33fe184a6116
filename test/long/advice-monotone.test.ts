import { assert, constantFrom, property, record } from 'fast-check';
import { describe, it } from 'vitest';
import type { PlanRequest } from '../../planner/recommend/search/request.ts';
import { peakTimes } from '../../planner/traffic/load.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import {
  buildPolicy,
  buildRequest,
  type ServiceSketch,
  searchedFor,
  spikeOf,
} from '../planner/recommend/builders.ts';

/** Neighbouring numbers of replicas are 3 % apart, and targets are searched to 0.05: an optimum is known to that. */
const searchResolution = 0.03;

const services = record({
  serviceMs: constantFrom(50, 100, 200, 400),
  lagMs: constantFrom(2000, 8000, 20_000),
  doubt: constantFrom(0.02, 0.1),
  dispersion: constantFrom(0, 1),
  baseline: constantFrom(1, 3, 6),
  maxErrorShare: constantFrom(0.01, 0.05, 0.2),
  factor: constantFrom(1.2, 1.5, 2),
});

const policies = [
  buildPolicy({ kind: 'azureml-v1' }),
  buildPolicy({ kind: 'azureml-v2' }),
  buildPolicy({ kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] }),
  buildPolicy({ kind: 'knative', target: 1 }),
];

type Task = { readonly sketch: ServiceSketch; readonly changes: Partial<PlanRequest> };

const costOf = ({ sketch, changes }: Task): number =>
  searchedFor(buildRequest(sketch, changes)).prediction.cost.meanReplicas;

/** Checks that a task that is made harder is not planned cheaper. */
const neverCheaper = (policy: PolicySettings, harder: (task: Task, factor: number) => Task): void =>
  assert(
    property(services, ({ baseline, maxErrorShare, factor, ...sketch }) => {
      const shape = {
        baseline,
        peak: 4 * baseline,
        baselineSeconds: 20,
        holdSeconds: 40,
        recoverySeconds: 20,
      };
      const task: Task = {
        sketch: { ...sketch, policy },
        changes: { load: spikeOf(shape), slo: { maxErrorShare } },
      };
      return costOf(harder(task, factor)) >= (1 - searchResolution) * costOf(task);
    }),
    { numRuns: 3, seed: 5 },
  );

describe.each(policies)('an advice for $kind is never cheaper', (policy) => {
  it('for a higher peak', () => {
    neverCheaper(policy, ({ sketch, changes }, factor) => ({
      sketch,
      changes: { ...changes, load: peakTimes(changes.load!, factor) },
    }));
  });

  it('for replicas that take longer to start', () => {
    neverCheaper(policy, ({ sketch, changes }, factor) => ({
      sketch: { ...sketch, lagMs: factor * sketch.lagMs },
      changes,
    }));
  });

  it('for a tighter limit of errors', () => {
    neverCheaper(policy, ({ sketch, changes }, factor) => ({
      sketch,
      changes: { ...changes, slo: { maxErrorShare: changes.slo!.maxErrorShare / factor } },
    }));
  });

  it('for a limit of the latency on top', () => {
    neverCheaper(policy, ({ sketch, changes }, factor) => ({
      sketch,
      changes: { ...changes, slo: { ...changes.slo!, p95LatencyMs: (8 / factor) * sketch.serviceMs } },
    }));
  });
});
