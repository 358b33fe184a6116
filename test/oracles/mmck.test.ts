import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectNear, expectPrinted } from '../planner/near.ts';
import { erlangB } from './erlang-b.ts';
import { erlangC } from './erlang-c.ts';
import { mmck, mmckDistribution } from './mmck.ts';

const station = (ratePerSecond: number, serviceRate: number, servers: number, capacity: number) => ({
  ratePerSecond,
  serviceSeconds: 1 / serviceRate,
  servers,
  capacity,
});

describe('mmck', () => {
  // The first three: tests of mmarzolla/queueing, inst/qsmmmk.m.
  it('gives the published values', () => {
    const first = mmck(station(40, 30, 3, 7));
    expectPrinted(first.emptyShare, '0.255037');
    expectPrinted(first.meanResponseSeconds, '0.036517');
    expectPrinted(mmck(station(50, 10, 4, 6)).lostShare, '0.293543');
    const third = mmck(station(3, 2, 2, 5));
    // The source prints .179334, .085113 and .230857, cut off rather than rounded. By hand, relative to an empty station the
    // weights are 1, 1.5, 1.125, .84375, .6328125 and .474609375; their sum is 5.576171875.
    expectNear(third.emptyShare, 1 / 5.576171875, 1e-14);
    expectNear(third.lostShare, 0.474609375 / 5.576171875, 1e-14);
    expectPrinted(Math.floor(third.emptyShare * 1e6) / 1e6, '0.179334');
    expectPrinted(Math.floor(third.lostShare * 1e6) / 1e6, '0.085113');
    expectPrinted(third.meanInSystem, '2.00595');
    expectPrinted(Math.floor(third.meanWaitSeconds * 1e6) / 1e6, '0.230857');
  });

  it.each([
    [10, 15, '0.1035174', '0.5175868'],
    [12, 30, '0.1686372', '0.8211925'],
  ])('at rate %i, 10 servers and room for %i: lost %s, let in to wait %s', (rate, capacity, lost, waits) => {
    const result = mmck(station(rate, 1, 10, capacity));
    expectPrinted(result.lostShare, lost);
    expectPrinted(result.waitShare, waits);
  });

  // Sixto 2004, example 10.11; input from the R package queueing, man/NewInput.MMCK.Rd.
  it('gives the values of the R package queueing', () => {
    const result = mmck(station(8, 4, 5, 12));
    expectPrinted(result.lostShare, '0.000058691');
    expectPrinted(result.meanInSystem, '2.039346');
    expectPrinted(result.meanWaitSeconds, '0.0049332');
  });

  it('is Erlang B without room to wait, Erlang C with endless room', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.05, max: 3, noNaN: true }),
        (servers, utilization) => {
          const load = servers * utilization;
          expectNear(mmck(station(load, 1, servers, servers)).lostShare, erlangB(servers, load), 1e-10);
        },
      ),
    );
    const patient = mmck(station(8, 1, 10, 400));
    const endless = erlangC({ ratePerSecond: 8, serviceSeconds: 1, servers: 10 });
    expectNear(patient.waitShare, endless.waitShare, 1e-12);
    expectNear(patient.meanWaitSeconds, endless.meanWaitSeconds, 1e-12);
  });

  it('keeps flow in balance and probabilities whole, at any load', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1200 }),
        fc.integer({ min: 0, max: 500 }),
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        (servers, room, utilization) => {
          const at = station(servers * utilization, 1, servers, servers + room);
          const result = mmck(at);
          expectNear(
            mmckDistribution(at).reduce((sum, share) => sum + share, 0),
            1,
            1e-12,
          );
          expectNear(result.utilization, utilization * (1 - result.lostShare), 1e-9);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('loses more with load, less with servers and with room', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 60 }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        (servers, room, utilization) => {
          const load = servers * utilization;
          const { lostShare } = mmck(station(load, 1, servers, servers + room));
          const slack = lostShare * 1e-12;
          expect(mmck(station(load * 1.1, 1, servers, servers + room)).lostShare).toBeGreaterThan(lostShare);
          expect(mmck(station(load, 1, servers, servers + room + 1)).lostShare).toBeLessThan(
            lostShare + slack,
          );
          expect(mmck(station(load, 1, servers + 1, servers + room + 1)).lostShare).toBeLessThan(
            lostShare + slack,
          );
        },
      ),
    );
  });
});
