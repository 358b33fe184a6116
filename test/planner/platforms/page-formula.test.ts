import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { azuremlFe } from '../../../planner/platforms/azureml-v1.ts';
import { pageReplicas, pageTargetOf, wholeReplicas } from '../../../planner/platforms/page-formula.ts';

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

describe('pageTargetOf', () => {
  it('is the target of the rule in use, else the one of the page', () => {
    expect(pageTargetOf({ kind: 'azureml-v1', targetUtilization: 0.4 })).toBe(0.4);
    expect(pageTargetOf({ kind: 'fixed', replicas: 3 })).toBe(azuremlFe.targetUtilization.value);
    expect(pageTargetOf(null)).toBe(azuremlFe.targetUtilization.value);
  });
});
