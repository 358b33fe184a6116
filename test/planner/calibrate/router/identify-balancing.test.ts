import { describe, expect, it } from 'vitest';
import { type BalancingReading, requestBalancings } from '../../../../planner/platforms/balancing.ts';
import { isToldByBacklog, routerOf, shareOf, staysOpenWithoutHeader } from './balanced.ts';

/** What a free slot takes first and what goes to the emptiest replica look nearly the same. */
const twins: readonly BalancingReading[] = [
  { balancing: 'central', balancedPer: 'request' },
  { balancing: 'leastOfAll', balancedPer: 'request' },
];

describe('how requests find their replica', () => {
  it.each(requestBalancings)('is found by replaying the recording: $balancing', (truth) => {
    const router = routerOf(truth);
    expect(shareOf(router, truth)).toBeGreaterThan(0.4);
    const alike = twins.some(({ balancing }) => balancing === truth.balancing) ? twins : [truth];
    const others = requestBalancings.filter((one) => !alike.some((twin) => twin.balancing === one.balancing));
    for (const other of others) expect(shareOf(router, other)).toBeLessThan(shareOf(router, truth));
  });

  it('is found where connections, not requests, are spread: new replicas then get hardly any load', () => {
    const truth = { balancing: 'random', balancedPer: 'connection' } as const;
    expect(shareOf(routerOf(truth, { seed: 2 }), truth)).toBeGreaterThan(0.5);
  });

  it.each(requestBalancings.slice(0, 2))(
    'stays open without the service-time header, where a longer service looks like more waiting: $balancing; test/long has all',
    staysOpenWithoutHeader,
  );

  it.each([requestBalancings[0], requestBalancings[3]])(
    'is told by a backlog alone, from the first second on: $balancing; test/long has all',
    isToldByBacklog,
  );
});
