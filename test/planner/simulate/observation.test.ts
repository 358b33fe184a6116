import { expect, it } from 'vitest';
import type { Observation, Stepper } from '../../../planner/policies/index.ts';
import { run } from '../../../planner/simulate/engine.ts';
import { createScratch } from '../../../planner/simulate/router.ts';
import { createWorkload } from '../../../planner/simulate/workload.ts';
import { buildModel, noLimits } from '../../builders/model.ts';

it('shows a policy that needs pods the load of each since the last step', () => {
  const seen: Observation[] = [];
  const at = (desiredReplicas: number): Stepper => ({
    kind: 'watcher',
    needsPods: true,
    intervalSeconds: 10,
    desiredReplicas,
    next: (observation) => {
      seen.push(observation);
      return at(2);
    },
  });
  const model = buildModel({
    durationSeconds: 35,
    arrivals: { kind: 'timestamps', seconds: [1, 2, 8, 21, 24, 24.5] },
    service: { kind: 'constant', meanMs: 4000 },
    replica: { slots: 2, startupLag: { kind: 'constant', meanMs: 0 } },
    router: noLimits,
  });
  run({
    model,
    workload: createWorkload(model, 0),
    policy: at(1),
    podMetrics: [
      { name: 'cpu', source: 'utilization', targetValue: 0.5, scale: 0.5 },
      { name: 'busy', source: 'concurrency', targetValue: 1, scale: 1 },
      { name: 'rps', source: 'requestRate', targetValue: 1, scale: 1 },
    ],
    nextLagSeconds: () => 12,
    scratch: createScratch(6),
    takesSamples: false,
  });

  // Until 10 three requests began, with 4 + 4 + 2 s of work; the rest of the last falls into the next interval.
  const first = { ageSeconds: 10, ready: true, readyForSeconds: 10 };
  expect(seen[0]!.pods).toEqual([{ ...first, metrics: { cpu: 0.25, busy: 1, rps: 0.3 } }]);
  expect(seen[1]!.pods).toEqual([
    { ageSeconds: 20, ready: true, readyForSeconds: 20, metrics: { cpu: 0.05, busy: 0.2, rps: 0 } },
    { ageSeconds: 10, ready: false, metrics: {} },
  ]);
  // The second pod is ready since 22, so its means are over 8 s. It got the last request; the one before went to the
  // slot that was idle longest, of the first pod.
  expect(seen[2]!.pods).toEqual([
    { ageSeconds: 30, ready: true, readyForSeconds: 30, metrics: { cpu: 0.2, busy: 0.8, rps: 0.2 } },
    { ageSeconds: 20, ready: true, readyForSeconds: 8, metrics: { cpu: 0.125, busy: 0.5, rps: 0.125 } },
  ]);
});
