import { isOk } from '../../../runs/schema/outcome.ts';
import { atOnceMs } from '../../measure/limits.ts';
import { isCalm } from '../../measure/unqueued.ts';
import { meaningOf } from '../../platforms/index.ts';
import type { Platform } from '../../platforms/platform.ts';
import { quantileOf, type Sketch } from '../../stats/sketch.ts';
import { latencyOf } from '../../timeline/fold-load.ts';
import type { Recorded } from '../../timeline/recording.ts';

/** How long a request may wait for a slot, in ms, by the config, else by the platform; null: no limit is known. */
export const queueLimitMs = ({
  recorded,
  platform,
}: {
  readonly recorded: Pick<Recorded, 'run'>;
  readonly platform: Platform;
}): number | null => {
  const inConfig = recorded.run.config.router?.queueWaitMs;
  return inConfig === undefined ? platform.queue.waitLimitMs.value : inConfig;
};

/** Latencies of the successes of each second without a queue. O(seconds). */
export const unqueuedLatencies = (recorded: Recorded): Sketch[] =>
  recorded.cells.flatMap((cell, second) => {
    if (cell === undefined || !isCalm(second, recorded)) return [];
    const sketch = latencyOf(cell, isOk);
    return sketch.count > 0 ? [sketch] : [];
  });

/** The middle of the median latencies of some seconds, in ms; undefined of none. O(n log n) of the seconds. */
export const middleMedianMs = (latencies: readonly Sketch[]): number | undefined => {
  const medians = latencies.flatMap((sketch) => quantileOf(sketch, 0.5) ?? []).sort((a, b) => a - b);
  return medians[Math.floor(medians.length / 2)];
};

/** The longest latency of some seconds, in ms; undefined of none. */
export const longestMs = (latencies: readonly Sketch[]): number | undefined =>
  latencies.reduce<number | undefined>((most, { max }) => Math.max(most ?? max, max), undefined);

/**
 * The longest that requests waited for a slot, in ms: those that had found none were turned away then. undefined where none
 * were. O(seconds).
 */
export const waitBoundMs = ({ cells }: Recorded, platform: Platform): number | undefined => {
  const bounds = cells.flatMap((cell) =>
    Object.entries(cell?.latencyMs ?? {}).flatMap(([outcome, sketch]) =>
      meaningOf(platform, outcome) === 'overload' && (quantileOf(sketch, 0.5) ?? 0) > atOnceMs
        ? [sketch.max]
        : [],
    ),
  );
  return bounds.length === 0 ? undefined : Math.max(...bounds);
};
