import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangA, erlangAServiceLevel } from '../../../planner/queueing/erlang-a.ts';
import { erlangB } from '../../../planner/queueing/erlang-b.ts';
import { erlangC, erlangCServiceLevel } from '../../../planner/queueing/erlang-c.ts';
import { expectNear, expectPrinted } from '../near.ts';

describe('erlangA', () => {
  // pyworkforce, tests/test_abandonment.py: 100 calls in 30 minutes of 3 minutes, patience 5 minutes, 14 agents.
  it('gives the regression values of pyworkforce', () => {
    const station = { ratePerSecond: 100 / 30, serviceSeconds: 3, servers: 14, patienceSeconds: 5 };
    const result = erlangA(station);
    expectPrinted(result.waitShare, '0.14526');
    expectPrinted(result.lostShare, '0.013984');
    expectPrinted(result.utilization, '0.704297');
    expectPrinted(result.meanWaitSeconds, '0.069919');
    expectPrinted(erlangAServiceLevel(station, 20 / 60), '0.916792');
  });

  // Mandelbaum & Zeltyn's example: 50 agents, 48 calls a minute of 1 minute, patience 2 minutes.
  it('shows what giving up saves in the example of 50 agents', () => {
    const station = { ratePerSecond: 0.8, serviceSeconds: 60, servers: 50 };
    const patient = erlangC(station);
    expectPrinted(patient.waitShare, '0.694456');
    expectPrinted(patient.meanWaitSeconds, '20.83');
    expectPrinted(patient.meanQueueLength, '16.67');
    const result = erlangA({ ...station, patienceSeconds: 120 });
    expectPrinted(100 * result.lostShare, '3.091');
    expectPrinted(result.meanWaitSeconds, '3.71');
    expectPrinted(result.meanQueueLength, '2.968');
    expectPrinted(result.utilization, '0.93032');
  });

  it('tends to Erlang C with patience and to Erlang B without', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0.05, max: 0.9, noNaN: true }),
        (servers, utilization) => {
          const station = { ratePerSecond: servers * utilization, serviceSeconds: 1, servers };
          const endless = erlangC(station);
          const patient = erlangA({ ...station, patienceSeconds: 1e9 });
          expectNear(patient.waitShare, endless.waitShare, 1e-5);
          expectNear(patient.meanWaitSeconds, endless.meanWaitSeconds, 1e-5);
          const hasty = erlangA({ ...station, patienceSeconds: 1e-9 });
          expectNear(hasty.lostShare, erlangB(servers, servers * utilization), 1e-5);
        },
      ),
    );
  });

  it('loses more with load, fewer with servers and with patience, also in overload', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0.1, max: 4, noNaN: true }),
        fc.double({ min: 0.01, max: 500, noNaN: true }),
        (servers, utilization, patienceSeconds) => {
          const ratePerSecond = servers * utilization;
          const station = { ratePerSecond, serviceSeconds: 1, servers, patienceSeconds };
          const { lostShare, utilization: busy } = erlangA(station);
          const slack = 1e-12 + 1e-9 * lostShare;
          expect(busy).toBeLessThanOrEqual(1 + 1e-9);
          expect(erlangA({ ...station, ratePerSecond: ratePerSecond * 1.05 }).lostShare).toBeGreaterThan(
            lostShare - slack,
          );
          expect(erlangA({ ...station, servers: servers + 1 }).lostShare).toBeLessThan(lostShare + slack);
          expect(erlangA({ ...station, patienceSeconds: patienceSeconds * 1.1 }).lostShare).toBeLessThan(
            lostShare + slack,
          );
        },
      ),
    );
  });
});

describe('erlangAServiceLevel', () => {
  const station = { ratePerSecond: 8, serviceSeconds: 1, servers: 10, patienceSeconds: 2 };

  it('is the share served at once at 0, and all that is served in the long run', () => {
    const { waitShare, lostShare } = erlangA(station);
    expectNear(erlangAServiceLevel(station, 0), 1 - waitShare, 1e-12);
    expectNear(erlangAServiceLevel(station, 20), 1 - lostShare, 1e-9);
  });

  it('tends to Erlang C with patience', () => {
    expectNear(
      erlangAServiceLevel({ ...station, patienceSeconds: 1e8 }, 0.3),
      erlangCServiceLevel(station, 0.3),
      1e-6,
    );
  });
});
