import { beforeAll, describe, expect, it } from 'vitest';
import { randomService, type Service } from '../../bench/accuracy/service.ts';
import { addFound, baseOf, foundChanged, foundUnchanged } from '../../bench/compare/found.ts';
import type { BaseSide } from '../../planner/compare/sides.ts';

const seed = 41;
const services = 40;
const one = { runs: 1, pairs: 5 } as const;

/** One recorded run of each service. */
let recorded: readonly { readonly service: Service; readonly base: BaseSide }[];
beforeAll(() => {
  recorded = Array.from({ length: services }, (_, index) => {
    const service = randomService(seed, index);
    return { service, base: baseOf(service, one) };
  });
});

/** One comparison for each service that such a change can make so much worse. */
const foundOf = (change: string) =>
  addFound(
    recorded.map(({ service, base }) =>
      foundChanged(base, service, { change, effort: { runs: 1, pairs: 1 } }),
    ),
  );

describe('comparisons of one run with one', () => {
  it('find a difference in at most 5 % of 200 pairs without a change', () => {
    const { comparisons, found } = addFound(
      recorded.map(({ service, base }) => foundUnchanged(base, service, one)),
    );
    expect(comparisons).toBe(200);
    expect(found).toBeLessThanOrEqual(0.05 * comparisons);
  });

  it.each(['slower model, p95 +20 %', 'slower path, p95 +20 %'])('find nine in ten of: %s', (change) => {
    const { comparisons, found } = foundOf(change);
    expect(comparisons).toBeGreaterThan(30);
    expect(found).toBeGreaterThanOrEqual(0.9 * comparisons);
  });
});
