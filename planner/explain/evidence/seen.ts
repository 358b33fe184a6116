import { unseenIn, type WatchGap, wasCutBetween } from '../../timeline/gaps.ts';
import type { Recorded } from '../../timeline/recording.ts';

type Span = { readonly fromSecond: number; readonly toSecond: number };

/**
 * By second, the first one from it on in which the replicas were not seen; past the last second where all were. What was wanted
 * counts where it was known at all.
 */
export const unwatchedFrom = ({ timeline: { cluster, seconds } }: Pick<Recorded, 'timeline'>): number[] => {
  const knowsWanted = cluster.desired.some((desired) => desired !== null);
  const next = new Array<number>(seconds).fill(seconds);
  for (let second = seconds - 1; second >= 0; second--) {
    const isSeen = cluster.ready[second] !== null && (!knowsWanted || cluster.desired[second] !== null);
    next[second] = isSeen ? (next[second + 1] ?? seconds) : second;
  }
  return next;
};

/**
 * Whether nothing can have happened to the replicas unseen from one second to another, as far as the load lasted: that something
 * did not happen is said of no other time.
 */
export const wasWatchedThrough = (
  { unwatchedFrom: next }: { readonly unwatchedFrom: readonly number[] },
  { fromSecond, toSecond }: Span,
): boolean => (next[fromSecond] ?? next.length) > Math.min(next.length - 1, toSecond);

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
