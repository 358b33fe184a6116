import { isOk } from '../../../runs/schema/outcome.ts';
import { atOnceMs } from '../../measure/limits.ts';
import { isCalm } from '../../measure/unqueued.ts';
import { meaningOf } from '../../platforms/index.ts';
import type { Platform } from '../../platforms/platform.ts';
import { emptySketch, mergeSketches, quantileOf, type Sketch } from '../../stats/sketch.ts';
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

/** Latencies of the successes of each second without a queue. */
const unqueuedLatencies = (recorded: Recorded): Sketch[] =>
  recorded.cells.flatMap((cell, second) =>
    cell && isCalm(cell, second, recorded) ? [latencyOf(cell, isOk)] : [],
  );

/** The median latency of successes that met no queue, in ms; undefined where there was no such second. O(seconds). */
export const unqueuedMedianMs = (recorded: Recorded): number | undefined => {
  const medians = unqueuedLatencies(recorded)
    .flatMap((sketch) => quantileOf(sketch, 0.5) ?? [])
    .sort((a, b) => a - b);
  return medians[Math.floor(medians.length / 2)];
};

/** The longest latency of successes that met no queue, in ms; undefined where there were none. O(seconds). */
export const unqueuedSlowestMs = (recorded: Recorded): number | undefined =>
  quantileOf(unqueuedLatencies(recorded).reduce(mergeSketches, emptySketch), 1);

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
