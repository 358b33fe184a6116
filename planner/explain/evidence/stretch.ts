import { isOk } from '../../../runs/schema/outcome.ts';
import type { Stretch } from '../../../runs/schema/stretch.ts';
import type { Part } from './part.ts';
import type { View } from './view.ts';

/** Seconds without a failure that do not end a stretch of them: chance leaves out a second or two. */
const gapSecondsMax = 2;

/** The stretch of seconds with failures of any kind around a part. */
export const stretchOf = ({ second }: Part, { recorded: { timeline } }: View): Stretch => {
  const columns = Object.entries(timeline.load.outcomes).filter(([outcome]) => !isOk(outcome));
  const fails = (at: number): boolean => columns.some(([, column]) => (column[at] ?? 0) > 0);
  const edge = (by: 1 | -1): number => {
    let last = second;
    for (
      let at = second;
      at >= 0 && at < timeline.seconds && Math.abs(at - last) <= gapSecondsMax + 1;
      at += by
    )
      if (fails(at)) last = at;
    return last;
  };
  return { fromSecond: edge(-1), toSecond: edge(1) };
};
