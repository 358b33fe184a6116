import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageReplicas, wholeReplicas } from '../../../planner/platforms/page-formula.ts';

describe('pageReplicas', () => {
  it('gives the 286 of the help page for 20 requests/s of 10 s at 70 %', () => {
    expect(
      pageReplicas({ ratePerSecond: 20, serviceSeconds: 10, targetUtilization: 0.7, slotsPerReplica: 1 }),
    ).toBe(286);
  });

  it('shares the work among slots', () => {
    expect(
      pageReplicas({ ratePerSecond: 20, serviceSeconds: 10, targetUtilization: 0.7, slotsPerReplica: 4 }),
    ).toBe(72);
  });

  it('asks for enough, and for no whole replica too many', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 5000, noNaN: true }),
        fc.double({ min: 0.001, max: 60, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 64 }),
        (ratePerSecond, serviceSeconds, targetUtilization, slotsPerReplica) => {
          const replicas = pageReplicas({
            ratePerSecond,
            serviceSeconds,
            targetUtilization,
            slotsPerReplica,
          });
          const busySlots = ratePerSecond * serviceSeconds;
          expect(replicas * slotsPerReplica * targetUtilization).toBeGreaterThan(busySlots * (1 - 1e-9));
          expect((replicas - 1) * slotsPerReplica * targetUtilization).toBeLessThan(busySlots);
        },
      ),
    );
  });
});

describe('wholeReplicas', () => {
  it('does not pay for rounding', () => {
    expect((7 * 0.1) / 0.7).toBeGreaterThan(1);
    expect(wholeReplicas((7 * 0.1) / 0.7)).toBe(1);
    expect(wholeReplicas(1.000001)).toBe(2);
    expect(wholeReplicas(0)).toBe(0);
  });
});
