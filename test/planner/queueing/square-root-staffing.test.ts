import { describe, expect, it } from 'vitest';
import { erlangC } from '../../../planner/queueing/erlang-c.ts';
import { halfinWhittWaitShare, squareRootServers } from '../../../planner/queueing/square-root-staffing.ts';
import { expectPrinted } from '../near.ts';

describe('halfinWhittWaitShare', () => {
  it.each([
    [0.1, '0.8803'],
    [0.25, '0.7209'],
    [0.5, '0.5045'],
    [0.75, '0.3417'],
    [1, '0.2234'],
    [1.5, '0.0847'],
    [2, '0.0269'],
  ])('of beta %f is %s', (beta, printed) => {
    expectPrinted(halfinWhittWaitShare(beta), printed);
  });

  it('is the limit of Erlang C', () => {
    const load = 1e6;
    const { waitShare } = erlangC({ ratePerSecond: load, serviceSeconds: 1, servers: load + 500 });
    expect(Math.abs(waitShare - halfinWhittWaitShare(0.5))).toBeLessThan(1e-3);
  });
});

describe('squareRootServers', () => {
  it('adds beta roots of the load', () => {
    expect(squareRootServers(100, halfinWhittWaitShare(1) + 1e-9)).toBe(110);
  });

  it('lets about the asked share wait, for small and large loads', () => {
    for (const load of [5, 50, 500, 5000])
      for (const share of [0.05, 0.2, 0.5]) {
        const servers = squareRootServers(load, share);
        const here = erlangC({ ratePerSecond: load, serviceSeconds: 1, servers }).waitShare;
        const oneMore = erlangC({ ratePerSecond: load, serviceSeconds: 1, servers: servers + 1 }).waitShare;
        expect(here).toBeLessThan(share + 0.035);
        expect(oneMore).toBeLessThan(share);
      }
  });
});
