import { expect, it } from 'vitest';
import type { Observation, Stepper } from '../../../planner/policies/index.ts';
import { run } from '../../../planner/simulate/engine.ts';
import { createScratch } from '../../../planner/simulate/router.ts';
import { createWorkload } from '../../../planner/simulate/workload.ts';
import { buildModel, noLimits } from '../../builders/model.ts';

it('shows a policy that needs pods the load of each between two scrapes', () => {
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
    podMetrics: {
      metrics: [
        { name: 'cpu', source: 'utilization', targetValue: 0.5, scale: 0.5 },
        { name: 'busy', source: 'concurrency', targetValue: 1, scale: 1 },
        { name: 'rps', source: 'requestRate', targetValue: 1, scale: 1 },
      ],
      metricsResolutionSeconds: 10,
      sampleAgeSeconds: 0,
    },
    nextLagSeconds: () => 12,
    scratch: createScratch(6),
    takesSamples: false,
  });

  // Until 10 three requests began, with 4 + 4 + 2 s of work; the rest of the last falls into the next interval.
  const pod = (readySinceSeconds: number, [cpu, busy, rps]: readonly number[]) => ({
    phase: 'Running',
    ready: true,
    readinessForSeconds: readySinceSeconds,
    requestsMilli: { cpu: 1000 },
    samples: {
      cpu: { milli: cpu, windowSeconds: 10, takenSecondsAgo: 0 },
      busy: { milli: busy, windowSeconds: 10, takenSecondsAgo: 0 },
      rps: { milli: rps, windowSeconds: 10, takenSecondsAgo: 0 },
    },
  });
  // The first pod was there long before the load.
  expect(seen[0]!.pods).toMatchObject([pod(3610, [250, 1000, 300])]);
  expect(seen[1]!.pods).toMatchObject([
    pod(3620, [50, 200, 0]),
    { phase: 'Pending', ageSeconds: 10, ready: false, samples: {} },
  ]);
  // The second pod is ready since 22: its sample covers 2 s in which it did nothing. It got the last request; the one
  // before went to the slot that was idle longest, of the first pod.
  expect(seen[2]!.pods).toMatchObject([pod(3630, [200, 800, 200]), pod(8, [100, 400, 100])]);
});
