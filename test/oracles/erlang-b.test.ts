import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectNear, expectPrinted } from '../planner/near.ts';
import { erlangB } from './erlang-b.ts';

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
