import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { CalibratedDistribution } from '../../measure/empirical.ts';
import { limitsIn } from '../../measure/limits.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { type Replayed, replayLoad } from '../replay.ts';
import { type ClassFigures, replayedFigures } from './figures.ts';
import { recordedReplicas } from './recorded-replicas.ts';
import { type Reading, routerModel } from './router-model.ts';

/** What was calibrated before, and what a replay needs of it. */
export type RouterContext = {
  readonly service: Calibration['service'];
  readonly overheadMs: number;
  readonly isEven: boolean;
};

type ReadingReplays = {
  readonly recorded: Recorded;
  readonly reading: Reading;
  readonly service: CalibratedDistribution;
  /** Class of every second; -1 for one that does not count. */
  readonly classes: readonly number[];
  readonly count: number;
};

/** One replay of the recorded load and replicas with a router as a reading has it. */
export const replayOnce = (
  {
    recorded,
    reading,
    service,
    replay,
  }: Omit<ReadingReplays, 'classes' | 'count'> & { readonly replay: number },
  { isEven }: Pick<RouterContext, 'isEven'>,
): Replayed =>
  replayLoad(recorded, {
    service,
    isEven,
    router: routerModel(reading, limitsIn(recorded)),
    policy: recordedReplicas(recorded),
    nextLagSeconds: () => 0,
    takesSamples: false,
    replay,
  });

/** So many of these replays: figures by class. */
export const replayReading = (
  { classes, count, ...parts }: ReadingReplays,
  context: RouterContext,
): ClassFigures[][] =>
  Array.from({ length: count }, (_, replay) =>
    replayedFigures(replayOnce({ ...parts, replay }, context), classes),
  );
