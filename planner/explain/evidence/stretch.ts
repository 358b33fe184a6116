import { isOk } from '../../../runs/schema/outcome.ts';
import type { Stretch } from '../../../runs/schema/result/stretch.ts';
import type { Recorded } from '../../timeline/recording.ts';

/** Seconds without a failure that do not end a stretch of them: chance leaves out a second or two. */
const gapSecondsMax = 2;

/** The stretches of seconds with failures of any kind, in order of time. O(seconds x outcomes). */
const stretchesIn = ({ timeline }: Recorded): Stretch[] => {
  const columns = Object.entries(timeline.load.outcomes).filter(([outcome]) => !isOk(outcome));
  const stretches: Stretch[] = [];
  for (let second = 0; second < timeline.seconds; second++) {
    if (!columns.some(([, column]) => (column[second] ?? 0) > 0)) continue;
    const last = stretches.at(-1);
    if (last && second - last.toSecond <= gapSecondsMax + 1) last.toSecond = second;
    else stretches.push({ fromSecond: second, toSecond: second });
  }
  return stretches;
};

/** By failed second, the stretch of failures around it. */
export const stretchBySecondIn = (recorded: Recorded): Map<number, Stretch> =>
  new Map(
    stretchesIn(recorded).flatMap((stretch) =>
      Array.from({ length: stretch.toSecond - stretch.fromSecond + 1 }, (_, i) => [
        stretch.fromSecond + i,
        stretch,
      ]),
    ),
  );

/** The stretch of seconds with failures of any kind around a part. */
export const stretchOf = (
  { second }: { readonly second: number },
  { stretchBySecond }: { readonly stretchBySecond: ReadonlyMap<number, Stretch> },
): Stretch => stretchBySecond.get(second)!;
