import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectNear, expectPrinted } from '../planner/near.ts';
import { erlangC } from './erlang-c.ts';
import { mg1SetupResponseSeconds } from './mg1-setup.ts';
import { mmkSetupResponseSeconds } from './mmk-setup.ts';

const response = (
  ratePerSecond: number,
  servers: number,
  setupSeconds: number,
  starts: 'parallel' | 'staggered' = 'parallel',
) => mmkSetupResponseSeconds({ ratePerSecond, serviceSeconds: 1, servers, setupSeconds, starts });

describe('mmkSetupResponseSeconds', () => {
  it.each([
    [0.5, 1, 10, '12.0'],
    [5, 10, 10, '2.663350'],
    [8, 10, 10, '3.438406'],
    [5, 10, 100, '14.416756'],
    [25, 50, 10, '1.529949'],
    [40, 50, 10, '1.706492'],
    [25, 50, 100, '4.327639'],
  ])('at rate %d, %i servers, setup %i s: %s s', (rate, servers, setup, printed) => {
    expectPrinted(response(rate, servers, setup), printed);
  });

  // scipy.sparse.linalg.spsolve on the generator cut off at 200 (300) requests.
  it.each([
    [5, 10, 10, 2.6633496275198],
    [8, 10, 10, 3.4384062340923],
  ])('agrees with a direct solution of the chain at rate %d', (rate, servers, setup, expected) => {
    expectNear(response(rate, servers, setup), expected, 1e-9);
  });

  it('is M/M/1 plus a whole setup for one server', () => {
    for (const [rate, setup] of [
      [0.5, 10],
      [0.9, 3],
      [0.1, 100],
    ] as const)
      expectNear(response(rate, 1, setup), 1 / (1 - rate) + setup, 1e-10);
  });

  // Gandhi & Harchol-Balter, CMU-CS-09-166: E[T] = E[T of M/M/k] + mean setup, for one setup at a time.
  it('decomposes into M/M/k plus one setup when setups are staggered, and only then', () => {
    expectPrinted(response(5, 10, 2, 'staggered'), '3.007221');
    expectPrinted(response(8, 10, 0.5, 'staggered'), '1.704590');
    for (const [rate, servers, setup] of [
      [5, 10, 2],
      [8, 10, 0.5],
      [20, 30, 7],
    ] as const) {
      const plain = erlangC({ ratePerSecond: rate, serviceSeconds: 1, servers }).meanResponseSeconds;
      expectNear(response(rate, servers, setup, 'staggered'), plain + setup, 1e-9);
      expect(response(rate, servers, setup)).toBeLessThan(plain + setup);
    }
  });

  it('tends to M/M/k as setups get short', () => {
    const plain = erlangC({ ratePerSecond: 8, serviceSeconds: 1, servers: 10 }).meanResponseSeconds;
    expectNear(response(8, 10, 1e-6), plain, 1e-5);
  });

  it('waits longer with a longer setup, never less than without', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 25 }),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (servers, utilization, setup) => {
          const rate = servers * utilization;
          const seconds = response(rate, servers, setup);
          const plain = erlangC({ ratePerSecond: rate, serviceSeconds: 1, servers }).meanResponseSeconds;
          expect(seconds).toBeGreaterThan(plain * (1 - 1e-9));
          expect(response(rate, servers, setup * 1.5)).toBeGreaterThan(seconds * (1 - 1e-9));
        },
      ),
    );
  });

  it('waits for ever at capacity', () => {
    expect(response(10, 10, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('mg1SetupResponseSeconds', () => {
  const station = { ratePerSecond: 0.5, serviceSeconds: 1, serviceScv: 1, setupSeconds: 10 };

  it('gives 12 s with exponential and 7.8333 s with constant setups of 10 s', () => {
    expectPrinted(mg1SetupResponseSeconds({ ...station, setupScv: 1 }), '12.0');
    expectPrinted(mg1SetupResponseSeconds({ ...station, setupScv: 0 }), '7.8333');
  });

  it('agrees with the chain, and with Pollaczek-Khinchine without setup', () => {
    for (const ratePerSecond of [0.1, 0.5, 0.95])
      expectNear(
        mg1SetupResponseSeconds({ ...station, ratePerSecond, setupScv: 1 }),
        response(ratePerSecond, 1, 10),
        1e-10,
      );
    expectNear(
      mg1SetupResponseSeconds({ ...station, serviceScv: 0, setupSeconds: 0, setupScv: 0 }),
      1.5,
      1e-14,
    );
    expect(mg1SetupResponseSeconds({ ...station, ratePerSecond: 1, setupScv: 0 })).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
