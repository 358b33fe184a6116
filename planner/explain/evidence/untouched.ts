import { firstPlace } from '../../stats/first-place.ts';
import type { PodTrack } from './pods.ts';

/** No pod may have changed for so long before and after. */
const untouchedSeconds = 2;

/** When the pods of a recording changed. */
export type PodChanges = {
  /** Moments at which a pod changed or went, in seconds since the load began, in order. */
  readonly atSeconds: readonly number[];
  /** When the last pod was first seen. */
  readonly lastMadeSecond: number;
};

/** When pods came, went or changed. O(n log n) of their states. */
export const podChangesOf = (tracks: readonly PodTrack[]): PodChanges => ({
  atSeconds: tracks
    .flatMap(({ spans }) => spans.slice(1).map(({ fromSecond }) => fromSecond))
    .sort((a, b) => a - b),
  lastMadeSecond: tracks.reduce(
    (last, { spans }) => Math.max(last, spans[0]!.fromSecond),
    Number.NEGATIVE_INFINITY,
  ),
});

/** Whether no pod came, went or changed for a while around some seconds, nor came later. O(log changes). */
export const isUntouched = (
  fromSecond: number,
  toSecond: number,
  { atSeconds, lastMadeSecond }: PodChanges,
): boolean => {
  const next =
    atSeconds[firstPlace(atSeconds.length, (place) => atSeconds[place]! >= fromSecond - untouchedSeconds)];
  return (
    lastMadeSecond < Math.max(0, fromSecond - untouchedSeconds) &&
    (next === undefined || next > toSecond + untouchedSeconds)
  );
};
