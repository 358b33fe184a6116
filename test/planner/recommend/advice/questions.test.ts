import { describe, expect, it } from 'vitest';
import { questionsOf } from '../../../../planner/recommend/advice/questions.ts';
import { scvOfDistribution } from '../../../../planner/stats/distributions.ts';
import { buildCalibration } from '../builders.ts';

/** Lognormal-like service times around 500 ms, whose mean is known to 2 %, of so many answers. */
const calibrationOf = (samples: number) => {
  const calibration = buildCalibration({ serviceMs: 500, lagMs: 8000, doubt: 0.02 });
  const quantilesMs = Array.from({ length: 201 }, (_, i) => 300 / (1.05 - i / 201) ** 0.35);
  return {
    ...calibration,
    service: { ...calibration.service, samples, distribution: { kind: 'empirical' as const, quantilesMs } },
  };
};

const slo = { maxErrorShare: 0.01, p95LatencyMs: 2000 };

const tailOf = (...args: Parameters<typeof questionsOf>) =>
  questionsOf(...args).find(({ input }) => input === 'serviceP95')?.possible;

describe('what is asked about the service times', () => {
  it('is the 95th percentile that few answers leave open, each end known as a whole', () => {
    const [quick, slow] = tailOf(calibrationOf(150), slo)!;
    expect(quick!.value).toBeLessThan(slow!.value as number);
    for (const { value, calibration } of [quick!, slow!]) {
      expect(tailOf(calibration, slo)).toBeUndefined();
      expect(value).toBeGreaterThan(500);
    }
  });

  it('is the percentile with no other luck than its own: both ends have the spread that was seen', () => {
    const seen = calibrationOf(150);
    for (const { calibration } of tailOf(seen, slo)!) {
      const ratio =
        scvOfDistribution(calibration.service.distribution) / scvOfDistribution(seen.service.distribution);
      expect(ratio).toBeGreaterThan(0.8);
      expect(ratio).toBeLessThan(1.4);
    }
  });

  it('is nothing of it where many answers tell it, or no SLO limits it', () => {
    expect(tailOf(calibrationOf(20_000), slo)).toBeUndefined();
    expect(tailOf(calibrationOf(150), { maxErrorShare: 0.01 })).toBeUndefined();
  });
});
