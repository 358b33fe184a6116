import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorkspace, replicate } from '../../../../planner/simulate/replicate.ts';
import type { Model } from '../../../../runs/schema/model/model.ts';
import { buildModel, noLimits, steady } from '../../../builders/model.ts';

const scenario = fc.record({
  seed: fc.integer({ min: 1, max: 1e6 }),
  replicas: fc.integer({ min: 2, max: 40 }),
  slots: fc.integer({ min: 1, max: 3 }),
  load: fc.double({ min: 0.4, max: 0.9, noNaN: true }),
});

/** From the one that knows most to the one that knows nothing. */
const rules = ['central', 'leastOfAll', 'leastOfTwo', 'random'] as const;
const replications = 10;

/** Mean wait of each rule in each replication, under the same requests. */
const waitsOf = (candidates: readonly Model[]): number[][] =>
  Array.from({ length: replications }, (_, replication) =>
    [...replicate(candidates, replication, { workspace: createWorkspace(), takesSamples: false })].map(
      ({ waits }) => waits.sumSeconds / waits.count,
    ),
  );

describe('the mean wait', () => {
  it('is not longer, beyond chance, with a rule that knows more: under the same requests', () => {
    fc.assert(
      fc.property(scenario, ({ seed, replicas, slots, load }) => {
        const rate = load * replicas * slots;
        const waits = waitsOf(
          rules.map((balancing) =>
            buildModel({
              seed,
              durationSeconds: 6000 / rate,
              arrivals: steady(rate),
              service: { kind: 'exponential', meanMs: 1000 },
              replica: { slots, startupLag: { kind: 'constant', meanMs: 0 } },
              router: { ...noLimits, balancing },
              policy: { kind: 'fixed', replicas },
            }),
          ),
        );
        rules.slice(1).forEach((rule, i) => {
          const longer = waits.map((ofRule) => ofRule[i + 1]! - ofRule[i]!);
          const mean = longer.reduce((sum, value) => sum + value, 0) / replications;
          const variance = longer.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (replications - 1);
          const standardError = Math.sqrt(variance / replications);
          expect(mean, `${rule} against ${rules[i]}`).toBeGreaterThanOrEqual(-4 * standardError);
        });
        // With no knowledge at all the difference is far above chance.
        const [central, random] = [0, 3].map((rule) => waits.reduce((sum, ofRule) => sum + ofRule[rule]!, 0));
        expect(random).toBeGreaterThan(1.2 * central!);
      }),
      { numRuns: 40 },
    );
  });
});
