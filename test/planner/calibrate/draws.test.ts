import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { drawFrom, drawModel, midModel } from '../../../planner/calibrate/draws.ts';
import { meanOfDistribution } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { medianOfValues } from '../../../planner/stats/simple.ts';
import type { Model } from '../../../runs/schema/model.ts';
import { parseModel } from '../../../runs/schema/model.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';

const policy = policySettingsSchema.parse({
  kind: 'azureml-v1',
  minReplicas: 3,
  maxReplicas: 30,
  sampling: 'mean',
});
const calibration = calibrate([recordSpike({ policy })]);

const lagMeanOf = ({ replica: { startupLag } }: Pick<Model, 'replica'>): number =>
  startupLag.kind === 'parts' ? Number.NaN : meanOfDistribution(startupLag);

describe('a draw from an interval', () => {
  const interval = { low: 80, mid: 100, high: 150, confidence: 0.95 };

  it('has the middle as its median and lies inside as often as the confidence says', () => {
    const random = createRandom(1);
    const draws = Array.from({ length: 20_000 }, () => drawFrom(interval, random));
    const inside = draws.filter((draw) => draw >= 80 && draw <= 150).length / draws.length;
    expect(Math.abs(medianOfValues(draws) - 100)).toBeLessThan(1);
    // Standard error 0.0015.
    expect(Math.abs(inside - 0.95)).toBeLessThan(0.006);
  });

  it('is exact for an interval without width, and never negative', () => {
    const random = createRandom(2);
    expect(drawFrom({ low: 500, mid: 500, high: 500, confidence: 0.95 }, random)).toBe(500);
    const draws = Array.from({ length: 2000 }, () =>
      drawFrom({ low: 0, mid: 1, high: 9, confidence: 0.9 }, random),
    );
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  });
});

describe('a drawn model', () => {
  it('is a model that the simulator takes', () => {
    const parameters = drawModel(calibration, createRandom(1));
    const arrivals = { kind: 'even', ratePerSecond: [{ atSecond: 0, rate: 1 }] } as const;
    const input = { schemaVersion: 1, durationSeconds: 60, arrivals, ...parameters };
    expect(parseModel(input as never)).toMatchObject(parameters);
  });

  it('is the same for the same stream of numbers', () => {
    expect(drawModel(calibration, createRandom(3))).toEqual(drawModel(calibration, createRandom(3)));
    expect(drawModel(calibration, createRandom(3))).not.toEqual(drawModel(calibration, createRandom(4)));
  });

  it('spreads around the middle model as the intervals say', () => {
    const random = createRandom(5);
    const draws = Array.from({ length: 400 }, () => drawModel(calibration, random));
    const means = draws.map(({ service }) => meanOfDistribution(service));
    const lags = draws.map(lagMeanOf);
    const { low, mid, high } = calibration.service.meanMs;
    expect(medianOfValues(means)).toBeCloseTo(mid, -1);
    expect(means.filter((mean) => mean >= low && mean <= high).length).toBeGreaterThan(360);
    const lag = calibration.startupLag.meanMs;
    expect(lags.filter((mean) => mean >= lag.low && mean <= lag.high).length).toBeGreaterThan(360);
    expect(lags.filter((mean) => mean < lag.mid).length).toBeGreaterThan(150);
  });

  it('takes every plausible reading of the chosen rule, and no other', () => {
    const random = createRandom(6);
    const drawn = new Set(
      Array.from({ length: 200 }, () => JSON.stringify(drawModel(calibration, random).policy)),
    );
    const { fits, settings } = calibration.policy;
    const plausible = fits.filter((fit) => fit.plausible && fit.policy.kind === settings.kind);
    expect(drawn).toEqual(new Set(plausible.map((fit) => JSON.stringify(fit.policy))));
    expect(plausible.length).toBeGreaterThan(1);
  });
});

describe('the middle model', () => {
  it('has the middle of every interval and the chosen rule', () => {
    const model = midModel(calibration);
    expect(meanOfDistribution(model.service)).toBeCloseTo(calibration.service.meanMs.mid, 6);
    expect(lagMeanOf(model)).toBeCloseTo(calibration.startupLag.meanMs.mid, 6);
    expect(model.router.queueWaitLimitMs).toBe(500);
    expect(model.policy).toBe(calibration.policy.settings);
  });
});
