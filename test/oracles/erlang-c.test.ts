import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectNear, expectPrinted } from '../planner/near.ts';
import { erlangC } from './erlang-c.ts';

describe('erlangC', () => {
  // ETH Zürich, Advanced Systems Lab 2017, as tested in mmarzolla/queueing, inst/qsmmm.m (rate 9, service rate 5).
  it('gives the two-server and four-server values of the ETH course', () => {
    const two = erlangC({ ratePerSecond: 9, serviceSeconds: 0.2, servers: 2 });
    expectPrinted(two.waitShare, '0.852632');
    expectPrinted(two.meanQueueLength, '7.674');
    expectPrinted(two.meanResponseSeconds, '1.053');
    const four = erlangC({ ratePerSecond: 9, serviceSeconds: 0.2, servers: 4 });
    expectPrinted(four.meanQueueLength, '0.105');
    expectPrinted(four.meanResponseSeconds, '0.212');
  });

  it.each([
    [2, 0.8, '0.711111', '1.777778'],
    [5, 0.8, '0.554113', '0.554113'],
    [10, 0.8, '0.409180', '0.204590'],
    [20, 0.8, '0.256078', '0.064019'],
    [50, 0.9, '0.363864', '0.072773'],
    [100, 0.95, '0.506457', '0.101291'],
    [200, 0.95, '0.365264', '0.0365264'],
  ])('at %i servers and utilization %f: P(wait) %s, wait %s', (servers, utilization, waitShare, wait) => {
    const result = erlangC({ ratePerSecond: servers * utilization, serviceSeconds: 1, servers });
    expectPrinted(result.waitShare, waitShare);
    expectPrinted(result.meanWaitSeconds, wait);
    expectNear(result.utilization, utilization, 1e-14);
  });

  // pyworkforce README and tests/test_erlang.py: 100 calls in 30 minutes of 3 minutes each.
  it.each([
    [14, '0.1741319'],
    [15, '0.1020424'],
  ])('at 10 Erlangs and %i servers: P(wait) %s', (servers, printed) => {
    expectPrinted(erlangC({ ratePerSecond: 100 / 1800, serviceSeconds: 180, servers }).waitShare, printed);
  });

  it('is the M/M/1 queue for one server', () => {
    const { waitShare, meanWaitSeconds } = erlangC({ ratePerSecond: 0.7, serviceSeconds: 1, servers: 1 });
    expectNear(waitShare, 0.7, 1e-14);
    expectNear(meanWaitSeconds, 0.7 / 0.3, 1e-14);
  });

  it('waits for ever at and above capacity', () => {
    for (const ratePerSecond of [10, 11])
      expect(erlangC({ ratePerSecond, serviceSeconds: 1, servers: 10 })).toMatchObject({
        waitShare: 1,
        meanWaitSeconds: Number.POSITIVE_INFINITY,
      });
  });

  it('waits more with load, less with servers, in whatever unit of time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0.05, max: 0.97, noNaN: true }),
        fc.double({ min: 0.001, max: 1000, noNaN: true }),
        (servers, utilization, serviceSeconds) => {
          const ratePerSecond = (servers * utilization) / serviceSeconds;
          const station = { ratePerSecond, serviceSeconds, servers };
          const { waitShare, meanWaitSeconds } = erlangC(station);
          const busier = erlangC({ ...station, ratePerSecond: ratePerSecond * 1.02 });
          const roomier = erlangC({ ...station, servers: servers + 1 });
          expect(busier.meanWaitSeconds).toBeGreaterThanOrEqual(meanWaitSeconds);
          expect(roomier.waitShare).toBeLessThanOrEqual(waitShare);
          const unit = erlangC({ ratePerSecond: ratePerSecond * serviceSeconds, serviceSeconds: 1, servers });
          expectNear(meanWaitSeconds, unit.meanWaitSeconds * serviceSeconds, 1e-9);
        },
      ),
    );
  });
});
