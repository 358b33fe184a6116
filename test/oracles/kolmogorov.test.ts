import { describe, expect, it } from 'vitest';
import { expectNear, expectPrinted } from '../planner/near.ts';
import { kolmogorovLoss, type VaryingStation } from './kolmogorov.ts';
import { mmck, mmckDistribution } from './mmck.ts';

const slow: VaryingStation = {
  ratePerSecondAt: (t) => 100 * (1 + 0.6 * Math.sin((2 * Math.PI * t) / 60)),
  serversAt: () => 12,
  serviceSeconds: 0.1,
  capacity: 24,
  untilSeconds: 600,
  stepSeconds: 0.004,
};

const fast: VaryingStation = {
  ratePerSecondAt: (t) => 10 * (1 + 0.9 * Math.sin((2 * Math.PI * t) / 4)),
  serversAt: () => 12,
  serviceSeconds: 1,
  capacity: 16,
  untilSeconds: 400,
  stepSeconds: 0.02,
};

describe('kolmogorovLoss', () => {
  it('gives the exact loss of the slow and of the fast swing', () => {
    expectPrinted(kolmogorovLoss(slow).lostShare, '0.11181');
    expectPrinted(kolmogorovLoss(fast).lostShare, '0.11935');
  });

  it('has converged: half the step changes nothing', () => {
    expectNear(
      kolmogorovLoss({ ...fast, stepSeconds: 0.01 }).lostShare,
      kolmogorovLoss(fast).lostShare,
      1e-7,
    );
  });

  it('stays where it is from the stationary distribution, under constant load', () => {
    const station = { ratePerSecond: 14, serviceSeconds: 1, servers: 12, capacity: 20 };
    const initial = mmckDistribution(station);
    const result = kolmogorovLoss(
      {
        ratePerSecondAt: () => 14,
        serversAt: () => 12,
        serviceSeconds: 1,
        capacity: 20,
        untilSeconds: 20,
        stepSeconds: 0.02,
      },
      initial,
    );
    expectNear(result.lostShare, mmck(station).lostShare, 1e-9);
    expectNear(result.expectedArrivals, 280, 1e-12);
    result.finalShares.forEach((share, n) => {
      expect(Math.abs(share - initial[n]!)).toBeLessThan(1e-12);
    });
  });

  it('loses nothing more once enough servers came on', () => {
    const scaledUp: VaryingStation = {
      ...fast,
      ratePerSecondAt: () => 20,
      serversAt: (t) => (t < 30 ? 8 : 40),
      capacity: 60,
      untilSeconds: 30,
      stepSeconds: 0.01,
    };
    const during = kolmogorovLoss(scaledUp);
    const whole = kolmogorovLoss({ ...scaledUp, untilSeconds: 60 });
    expect(during.expectedLost).toBeGreaterThan(100);
    expect(whole.expectedLost - during.expectedLost).toBeLessThan(1);
  });

  it('refuses a step that would blow up', () => {
    expect(() => kolmogorovLoss({ ...fast, stepSeconds: 0.1 })).toThrow('too long');
  });
});
