import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, erlangBLoad, erlangBServers } from '../../../planner/queueing/erlang-b.ts';
import { expectNear, expectPrinted } from '../near.ts';

describe('erlangB', () => {
  it('gives the textbook values of one and two servers', () => {
    expect(erlangB(1, 1)).toBe(0.5);
    expectNear(erlangB(2, 1), 0.2, 1e-15);
  });

  // pyworkforce, tests/test_erlang_b.py: 17 servers for 10 Erlangs at 2 %; digits from the formula.
  it.each([
    [17, 10, '0.0129489'],
    [16, 10, '0.0223019'],
    [10, 8, '0.1216611'],
    [200, 200, '0.05435'],
  ])('loses of %i servers at %i Erlangs the share %s', (servers, load, printed) => {
    expectPrinted(erlangB(servers, load), printed);
  });

  it('equals the sum it is defined by', () => {
    let term = 1;
    let sum = 1;
    for (let n = 1; n <= 12; n++) {
      term *= 7.5 / n;
      sum += term;
    }
    expectNear(erlangB(12, 7.5), term / sum, 1e-14);
  });

  it('falls with servers, rises with load, and stays a share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1500 }),
        fc.double({ min: 0.01, max: 3000, noNaN: true }),
        (servers, load) => {
          const lost = erlangB(servers, load);
          expect(lost).toBeGreaterThanOrEqual(0);
          expect(lost).toBeLessThan(1);
          expect(erlangB(servers + 1, load)).toBeLessThanOrEqual(lost);
          expect(erlangB(servers, load * 1.1)).toBeGreaterThanOrEqual(lost);
        },
      ),
    );
  });

  it('loses nothing without load', () => {
    expect(erlangB(3, 0)).toBe(0);
  });
});

describe('erlangBServers', () => {
  it('finds the fewest servers', () => {
    expect(erlangBServers(10, 0.02)).toBe(17);
    expect(erlangBServers(0.001, 0.5)).toBe(1);
  });
});

describe('erlangBLoad', () => {
  // The classic traffic table.
  it.each([
    [10, 0.01, '4.461'],
    [10, 0.02, '5.084'],
    [10, 0.05, '6.216'],
    [100, 0.01, '84.064'],
    [100, 0.02, '87.972'],
    [100, 0.05, '95.240'],
  ])('of %i servers with a loss of %f is %s Erlangs', (servers, share, printed) => {
    expectPrinted(erlangBLoad(servers, share), printed);
  });

  it('inverts the loss', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 1e-4, max: 0.9, noNaN: true }),
        (servers, share) => expectNear(erlangB(servers, erlangBLoad(servers, share)), share, 1e-9),
      ),
    );
  });
});
