import { unseenIn, type WatchGap, wasCutBetween } from '../../timeline/gaps.ts';
import type { Recorded } from '../../timeline/recording.ts';

type Span = { readonly fromSecond: number; readonly toSecond: number };

/**
 * Whether nothing can have happened to the replicas unseen from one second to another, as far as the load lasted: that something
 * did not happen is said of no other time. What was wanted counts where it was known at all.
 */
export const wasWatchedThrough = (
  { timeline: { cluster, seconds } }: Recorded,
  { fromSecond, toSecond }: Span,
): boolean => {
  const isSeen = (column: readonly (number | null)[]): boolean =>
    column.slice(fromSecond, Math.min(seconds, toSecond + 1)).every((replicas) => replicas !== null);
  const knowsWanted = cluster.desired.some((desired) => desired !== null);
  return isSeen(cluster.ready) && (!knowsWanted || isSeen(cluster.desired));
};

/** When the status of the HPAs was not seen. */
export const unseenStatus = ({ cluster }: Recorded): WatchGap[] =>
  unseenIn(cluster, ['horizontalpodautoscalers']);

/**
 * Whether every change of the HPAs' status from one second to the end of another was seen, as far as the load lasted.
 *
 * @param unseen when it was not
 */
export const wasStatusSeen = (
  unseen: readonly WatchGap[],
  { timeline }: Recorded,
  { fromSecond, toSecond }: Span,
): boolean => {
  const msOf = (second: number): number => timeline.startedAtMs + second * 1000;
  return !wasCutBetween(unseen, {
    fromMs: msOf(fromSecond),
    toMs: Math.min(msOf(toSecond + 1), msOf(timeline.seconds)),
  });
};
