import { describe, expect, it } from 'vitest';
import { meanBusySinusoid, meanBusySteps } from '../../../planner/queueing/mt-m-inf.ts';
import { expectNear, expectPrinted } from '../near.ts';

const swing = { meanRatePerSecond: 10, swingRatePerSecond: 9, periodSeconds: 4, serviceSeconds: 1 };

describe('meanBusySinusoid', () => {
  it.each([
    [0, '5.922835'],
    [1, '12.595604'],
    [2, '14.077165'],
    [3, '7.404396'],
  ])('at %i s is %s', (seconds, printed) => {
    expectPrinted(meanBusySinusoid(swing, seconds), printed);
  });

  it('solves m’ = rate - m / serviceSeconds', () => {
    for (const t of [0.3, 1.7, 3.9]) {
      const slope = (meanBusySinusoid(swing, t + 1e-5) - meanBusySinusoid(swing, t - 1e-5)) / 2e-5;
      const rate = 10 + 9 * Math.sin((2 * Math.PI * t) / 4);
      expect(Math.abs(slope - (rate - meanBusySinusoid(swing, t)))).toBeLessThan(1e-7);
    }
  });
});

describe('meanBusySteps', () => {
  it('fills up as 1 - e^(-t/s) on one step', () => {
    const station = { steps: [{ atSeconds: 0, ratePerSecond: 10 }], serviceSeconds: 2, initialBusy: 0 };
    expectNear(meanBusySteps(station, 2), 20 * (1 - Math.exp(-1)), 1e-14);
    expectNear(meanBusySteps(station, 2), 12.642411176571153, 1e-14);
    expect(meanBusySteps(station, 0)).toBe(0);
  });

  it('follows a spike up and down, and does not mind where a step is cut', () => {
    const steps = [
      { atSeconds: 0, ratePerSecond: 5 },
      { atSeconds: 60, ratePerSecond: 50 },
      { atSeconds: 90, ratePerSecond: 5 },
    ];
    const cut = [...steps.slice(0, 2), { atSeconds: 70, ratePerSecond: 50 }, ...steps.slice(2)];
    const station = { steps, serviceSeconds: 3, initialBusy: 15 };
    expectNear(meanBusySteps(station, 60), 15, 1e-14);
    expectNear(meanBusySteps(station, 75), 150 - 135 * Math.exp(-5), 1e-14);
    for (const t of [59, 65, 90, 130])
      expectNear(meanBusySteps({ ...station, steps: cut }, t), meanBusySteps(station, t), 1e-13);
  });

  it('tends to the sinusoid as its steps get finer', () => {
    const steps = Array.from({ length: 24_000 }, (_, i) => ({
      atSeconds: i / 1000,
      ratePerSecond: 10 + 9 * Math.sin(((2 * Math.PI) / 4) * ((i + 0.5) / 1000)),
    }));
    const busy = meanBusySteps({ steps, serviceSeconds: 1, initialBusy: meanBusySinusoid(swing, 0) }, 23);
    expectNear(busy, meanBusySinusoid(swing, 23), 1e-6);
  });
});
