import { describe, expect, it } from 'vitest';
import { recommend } from '../../../../planner/recommend/recommend.ts';
import { nextRunText } from '../../../../reports/words/unknowns.ts';
import type { Recommendation } from '../../../../runs/schema/recommendation.ts';
import { buildRequest } from '../builders.ts';

const adviceFor = (...args: Parameters<typeof buildRequest>): Recommendation => {
  const advice = recommend(buildRequest(...args));
  if (advice.kind !== 'advice') throw new Error('refused');
  return advice;
};

const planned = { margin: 0.2, spikeShare: 0.01, draws: 20 } as const;

describe('what an unknown is worth', () => {
  it('is nothing where every input is known well: 2 % is not even asked about', () => {
    expect(adviceFor({ serviceMs: 800, doubt: 0.02 }, planned).unknowns).toEqual([]);
    const advice = adviceFor({ serviceMs: 800, doubt: 0.07 }, planned);
    expect(advice.unknowns.map(({ input }) => input).sort()).toEqual(['serviceTime', 'startupLag']);
    expect(advice.unknowns.filter(({ isCostly }) => isCostly)).toEqual([]);
    expect(nextRunText(advice)).toBeUndefined();
  });

  it('is the spread of the minimum, and names the next run where that is more than a quarter', () => {
    const advice = adviceFor({ serviceMs: 800, doubt: 0.33 }, planned);
    const [first] = advice.unknowns;
    expect(first).toMatchObject({ input: 'serviceTime', isCostly: true });
    const [quick, slow] = first!.possible;
    expect(quick!.value).toBeCloseTo(800 * (1 - 0.33 / 2), 9);
    expect(slow!.minReplicas!).toBeGreaterThan(1.25 * quick!.minReplicas!);
    const text = nextRunText(advice)!;
    expect(text).toMatch(/^Run next: raise the router's timeout to [\d.]+ s and fire [\d.]+\/s for a minute/);
    expect(text).toContain(`so it will be ${quick!.minReplicas} to ${slow!.minReplicas} once that is known`);
    expect(text).toContain('interim');
  });

  it('counts router instances that nobody knows', () => {
    const request = buildRequest({ serviceMs: 400 }, planned);
    const reading = { onTimeout: 'release', serviceFactor: 1, share: 0.5 } as const;
    const { router } = request.calibration;
    const [known] = router.readings;
    const readings = [1, 4].map((instances) => ({ ...known!, ...reading, instances }));
    const advice = recommend({
      ...request,
      calibration: { ...request.calibration, router: { ...router, readings } },
    });
    if (advice.kind !== 'advice') throw new Error('refused');
    const instances = advice.unknowns.find(({ input }) => input === 'routerInstances')!;
    expect(instances.possible.map(({ value }) => value)).toEqual([1, 4]);
    expect(instances.possible.every(({ minReplicas }) => minReplicas !== null)).toBe(true);
  });
});
