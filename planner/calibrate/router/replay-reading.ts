import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { CalibratedDistribution } from '../../measure/empirical.ts';
import { limitsIn } from '../../measure/limits.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { type Replayed, type ReplayMemory, replayLoad } from '../replay.ts';
import { recordedReplicas } from './recorded-replicas.ts';
import { type Reading, routerModel } from './router-model.ts';

/** What was calibrated before, and what a replay needs of it. */
export type RouterContext = {
  readonly service: Calibration['service'];
  readonly overheadMs: number;
  readonly isEven: boolean;
  /** Of all replays; by default each has its own. */
  readonly memory?: ReplayMemory;
};

/** Which replays of a recording there are, and what is read of each. */
export type ReadingReplays<Figures> = {
  readonly recorded: Recorded;
  readonly reading: Reading;
  readonly service: CalibratedDistribution;
  readonly count: number;
  readonly figuresOf: (replayed: Replayed) => Figures;
};

/** One replay of the recorded load and replicas with a router as a reading has it. */
export const replayOnce = (
  {
    recorded,
    reading,
    service,
    replay,
  }: Omit<ReadingReplays<unknown>, 'count' | 'figuresOf'> & { readonly replay: number },
  { isEven, memory }: Pick<RouterContext, 'isEven' | 'memory'>,
): Replayed =>
  replayLoad(recorded, {
    service,
    isEven,
    router: routerModel(reading, limitsIn(recorded)),
    policy: recordedReplicas(recorded),
    nextLagSeconds: () => 0,
    replay,
    ...(memory && { memory }),
  });

/** What so many of these replays show. */
export const replayReading = <Figures>(
  { figuresOf, count, ...parts }: ReadingReplays<Figures>,
  context: RouterContext,
): Figures[] =>
  Array.from({ length: count }, (_, replay) => figuresOf(replayOnce({ ...parts, replay }, context)));
