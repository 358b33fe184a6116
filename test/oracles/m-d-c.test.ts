import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectNear, expectPrinted } from '../planner/near.ts';
import { erlangC } from './erlang-c.ts';
import { mdc } from './m-d-c.ts';

const at = (servers: number, utilization: number) => ({
  ratePerSecond: servers * utilization,
  serviceSeconds: 1,
  servers,
});

describe('mdc', () => {
  it.each([
    [1, 0.8, '2.000000', '0.5000'],
    [2, 0.9, '2.146923', '0.5036'],
    [10, 0.8, '0.109828', '0.5368'],
    [10, 0.9, '0.344582', '0.5153'],
    [50, 0.9, '0.039526', '0.5431'],
  ])('at %i servers and utilization %f waits %s, %s of M/M/c', (servers, utilization, wait, ratio) => {
    const { meanWaitSeconds } = mdc(at(servers, utilization));
    expectPrinted(meanWaitSeconds, wait);
    expectPrinted(meanWaitSeconds / erlangC(at(servers, utilization)).meanWaitSeconds, ratio);
  });

  // numpy: the chain p <- convolve(shift(p, c), poisson.pmf(a)), iterated until it stood still to 1e-17.
  it.each([
    [2, 0.9, 0.8471076427023, 2.1469232147157],
    [10, 0.8, 0.384717393322096, 0.109827789712604],
    [10, 0.9, 0.646861283932408, 0.344582050379679],
    [50, 0.9, 0.335542645139602, 0.0395258871741854],
  ])('agrees with the embedded chain at %i servers, %f', (servers, utilization, waitShare, wait) => {
    const result = mdc(at(servers, utilization));
    expectNear(result.waitShare, waitShare, 1e-9);
    expectNear(result.meanWaitSeconds, wait, 1e-9);
  });

  it('is Pollaczek-Khinchine for one server', () => {
    for (const load of [0.1, 0.5, 0.99]) {
      expectNear(mdc(at(1, load)).meanWaitSeconds, load / (2 * (1 - load)), 1e-10);
      expectNear(mdc(at(1, load)).waitShare, load, 1e-12);
    }
  });

  it('waits less than exponential service and at least half of it, more with load', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.5, max: 0.99, noNaN: true }),
        (servers, utilization) => {
          const { meanWaitSeconds } = mdc(at(servers, utilization));
          const exponential = erlangC(at(servers, utilization)).meanWaitSeconds;
          // Below 1e-9 of a service time the formula's own cancellation shows.
          if (exponential < 1e-9) return;
          expect(meanWaitSeconds).toBeLessThan(exponential);
          expect(meanWaitSeconds).toBeGreaterThan(0.4999 * exponential);
          expect(mdc(at(servers, utilization + 0.005)).meanWaitSeconds).toBeGreaterThan(meanWaitSeconds);
        },
      ),
    );
  });

  it('waits for ever at capacity', () => {
    expect(mdc(at(3, 1)).meanWaitSeconds).toBe(Number.POSITIVE_INFINITY);
  });
});
