import { isOk } from '../../../runs/schema/load-series.ts';
import { withMean } from '../../measure/empirical.ts';
import { isUnqueued } from '../../measure/unqueued.ts';
import { meanOfValues } from '../../stats/simple.ts';
import { emptySketch, meanOf, mergeSketches } from '../../stats/sketch.ts';
import { latencyOf } from '../../timeline/fold-load.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { type Reading, type RouterContext, replayReading } from './replay-reading.ts';

/** Enough for a mean latency. */
const replays = 2;

/** More than this part of an unqueued latency is service. */
const factorMin = 0.25;

/** Halvings of the range: the factor is good to about a hundredth. */
const halvings = 6;

/** Seconds whose requests did not queue, and had nothing queueing before them: class 0, all others -1. */
const unqueuedClasses = (recorded: Recorded, classes: readonly number[]): number[] =>
  recorded.cells.map((cell, second) =>
    cell && classes[second]! >= 0 && isUnqueued(cell, second, recorded) ? 0 : -1,
  );

const recordedMeanMs = ({ cells }: Recorded, classes: readonly number[]): number | undefined =>
  meanOf(
    cells
      .flatMap((cell, second) => (cell && classes[second] === 0 ? [latencyOf(cell, isOk)] : []))
      .reduce(mergeSketches, emptySketch),
  );

/**
 * Service times that come from latencies hold the waits that this router lets even unqueued requests have, as where
 * several instances meet at a replica. The share that is service: with it, replays show the recorded latencies.
 *
 * @param classes of the recording's seconds by offered load; -1 for those that tell nothing
 * @returns in (0, 1]; 1 where the server tells service times
 */
export const serviceFactorOf = (
  recorded: Recorded,
  options: {
    readonly reading: Reading;
    readonly classes: readonly number[];
    readonly context: RouterContext;
  },
): number => {
  const { reading, context } = options;
  const { service } = context;
  const classes = unqueuedClasses(recorded, options.classes);
  const latencyMs = recordedMeanMs(recorded, classes);
  if (service.from !== 'unqueuedLatency' || latencyMs === undefined) return 1;
  const replayedMs = (factor: number): number => {
    const distribution = withMean(service.distribution, factor * service.meanMs.mid);
    const parts = { recorded, reading, service: distribution, classes, count: replays };
    const means = replayReading(parts, context).flatMap(([figures]) => figures!.latencyMs ?? []);
    return means.length === 0 ? 0 : meanOfValues(means);
  };
  let [low, high] = [factorMin, 1];
  for (let i = 0; i < halvings; i++) {
    const middle = (low + high) / 2;
    if (replayedMs(middle) < latencyMs) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
