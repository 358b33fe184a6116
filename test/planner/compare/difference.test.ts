import { describe, expect, it } from 'vitest';
import { differenceOf, inputDifference } from '../../../planner/compare/difference.ts';
import { normalSampler } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import type { OutcomeFigure } from '../../../runs/schema/comparison.ts';

const normal = normalSampler(createRandom(3));
/** Runs whose p95 scatters by 5 % about 200 ms. */
const latencies = Array.from({ length: 100 }, () => 200 * Math.exp(0.05 * normal()));
/** Runs of which 8 to 12 % fail. */
const shares = Array.from({ length: 100 }, () => 0.1 + 0.01 * normal());

const side = (value: number | null, runs = 1) => ({
  value,
  values: [],
  runs,
  requests: 5000 * runs,
});
const compared = (
  figure: OutcomeFigure,
  values: readonly [number | null, number | null],
  { further = latencies, runs = 1, by = 'share' as 'share' | 'amount', value = 0.05 } = {},
) =>
  differenceOf({
    figure,
    base: side(values[0], runs),
    compared: side(values[1], runs),
    further,
    simulatedRuns: further.length === 0 ? 0 : 300,
    tolerance: { by, value },
  });

describe('the difference of two runs', () => {
  it.each([
    [200, 300, 'worse'],
    [300, 200, 'better'],
    [200, 215, 'cantTell'],
  ] as const)('is judged beyond chance: p95 %d ms and %d ms', (base, other, verdict) => {
    const further = latencies.map((ms) => (base / 200) * ms);
    const difference = compared('p95Latency', [base, other], { further });
    expect(difference.verdict).toBe(verdict);
    expect(difference.difference!.low).toBeLessThanOrEqual(other - base);
    expect(difference.difference!.high).toBeGreaterThanOrEqual(other - base);
  });

  it('that chance does not explain is the same while it does not matter', () => {
    expect(compared('p95Latency', [200, 300], { value: 1 }).verdict).toBe('same');
    expect(compared('p95Latency', [200, 260], { value: 0.5, runs: 16 }).verdict).toBe('same');
  });

  it('is known no better than the simulation shows the base', () => {
    const misfit = compared('p95Latency', [300, 200]);
    expect(misfit.verdict).toBe('cantTell');
    expect((misfit.difference!.high + 300) / 200).toBeCloseTo(1.5, 1);
    const failed = { further: shares, by: 'amount' as const, value: 0.002 };
    expect(compared('errorShare', [0.19, 0.26], failed).verdict).toBe('cantTell');
    expect(compared('errorShare', [0.1, 0.17], failed).verdict).toBe('worse');
  });

  it('shows sooner in more runs', () => {
    const one = compared('p95Latency', [200, 230]);
    const many = compared('p95Latency', [200, 230], { runs: 16 });
    expect(one.verdict).toBe('cantTell');
    expect(many.verdict).toBe('worse');
    const width = ({ difference }: typeof one) =>
      Math.log((difference!.high + 200) / (difference!.low + 200));
    expect(width(one) / width(many)).toBeCloseTo(4, 6);
  });

  it('is known no better than the runs of one side lie apart, however alike the simulated ones are', () => {
    const of = (base: readonly number[], other: readonly number[]) => {
      const asSide = (values: readonly number[]) => ({ ...side(200, values.length), values });
      return differenceOf({
        figure: 'p95Latency',
        base: asSide(base),
        compared: { ...asSide(other), value: 260 },
        further: latencies,
        simulatedRuns: 300,
        tolerance: { by: 'share', value: 0.05 },
      });
    };
    expect(of([195, 200, 205, 200], [250, 260, 270, 260]).verdict).toBe('worse');
    const apart = of([120, 200, 280, 200], [160, 260, 360, 260]);
    expect(apart.verdict).toBe('cantTell');
    expect(of([200], [260]).difference!.high).toBeGreaterThan(of([195, 205], [255, 265]).difference!.high);
  });

  it('of shares is an amount, never known better than the requests can count', () => {
    const failed = { further: shares, by: 'amount' as const, value: 0.002 };
    expect(compared('errorShare', [0.1, 0.2], failed).verdict).toBe('worse');
    expect(compared('errorShare', [0.1, 0.11], failed).verdict).toBe('cantTell');
    const alike = compared('errorShare', [0.1, 0.1], { ...failed, further: shares.map(() => 0.1) });
    expect(alike.difference!.high).toBeCloseTo(2.576 * Math.sqrt((2 * 0.09) / 5000), 4);
  });

  it('of no failures at all is none', () => {
    const none = { further: shares.map(() => 0), by: 'amount' as const, value: 0.002 };
    expect(compared('errorShare', [0, 0], none)).toMatchObject({
      difference: { mid: 0 },
      verdict: 'same',
    });
    expect(compared('errorShare', [0, 0.05], none).verdict).toBe('worse');
  });

  it.each([0, 1])(
    'of shares that are %d on both sides is known no better than so few requests tell',
    (all) => {
      const of = (requests: number, share = all) => ({ value: share, values: [share], runs: 1, requests });
      const differ = (base: ReturnType<typeof of>, other: ReturnType<typeof of>) =>
        differenceOf({
          figure: 'errorShare',
          base,
          compared: other,
          further: shares.map(() => all),
          simulatedRuns: 100,
          tolerance: { by: 'amount', value: 0.002 },
        });
      const widthOf = ({ difference }: ReturnType<typeof differ>) => difference!.high - difference!.low;
      // Clopper and Pearson, in closed form for none of n: 1 - (0.01 / 2)^(1 / n).
      expect(widthOf(differ(of(235), of(235)))).toBeCloseTo(1 - 0.005 ** (1 / 235), 8);
      expect(widthOf(differ(of(235), of(9)))).toBeCloseTo(1 - 0.005 ** (1 / 9), 8);
      expect(differ(of(9), of(3000)).verdict).toBe('cantTell');
      expect(differ(of(235), of(235)).verdict).toBe('cantTell');
      expect(differ(of(2700), of(2700)).verdict).toBe('same');
      const one = differ(of(235), of(235, Math.abs(all - 1 / 235)));
      expect(widthOf(one)).toBeGreaterThan(widthOf(differ(of(235), of(235))));
      expect(one.verdict).toBe('cantTell');
    },
  );

  it('of shares ends where none fails, and where all do', () => {
    const far = { further: shares.map((share) => 3 * share), by: 'amount' as const, value: 0.002 };
    expect(compared('errorShare', [0.04, 0.03], far).difference!.low).toBeCloseTo(-0.04, 10);
    const most = { ...far, further: shares.map((share) => 1 - 3 * share) };
    expect(compared('errorShare', [0.96, 0.97], most).difference!.high).toBeCloseTo(0.04, 10);
  });

  it('is not told where its chance is unknown, and says why', () => {
    expect(compared('p95Latency', [null, 200]).missing).toBe('notMeasured');
    expect(compared('p95Latency', [200, 300], { further: [] }).missing).toBe('notCalibrated');
    const hardlySimulated = compared('p95Latency', [200, 300], { further: [200, 210] });
    expect(hardlySimulated.missing, 'in 2 of 300 simulated runs').toBe('notSimulated');
    expect(compared('p95Latency', [900, 2000]).missing).toBe('notSimulated');
    const noneFail = shares.map(() => 0);
    expect(compared('errorShare', [0.05, 0.4], { further: noneFail }).missing).toBe('notSimulated');
    expect(compared('p95Latency', [900, 2000]).verdict).toBe('cantTell');
  });
});

describe('the difference of an input', () => {
  const tolerance = { by: 'share', value: 0.05 } as const;
  const verdictOf = (low: number, mid: number, high: number) =>
    inputDifference(
      'serviceTime',
      { base: 100, compared: 100 + mid, difference: { low, mid, high, confidence: 0.99 } },
      tolerance,
    ).verdict;

  it('is judged beyond chance and beyond what matters', () => {
    expect(verdictOf(12, 19, 26)).toBe('worse');
    expect(verdictOf(-26, -19, -12)).toBe('better');
    expect(verdictOf(-5, 10, 25)).toBe('cantTell');
    expect(verdictOf(1, 2, 3)).toBe('same');
  });

  it('is unknown where one side does not have it', () => {
    const alone = { base: 100, compared: null, difference: null };
    expect(inputDifference('startupLag', alone, tolerance)).toMatchObject({
      missing: 'notMeasured',
      verdict: 'cantTell',
      unit: 'millisecond',
    });
  });
});
