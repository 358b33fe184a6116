import { createRandom } from '../../planner/stats/random.ts';
import { sumOf } from '../../planner/stats/sum.ts';
import { roundedCounts } from '../../planner/timeline/planned-rate.ts';

/** How the counts were read. */
type Spread = {
  readonly stepSeconds: number;
  /** Second of the trace at which the counts begin: steps are cut where the trace has them. */
  readonly fromSecond: number;
  readonly seed: number;
};

/**
 * Counts of steps as counts of seconds: each request of a step in any of its seconds with equal chance. The total of
 * each step stays; a step that is cut has its share. Steps of one second are as they were.
 *
 * @param perSecond mean of each second: the count of its step divided by the seconds of the step
 * @param options.seed same seed, same seconds; each step has a random stream of its own
 * @example spreadCounts([3, 0, 1], { stepSeconds: 1, fromSecond: 0, seed: 1 }) // [3, 0, 1]
 */
export const spreadCounts = (
  perSecond: readonly number[],
  { stepSeconds, fromSecond, seed }: Spread,
): number[] => {
  if (stepSeconds === 1) return perSecond.map(Math.round);
  const starts: number[] = [0];
  for (let second = 1; second < perSecond.length; second++)
    if ((fromSecond + second) % stepSeconds === 0) starts.push(second);
  const endOf = (i: number): number => starts[i + 1] ?? perSecond.length;
  const totals = roundedCounts(starts.map((start, i) => roundTiny(sumOf(perSecond.slice(start, endOf(i))))));
  const counts = new Array<number>(perSecond.length).fill(0);
  starts.forEach((start, i) => {
    const random = createRandom(seed, start);
    const seconds = endOf(i) - start;
    for (let n = totals[i]!; n > 0; n--)
      counts[start + Math.min(seconds - 1, Math.floor(random() * seconds))]! += 1;
  });
  return counts;
};

/** Sixty sixtieths of a count are the count again. */
const roundTiny = (sum: number): number => Number(sum.toFixed(6));
