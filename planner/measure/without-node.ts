import { gapsIn, isInGap } from '../timeline/gaps.ts';
import type { Recorded } from '../timeline/recording.ts';

/**
 * Seconds of the recording in which some pod fitted on no node. By whole seconds, as the failures that they explain
 * are. A pod that never fitted waits to the end of the recording. Seconds in which the watch of the pods was cut are left
 * out: whether one still waited then is not known.
 */
export const secondsWithoutNode = ({ cluster, timeline }: Recorded): ReadonlySet<number> => {
  const { startedAtMs, seconds } = timeline;
  const waiting = new Map<string, number>();
  const found = new Set<number>();
  const mark = (fromMs: number, toMs: number): void => {
    for (let at = Math.floor((fromMs - startedAtMs) / 1000); at <= (toMs - startedAtMs) / 1000; at++)
      found.add(at);
  };
  for (const line of cluster) {
    if (line.kind !== 'pod') continue;
    const since = waiting.get(line.name);
    const isWaiting = line.unschedulableMessage !== null && !line.deleted;
    if (isWaiting && since === undefined) waiting.set(line.name, line.atMs);
    if (!isWaiting && since !== undefined) {
      mark(since, line.atMs);
      waiting.delete(line.name);
    }
  }
  for (const since of waiting.values()) mark(since, startedAtMs + seconds * 1000);
  const gaps = gapsIn(cluster, ['pods']);
  return new Set([...found].filter((second) => !isInGap(gaps, startedAtMs + (second + 1) * 1000)));
};
