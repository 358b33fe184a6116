import { beforeAll, describe, expect, it } from 'vitest';
import { canFind } from '../../../planner/compare/can-find.ts';
import { differenceOf } from '../../../planner/compare/difference.ts';
import { type BaseSide, baseSideOf, sideOf } from '../../../planner/compare/sides.ts';
import { normalSampler } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });

let base: BaseSide;
beforeAll(() => {
  const recording = recordSpike({ policy, baselineSeconds: 15, holdSeconds: 30, recoverySeconds: 15 });
  base = baseSideOf(sideOf([recording]), true);
});

const leastOf = (figure: string, side: BaseSide = base) =>
  canFind(side).figures.find((found) => found.figure === figure)!.least;

describe('what a comparison can find', () => {
  it('is smaller with more runs, by about the root of their number', () => {
    for (const figure of ['serviceTime', 'startupLag']) {
      const [one, two, four, eight] = leastOf(figure) as [number, number, number, number];
      expect(one).toBeGreaterThan(two);
      expect(two).toBeGreaterThan(four);
      expect(four).toBeGreaterThan(eight);
    }
    expect(leastOf('p95Latency')[0]).toBeGreaterThan(leastOf('p95Latency')[2]!);
    const [one, , four] = leastOf('errorShare') as [number, number, number];
    // A little more for shares: what a base fails more by chance widens the interval too, and less so in more runs.
    expect(one / four).toBeCloseTo(2.15, 1);
  });

  it('of the service time is finer than of the p95 that it moves', () => {
    const { inputs, results } = base;
    const ofService = leastOf('serviceTime')[0]! / Math.exp(inputs.serviceTime!.typical.mid);
    const ofP95 = leastOf('p95Latency')[0]! / results[0]!.totals.latency.ok.p95Ms!;
    expect(ofService).toBeLessThan(ofP95);
    expect(ofService).toBeGreaterThan(0);
  });

  /** Shares of runs that fail at random, of so many requests each. */
  const failed = (share: number, random: () => number, requests: number): number => {
    let count = 0;
    for (let i = 0; i < requests; i++) if (random() < share) count++;
    return count / requests;
  };

  it.each([
    [0, 0],
    [0.05, 0.01],
  ])(
    'is found in nine of ten comparisons: failures, of which a run has %d, with a spread of %d',
    (share, spread) => {
      const [random, normal] = [createRandom(11), normalSampler(createRandom(12))];
      const answered = 1000;
      const runWith = (added = 0) => failed(Math.max(0, share + spread * normal()) + added, random, answered);
      const further = Array.from({ length: 100 }, () => ({ ...base.further[0]!, errorShare: runWith() }));
      const [result] = base.results;
      const side: BaseSide = {
        ...base,
        further,
        results: [
          {
            ...result!,
            totals: { ...result!.totals, answered },
            verdict: {
              ...result!.verdict,
              checks: result!.verdict.checks.map((check) => ({ ...check, measured: share })),
            },
          },
        ],
      };
      const [more] = leastOf('errorShare', side);
      const tolerance = { by: 'amount', value: 0.002 } as const;
      const of = (value: number) => ({ value, values: [value], runs: 1, requests: answered });
      const trials = 600;
      let found = 0;
      for (let trial = 0; trial < trials; trial++) {
        const { verdict } = differenceOf({
          figure: 'errorShare',
          base: of(runWith()),
          compared: of(runWith(more!)),
          further: further.map(({ errorShare }) => errorShare!),
          simulatedRuns: further.length,
          tolerance,
        });
        if (verdict === 'worse') found++;
      }
      // Three standard errors of 600 trials below; a size twice as large would nearly always be found.
      expect(found / trials).toBeGreaterThan(0.9 - 0.037);
      expect(found / trials).toBeLessThan(0.99);
    },
  );

  it('is never less than what matters', () => {
    expect(leastOf('routerOverhead')[3]).toBeGreaterThanOrEqual(1);
  });

  it('is unknown where chance is', () => {
    expect(leastOf('p95Latency', { ...base, further: [] })).toEqual([null, null, null, null]);
  });
});
