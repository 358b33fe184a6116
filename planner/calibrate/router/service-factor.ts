import { isOk } from '../../../runs/schema/outcome.ts';
import { withMean } from '../../measure/empirical.ts';
import { isUnqueued } from '../../measure/unqueued.ts';
import { meanOfValues } from '../../stats/simple.ts';
import { emptySketch, meanOf, mergeSketches } from '../../stats/sketch.ts';
import { latencyOf } from '../../timeline/fold-load.ts';
import type { Recorded } from '../../timeline/recording.ts';
import type { Replayed } from '../replay.ts';
import { replayedFigures } from './figures.ts';
import { type RouterContext, replayReading } from './replay-reading.ts';
import type { Reading } from './router-model.ts';

/** Enough for a mean wait: unlike a latency it hardly varies with the service times that a replay draws. */
const replays = 3;

/** More than this part of an unqueued latency is service. */
const factorMin = 0.25;

/** Steps towards the factor; with a straight line between the ends it is good to some thousandths. */
const steps = 4;

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
 * Where factor + wait share - 1, which rises, passes 0 between `factorMin` and 1, by false position; an end that stays is believed half as much
 * (Illinois), so that both ends move.
 */
const rootOf = (excessAt: (factor: number) => number): number => {
  let [low, high] = [factorMin, 1];
  // So little service leaves next to no wait: the low end need not be replayed.
  let [below, above] = [factorMin - 1, excessAt(1)];
  if (above <= 0) return 1;
  const crossing = (): number => low - (below * (high - low)) / (above - below);
  for (let i = 0; i < steps; i++) {
    const at = crossing();
    const excess = excessAt(at);
    if (excess < 0) [low, below, above] = [at, excess, above / 2];
    else [high, above, below] = [at, excess, below / 2];
  }
  return crossing();
};

/**
 * Service times that come from latencies hold the waits that this router lets even unqueued requests have, as where
 * several instances meet at a replica. The share that is service: the mean latency as recorded, less the mean wait that
 * replays show in the same seconds. Only the wait is taken from replays: their own mean latency varies with the service
 * times that they draw, and a factor that is fitted to it and can't pass 1 comes out too small.
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
  if (service.from !== 'unqueuedLatency') return 1;
  const classes = unqueuedClasses(recorded, options.classes);
  const latencyMs = recordedMeanMs(recorded, classes);
  if (latencyMs === undefined) return 1;
  const waitShareWith = (factor: number): number => {
    const distribution = withMean(service.distribution, factor * service.meanMs.mid);
    const figuresOf = (replayed: Replayed) => replayedFigures(replayed, classes);
    const parts = { recorded, reading, service: distribution, figuresOf, count: replays };
    const waitsMs = replayReading(parts, context).flatMap(([figures]) => figures!.waitMs ?? []);
    return waitsMs.length === 0 ? 0 : meanOfValues(waitsMs) / latencyMs;
  };
  return rootOf((factor) => factor + waitShareWith(factor) - 1);
};
