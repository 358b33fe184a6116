import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareInterval } from '../../../planner/simulate/share-interval.ts';
import { createRandom } from '../../../planner/stats/random.ts';

const stretch = fc
  .record({ requests: fc.integer({ min: 0, max: 1000 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ requests, share }) => ({ requests, hits: Math.round(share * requests) }));

describe('shareInterval', () => {
  it('stays in 0..1 around the share of all requests', () => {
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 30 }), (stretches) => {
        const requests = stretches.reduce((sum, s) => sum + s.requests, 0);
        const interval = shareInterval(stretches, 60, 0.95);
        if (requests === 0 || interval === null) {
          expect(interval).toBeNull();
          return;
        }
        const { low, mid, high } = interval;
        expect(mid).toBeCloseTo(stretches.reduce((sum, s) => sum + s.hits, 0) / requests, 12);
        expect(0 <= low && low <= mid && mid <= high && high <= 1).toBe(true);
      }),
    );
  });

  it('is the t interval of a ratio', () => {
    // R: e <- c(1, 3, 2, 6) - .03 * 100; .03 + c(-1, 1) * qt(.975, 3) * sd(e) / 2 / 100
    const stretches = [1, 3, 2, 6].map((hits) => ({ requests: 100, hits }));
    expect(shareInterval(stretches, 60, 0.95)!.high).toBeCloseTo(0.0643741, 6);
    expect(shareInterval(stretches, 60, 0.95)!.low).toBe(0);
  });

  it('covers the truth in 95 % of the repetitions, for stretches whose shares scatter', () => {
    const random = createRandom(3);
    const repetitions = 1000;
    let covered = 0;
    for (let i = 0; i < repetitions; i++) {
      const stretches = Array.from({ length: 20 }, () => {
        const share = 0.1 + 0.1 * random();
        let hits = 0;
        for (let request = 0; request < 400; request++) if (random() < share) hits++;
        return { requests: 400, hits };
      });
      const { low, high } = shareInterval(stretches, 60, 0.95)!;
      if (low <= 0.15 && 0.15 <= high) covered++;
    }
    expect(Math.abs(covered / repetitions - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / repetitions));
  });

  it('leaves room above zero errors: about 3.7 / seconds', () => {
    const none = Array.from({ length: 20 }, () => ({ requests: 1000, hits: 0 }));
    expect(shareInterval(none, 200, 0.95)).toMatchObject({ low: 0, mid: 0 });
    expect(shareInterval(none, 200, 0.95)!.high).toBeCloseTo(1 - 0.025 ** (1 / 200), 9);
  });
});
