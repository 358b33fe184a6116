import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageReplicas } from '../../../planner/platforms/page-formula.ts';
import { lostShareByFlow } from '../../../planner/queueing/flow-balance.ts';
import { mmcD, mmcDServers } from '../../../planner/queueing/mmc-d.ts';
import { erlangB } from '../../oracles/erlang-b.ts';
import { erlangC } from '../../oracles/erlang-c.ts';
import { expectNear, expectPrinted } from '../near.ts';

const at = (ratePerSecond: number, servers: number, patienceSeconds: number) => ({
  ratePerSecond,
  serviceSeconds: 1,
  servers,
  patienceSeconds,
});

const anyStation = fc.record({
  servers: fc.integer({ min: 1, max: 300 }),
  utilization: fc.double({ min: 0.05, max: 3, noNaN: true }),
  patienceSeconds: fc.double({ min: 0, max: 50, noNaN: true }),
});

describe('mmcD', () => {
  it.each([
    [10, 10, 0.5, '0.103517'],
    [12, 10, 1, '0.177424'],
    [48, 50, 0.1, '0.050076'],
    [210, 200, 0.2, '0.050668'],
  ])('at %i Erlangs, %i servers, patience %f: 503 %s', (load, servers, patience, printed) => {
    expectPrinted(mmcD(at(load, servers, patience)).lostShare, printed);
  });

  // Our list of goldens had .109538 for this row. By hand: δ = -1, J = 1 - e^-.5 + e^-.5 / 3 = .5956462,
  // 1 / B(2, 2) = 2.5, so P503 = (1 - J) / (2.5 + 2 J) = .4043538 / 3.6912925 = .1095426.
  it('turns away 10.95426 % on the replicas that the help page asks for at 2 requests/s of 1 s', () => {
    expectPrinted(mmcD(at(2, 3, 0.5)).lostShare, '0.1095426');
    const j = 1 - Math.exp(-0.5) + Math.exp(-0.5) / 3;
    expectNear(mmcD(at(2, 3, 0.5)).lostShare, (1 - j) / (2.5 + 2 * j), 1e-13);
    expectPrinted(100 * mmcD(at(2, 3, 0)).lostShare, '21.05');
  });

  // 40-digit quadrature of the density with mpmath: J and the integral of x e^(δx) over 0..D by mp.quad.
  it.each([
    [10, 10, 0.5, 0.103517357492374, 0.621104144954246, 0.144338206597644],
    [9.999999, 10, 0.5, 0.103517313770582, 0.621104012020153, 0.144338162651613],
    [12, 10, 1, 0.177423572954396, 0.9444830902332, 0.612208287977912],
    [48, 50, 0.1, 0.0500756336008324, 0.327247718496892, 0.014103184337435],
    [210, 200, 0.2, 0.050668214459886, 0.926888560557163, 0.121191373745438],
    [2, 3, 0.5, 0.109542600108708, 0.322730444323658, 0.0548863360087249],
    [1050, 1000, 0.5, 0.0476190476191864, 0.999999999989687, 0.480000000001746],
  ])(
    'agrees with quadrature at load %d, %i servers, patience %d',
    (load, servers, patience, lost, waits, wait) => {
      const result = mmcD(at(load, servers, patience));
      expectNear(result.lostShare, lost, 1e-11);
      expectNear(result.waitShare, waits, 1e-11);
      expectNear(result.meanWaitOfServedSeconds, wait, 1e-11);
    },
  );

  it('is Erlang B without patience', () => {
    fc.assert(
      fc.property(anyStation, ({ servers, utilization }) => {
        const load = servers * utilization;
        const result = mmcD(at(load, servers, 0));
        expectNear(result.lostShare, erlangB(servers, load), 1e-10);
        expect(result.meanWaitSeconds).toBe(0);
      }),
    );
  });

  it('is Erlang C with endless patience below capacity', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0.05, max: 0.98, noNaN: true }),
        (servers, utilization) => {
          const endless = erlangC({ ratePerSecond: servers * utilization, serviceSeconds: 1, servers });
          const result = mmcD(at(servers * utilization, servers, Number.POSITIVE_INFINITY));
          expect(result.lostShare).toBe(0);
          expectNear(result.waitShare, endless.waitShare, 1e-10);
          expectNear(result.meanWaitSeconds, endless.meanWaitSeconds, 1e-10);
          const long = mmcD(at(servers * utilization, servers, 1e5));
          expectNear(long.meanWaitSeconds, endless.meanWaitSeconds, 1e-10);
        },
      ),
    );
  });

  it('serves what capacity allows with endless patience in overload', () => {
    const result = mmcD(at(15, 10, Number.POSITIVE_INFINITY));
    expectNear(result.lostShare, 1 / 3, 1e-14);
    expect(result.meanWaitSeconds).toBe(Number.POSITIVE_INFINITY);
    expect(mmcD(at(10, 10, Number.POSITIVE_INFINITY))).toMatchObject({ lostShare: 0, waitShare: 1 });
  });

  it('stays a finite share far into overload and with thousands of servers', () => {
    for (const servers of [1, 1000, 5000])
      for (const utilization of [0.001, 0.5, 1, 1.0001, 5])
        for (const patience of [0, 1e-9, 0.5, 5, 1e4]) {
          const result = mmcD(at(servers * utilization, servers, patience));
          for (const value of Object.values(result)) expect(Number.isFinite(value)).toBe(true);
          expect(result.lostShare).toBeGreaterThanOrEqual(Math.max(0, 1 - 1 / utilization) - 1e-12);
          expect(result.lostShare).toBeLessThanOrEqual(1);
        }
  });

  it('turns away more with load, fewer with servers and with patience', () => {
    fc.assert(
      fc.property(anyStation, ({ servers, utilization, patienceSeconds }) => {
        const load = servers * utilization;
        const { lostShare } = mmcD(at(load, servers, patienceSeconds));
        const slack = 1e-12 * lostShare;
        expect(mmcD(at(load * 1.05, servers, patienceSeconds)).lostShare).toBeGreaterThanOrEqual(
          lostShare - slack,
        );
        expect(mmcD(at(load, servers + 1, patienceSeconds)).lostShare).toBeLessThanOrEqual(lostShare + slack);
        expect(mmcD(at(load, servers, patienceSeconds + 0.1)).lostShare).toBeLessThanOrEqual(
          lostShare + slack,
        );
      }),
    );
  });

  it('has no seam at capacity, where the formula changes sides', () => {
    for (const patience of [0.01, 0.5, 3]) {
      const exact = mmcD(at(20, 20, patience));
      for (const load of [20 - 1e-9, 20 + 1e-9]) {
        const beside = mmcD(at(load, 20, patience));
        expectNear(beside.lostShare, exact.lostShare, 1e-8);
        expectNear(beside.meanWaitOfServedSeconds, exact.meanWaitOfServedSeconds, 1e-8);
      }
    }
  });

  it('keeps the flow in balance: lost = 1 - busy slots / offered load', () => {
    fc.assert(
      fc.property(anyStation, ({ servers, utilization, patienceSeconds }) => {
        const result = mmcD(at(servers * utilization, servers, patienceSeconds));
        const meanBusySlots = result.utilization * servers;
        const byFlow = lostShareByFlow({
          meanBusySlots,
          ratePerSecond: servers * utilization,
          serviceSeconds: 1,
        });
        expect(Math.abs(byFlow - result.lostShare)).toBeLessThan(1e-12);
        expect(result.utilization).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe('mmcDServers', () => {
  // Azure ML's formula against the truth: 70 % target, one slot, 500 ms wait limit.
  it.each([
    [20, 10, 286, 213, 229],
    [2, 1, 3, 5, 7],
    [20, 1, 29, 24, 27],
    [20, 0.1, 3, 3, 4],
    [1000, 0.1, 143, 100, 101],
  ])(
    'at %d/s of %d s: page %i, 1 %% needs %i, 0.1 %% needs %i',
    (ratePerSecond, serviceSeconds, page, one, tenth) => {
      const station = { ratePerSecond, serviceSeconds, patienceSeconds: 0.5 };
      expect(
        pageReplicas({ ratePerSecond, serviceSeconds, targetUtilization: 0.7, slotsPerReplica: 1 }),
      ).toBe(page);
      expect(mmcDServers(station, 0.01)).toBe(one);
      expect(mmcDServers(station, 0.001)).toBe(tenth);
    },
  );

  it.each([
    [2, 1, 3, '10.95'],
    [20, 1, 29, '0.014'],
    [20, 0.1, 3, '0.10'],
  ])(
    'prices the page: %d/s of %d s on %i replicas lose %s %%',
    (ratePerSecond, serviceSeconds, servers, printed) => {
      const { lostShare } = mmcD({ ratePerSecond, serviceSeconds, servers, patienceSeconds: 0.5 });
      expectPrinted(100 * lostShare, printed);
    },
  );

  it('gives the smallest count: one fewer turns away too many', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 500, noNaN: true }),
        fc.double({ min: 1e-4, max: 0.3, noNaN: true }),
        (ratePerSecond, share) => {
          const station = { ratePerSecond, serviceSeconds: 1, patienceSeconds: 0.5 };
          const servers = mmcDServers(station, share);
          expect(mmcD({ ...station, servers }).lostShare).toBeLessThanOrEqual(share);
          if (servers > 1)
            expect(mmcD({ ...station, servers: servers - 1 }).lostShare).toBeGreaterThan(share);
        },
      ),
    );
  });
});
