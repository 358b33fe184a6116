import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { drawFrom } from '../../../planner/calibrate/draw-from.ts';
import { drawWorld, midModel } from '../../../planner/calibrate/draws.ts';
import { meanOfDistribution } from '../../../planner/stats/distributions.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { medianOfValues } from '../../../planner/stats/simple.ts';
import type { Model } from '../../../runs/schema/model/model.ts';
import { parseModel } from '../../../runs/schema/model/model.ts';
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

describe('a drawn world', () => {
  it('is a model that the simulator takes', () => {
    const { parameters } = drawWorld(calibration, createRandom(1));
    const arrivals = { kind: 'even', ratePerSecond: [{ atSecond: 0, rate: 1 }] } as const;
    const input = { schemaVersion: 1, durationSeconds: 60, arrivals, ...parameters };
    expect(parseModel(input as never)).toMatchObject(parameters);
  });

  it('is the same for the same stream of numbers', () => {
    expect(drawWorld(calibration, createRandom(3))).toEqual(drawWorld(calibration, createRandom(3)));
    expect(drawWorld(calibration, createRandom(3))).not.toEqual(drawWorld(calibration, createRandom(4)));
  });

  it('spreads around the middle model as the intervals say', () => {
    const random = createRandom(5);
    const draws = Array.from({ length: 400 }, () => drawWorld(calibration, random).parameters);
    const means = draws.map(({ service }) => meanOfDistribution(service));
    const lags = draws.map(lagMeanOf);
    const { low, mid, high } = calibration.service.meanMs;
    expect(medianOfValues(means)).toBeCloseTo(mid, -1);
    expect(means.filter((mean) => mean >= low && mean <= high).length).toBeGreaterThan(360);
    const lag = calibration.startupLag.meanMs;
    expect(lags.filter((mean) => mean >= lag.low && mean <= lag.high).length).toBeGreaterThan(360);
    expect(lags.filter((mean) => mean < lag.mid).length).toBeGreaterThan(150);
  });

  it('takes readings of the chosen rule and of the router as often as they are believed in', () => {
    const random = createRandom(6);
    const [first, second] = calibration.policy.fits.filter((fit) => fit.policy.kind === 'azureml-v1');
    const reading = {
      onTimeout: 'release',
      balancing: 'central',
      balancedPer: 'request',
      serviceFactor: 1,
      cutFactor: 1,
      delayMs: 0,
    } as const;
    const believed = {
      ...calibration,
      policy: {
        ...calibration.policy,
        fits: [
          { ...first!, share: 0.75 },
          { ...second!, share: 0.25 },
        ],
      },
      router: {
        ...calibration.router,
        readings: [
          { ...reading, instances: 1, share: 0.6 },
          { ...reading, instances: 3, share: 0.4 },
        ],
      },
    };
    const drawn = Array.from({ length: 4000 }, () => drawWorld(believed, random).parameters);
    const shareOf = (holds: (one: (typeof drawn)[number]) => boolean): number =>
      drawn.filter(holds).length / drawn.length;
    // Standard error 0.008 at most.
    expect(Math.abs(shareOf(({ policy: drawnPolicy }) => drawnPolicy === first!.policy) - 0.75)).toBeLessThan(
      0.03,
    );
    expect(Math.abs(shareOf(({ router }) => router.instances === 3) - 0.4)).toBeLessThan(0.03);
  });

  it('has now and then a start as long as other services have them, where few were seen', () => {
    const random = createRandom(7);
    const quantilesMs = [5900, 6000, 6100];
    const startupLag = {
      ...calibration.startupLag,
      distribution: { kind: 'empirical' as const, quantilesMs },
      samples: 3,
    };
    const longest = Array.from({ length: 100 }, () => {
      const { startupLag: lag } = drawWorld({ ...calibration, startupLag }, random).parameters.replica;
      return lag.kind === 'empirical' ? lag.quantilesMs.at(-1)! / meanOfDistribution(lag) : 0;
    });
    expect(longest.filter((factor) => factor > 1.5).length).toBeGreaterThan(50);
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
