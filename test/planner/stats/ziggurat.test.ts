import { describe, expect, it } from 'vitest';
import { upperGammaShare } from '../../../planner/stats/gamma.ts';
import { normalQuantile } from '../../../planner/stats/normal.ts';
import { createRandom, type Random } from '../../../planner/stats/random.ts';
import { drawExponential, drawNormal, fillExponentials } from '../../../planner/stats/ziggurat.ts';

const cells = 512;

/** Standard normal quantiles at the borders of equally likely cells. */
const normalBorders = Array.from({ length: cells - 1 }, (_, i) => normalQuantile((i + 1) / cells));

/** Which of the equally likely cells a value lies in: how many borders are below it. */
const cellBy = (borders: readonly number[], x: number): number => {
  let [low, high] = [0, borders.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (borders[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The samplers, with the cell of a draw and the true shares of draws beyond some points far out. */
const samplers = [
  {
    name: 'exponential',
    draw: drawExponential,
    cellOf: (x: number) => Math.min(cells - 1, Math.floor(cells * -Math.expm1(-x))),
    moments: [1, 2, 6],
    // 7.697 is where the tail begins.
    beyond: [0.01, 1, 5, 7.697, 9, 12].map((x) => [x, Math.exp(-x)] as const),
  },
  {
    name: 'normal',
    draw: drawNormal,
    cellOf: (x: number) => cellBy(normalBorders, x),
    moments: [0, 1, 0, 3],
    // 3.654 is where the tail begins; two-sided tails by the incomplete gamma function.
    beyond: [-3.7, -1, 0, 0.5, 2, 3.654, 4, 4.5].map((x) => {
      const tail = upperGammaShare(0.5, (x * x) / 2) / 2;
      return [x, x < 0 ? 1 - tail : tail] as const;
    }),
  },
] satisfies readonly {
  readonly name: string;
  readonly draw: (random: Random) => number;
  readonly cellOf: (x: number) => number;
  readonly moments: readonly number[];
  readonly beyond: readonly (readonly [number, number])[];
}[];

const count = 4_000_000;

describe('the ziggurat', () => {
  it.each(samplers)(
    'draws the $name distribution: in equally likely cells, in moments, and far out',
    (sampler) => {
      const { draw, cellOf, moments, beyond } = sampler;
      const random = createRandom(3);
      const counts = new Array<number>(cells).fill(0);
      const [sums, squares] = [moments.map(() => 0), moments.map(() => 0)];
      const above = beyond.map(() => 0);
      for (let i = 0; i < count; i++) {
        const x = draw(random);
        counts[cellOf(x)]! += 1;
        let power = 1;
        for (let k = 0; k < moments.length; k++) {
          power *= x;
          sums[k]! += power;
          squares[k]! += power * power;
        }
        for (let k = 0; k < beyond.length; k++) if (x > beyond[k]![0]) above[k]! += 1;
      }
      const expected = count / cells;
      const chiSquare = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      expect(upperGammaShare((cells - 1) / 2, chiSquare / 2)).toBeGreaterThan(1e-4);
      moments.forEach((truth, k) => {
        const mean = sums[k]! / count;
        const error = Math.sqrt((squares[k]! / count - mean * mean) / count);
        expect(Math.abs(mean - truth) / error, `moment ${k + 1}`).toBeLessThan(4);
      });
      beyond.forEach(([x, share], k) => {
        const error = Math.sqrt(count * share * (1 - share));
        expect(Math.abs(above[k]! - count * share) / error, `beyond ${x}`).toBeLessThan(4);
      });
    },
  );

  it.each(samplers)('takes about one number for each draw of the $name distribution', ({ draw }) => {
    const random = createRandom(4);
    let taken = 0;
    for (let i = 0; i < 100_000; i++) {
      draw(() => {
        taken++;
        return random();
      });
    }
    expect(taken / 100_000).toBeLessThan(1.05);
  });

  it('fills an array with the exponentials that as many draws would give', () => {
    const random = createRandom(6);
    const expected = Array.from({ length: 100_000 }, () => drawExponential(random));
    const other = createRandom(6);
    const [before, after] = [new Float64Array(30_000), new Float64Array(70_000)];
    fillExponentials(before, other);
    fillExponentials(after, other);
    expect([...before, ...after]).toEqual(expected);
    expect(other()).toBe(random());
  });
});
