import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation, Stepper } from '../../../../planner/policies/index.ts';
import { run } from '../../../../planner/simulate/engine.ts';
import { createScratch } from '../../../../planner/simulate/router.ts';
import { createWorkload, randomFor } from '../../../../planner/simulate/workload.ts';
import { buildModel, steady } from '../../../builders/model.ts';
import { runReplicasNaively } from './naive-replicas.ts';

const scripted = (script: readonly number[], intervalSeconds: number, seen: Observation[]): Stepper => {
  const at = (step: number): Stepper => ({
    kind: 'scripted',
    needsPods: false,
    intervalSeconds,
    desiredReplicas: script[Math.min(step, script.length - 1)]!,
    next: (observation) => {
      seen.push(observation);
      return at(step + 1);
    },
  });
  return at(0);
};

const limit = (maxMs: number) => fc.option(fc.integer({ min: 0, max: maxMs }), { nil: null });
const secondsOf = (limitMs: number | null): number =>
  limitMs === null ? Number.POSITIVE_INFINITY : limitMs / 1000;

const scenario = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  rate: fc.integer({ min: 1, max: 40 }),
  slots: fc.integer({ min: 1, max: 3 }),
  queueWaitLimitMs: limit(1500),
  requestTimeoutMs: limit(3000),
  queueLengthLimit: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null }),
  heldLengthLimit: fc.option(fc.integer({ min: 0, max: 9 }), { nil: null }),
  onTimeout: fc.constantFrom('release' as const, 'keepWorking' as const),
  noReadyReplica: fc.constantFrom('wait' as const, 'reject' as const),
  balancing: fc.constantFrom('random', 'roundRobin', 'leastOfTwo', 'leastOfAll'),
  intervalSeconds: fc.constantFrom(0.5, 1, 2.5),
  retries: fc.option(
    fc.record({ countMax: fc.integer({ min: 1, max: 3 }), backoffMs: fc.integer({ min: 1, max: 900 }) }),
    { nil: undefined },
  ),
  script: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 8, maxLength: 8 }),
});

describe('replicas with queues of their own', () => {
  it('do to every request what a plain event-by-event simulation does, while replicas come and go', () => {
    fc.assert(
      fc.property(scenario, (s) => {
        const script = [1, ...s.script];
        // A request that works on and is tried again is there twice, which the plain simulation does not know.
        const { retries, onTimeout } = s.retries ? { ...s, onTimeout: 'release' as const } : s;
        // Several that are refused together come again together, in an order that nothing lays down.
        const heldLengthLimit = s.retries ? s.queueLengthLimit : s.heldLengthLimit;
        const model = buildModel({
          durationSeconds: 20,
          seed: s.seed,
          arrivals: steady(s.rate),
          service: { kind: 'exponential', meanMs: 150 },
          replica: { slots: s.slots, startupLag: { kind: 'constant', meanMs: 0 } },
          router: {
            queueWaitLimitMs: s.queueWaitLimitMs,
            queueLengthLimit: s.queueLengthLimit,
            heldLengthLimit,
            requestTimeoutMs: s.requestTimeoutMs,
            onTimeout,
            noReadyReplica: s.noReadyReplica,
            balancing: s.balancing,
          },
          ...(retries && { retries: { ...retries, jitterShare: 0 } }),
        });
        const workload = createWorkload(model, 0);
        const random = randomFor(s.seed, 0, 'startupLags');
        const lagsSeconds = Array.from({ length: 100 }, () => 0.1 + 3 * random());
        const naive = runReplicasNaively({
          workload,
          durationSeconds: 20,
          intervalSeconds: s.intervalSeconds,
          script,
          lagsSeconds,
          slots: s.slots,
          queueWaitSeconds: secondsOf(s.queueWaitLimitMs),
          queueLength: s.queueLengthLimit ?? Number.POSITIVE_INFINITY,
          heldLength: heldLengthLimit ?? Number.POSITIVE_INFINITY,
          timeoutSeconds: secondsOf(s.requestTimeoutMs),
          keepsWorking: onTimeout === 'keepWorking',
          rule: s.balancing,
          rejectsWithoutReplica: s.noReadyReplica === 'reject',
          seed: 9,
          ...(retries && {
            retries: {
              countMax: retries.countMax,
              pauseSeconds: (_, tried) => (retries.backoffMs * 2 ** tried) / 1000,
            },
          }),
        });
        const seen: Observation[] = [];
        let starts = 0;
        const { outcomes } = run({
          model,
          workload,
          policy: scripted(script, s.intervalSeconds, seen),
          nextLagSeconds: () => lagsSeconds[starts++]!,
          scratch: createScratch(workload.count),
          takesSamples: false,
          choiceSeed: 9,
        });
        expect([...outcomes.codes]).toEqual(naive.codes);
        const waitErrors = naive.waitSeconds.map((wait, i) => Math.abs(outcomes.waitSeconds[i]! - wait));
        expect(Math.max(0, ...waitErrors)).toBeLessThan(1e-9);
        naive.seen.forEach(({ busySlots, queued, meanQueued }, step) => {
          const observed = seen[step]!;
          expect([observed.busySlots, observed.queuedRequests], `step ${step}`).toEqual([busySlots, queued]);
          expect(observed.meanQueuedRequests, `step ${step}`).toBeCloseTo(meanQueued, 6);
        });
      }),
      { numRuns: 500 },
    );
  });
});
