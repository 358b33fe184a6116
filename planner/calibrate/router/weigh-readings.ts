import type { RouterReading } from '../../../runs/schema/calibration.ts';
import { limitsIn } from '../../measure/limits.ts';
import type { Jobs } from '../../simulate/shared-work.ts';
import { meanOfValues } from '../../stats/simple.ts';
import { sumOf } from '../../stats/sum.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { replaysFor } from '../likelihood.ts';
import { serviceUnder } from '../service-under.ts';
import { cutFactorOf } from './cut-factor.ts';
import { likelihoodOf, recordedFigures, replayedFigures } from './figures.ts';
import { backlogClasses, loadClasses } from './load-classes.ts';
import { readingsToReplay } from './readings.ts';
import { type ReadingReplays, type RouterContext, replayReading } from './replay-reading.ts';
import type { Reading } from './router-model.ts';
import { serviceFactorOf } from './service-factor.ts';
import { likelihoodOfSpread, recordedSpread, replayedSpread } from './spread.ts';

const memorySecondsOf = (recorded: Recorded, serviceMs: number): number => {
  const { queueWaitLimitMs, requestTimeoutMs } = limitsIn(recorded);
  const longestWaitMs = Math.min(
    queueWaitLimitMs ?? Number.POSITIVE_INFINITY,
    requestTimeoutMs ?? Number.POSITIVE_INFINITY,
  );
  return (longestWaitMs + serviceMs) / 1000;
};

/** A reading, and the logarithm of how likely it makes the recordings. */
export type Weighed = Omit<RouterReading, 'share'> & { readonly logLikelihood: number };

type ReplayedClasses = Omit<ReadingReplays<unknown>, 'figuresOf'> & {
  /** Classes of the recording's seconds, by offered load and by backlog. */
  readonly classes: readonly number[];
  readonly backlog: readonly number[];
};

/** How likely a recording is among the replays of a reading: what its calm and busy seconds show, and its backlog. */
const likelihoodIn = ({ classes, backlog, ...parts }: ReplayedClasses, context: RouterContext): number => {
  const { recorded } = parts;
  const replays = replayReading(
    {
      ...parts,
      figuresOf: (replayed) => ({
        byClass: replayedFigures(replayed, classes),
        spread: replayedSpread(replayed, backlog),
      }),
    },
    context,
  );
  const ofClasses = likelihoodOf(
    recordedFigures(recorded, classes, context.overheadMs),
    replays.map(({ byClass }) => byClass),
  );
  const ofSpread = likelihoodOfSpread(
    recordedSpread(recorded, backlog, context.overheadMs),
    replays.map(({ spread }) => spread),
  );
  return ofClasses + ofSpread;
};

/** Recordings that tell of the router: with their replicas, and with requests. */
export const seenOf = (runs: readonly Recorded[]): Recorded[] =>
  runs.filter(({ timeline, load }) => timeline.cluster.known && load.total.requests > 0);

/** How likely each reading of the router makes the recordings. A job for each: its replays need nothing of the others. */
export const routerWeighing = (runs: readonly Recorded[], context: RouterContext): Jobs<Weighed> => {
  const seen = seenOf(runs);
  const readings = readingsToReplay(seen);
  const requests = sumOf(seen.map(({ load }) => load.total.requests));
  const count = replaysFor(requests, readings.length);
  const { service } = context;
  const waitsAtReplicas = readings.some(({ balancing }) => balancing !== 'central');
  // Without the header service times are as uncertain as the way: a backlog that one of them explains proves neither.
  const readsBacklog = waitsAtReplicas && service.from === 'header';
  const classesWith = (recorded: Recorded, meanMs: number): readonly number[] =>
    loadClasses(recorded, {
      serviceSeconds: meanMs / 1000,
      memorySeconds: memorySecondsOf(recorded, service.meanMs.mid),
      waitsAtReplicas,
    });
  const weigh = (reading: Reading): Weighed => {
    const factors = seen.map((recorded) =>
      serviceFactorOf(recorded, { reading, classes: classesWith(recorded, service.meanMs.mid), context }),
    );
    const serviceFactor = meanOfValues(factors);
    const meanMs = service.meanMs.mid * serviceFactor;
    const cutFactor = cutFactorOf(seen, { reading, serviceFactor, context });
    const scaled = serviceUnder(service, { serviceFactor, cutFactor }, service.meanMs.mid);
    const perRun = seen.map((recorded) => {
      const classes = classesWith(recorded, meanMs);
      const backlog = readsBacklog ? backlogClasses(recorded, { serviceSeconds: meanMs / 1000 }) : [];
      return likelihoodIn({ recorded, reading, service: scaled, classes, backlog, count }, context);
    });
    return { ...reading, serviceFactor, cutFactor, logLikelihood: sumOf(perRun) };
  };
  return { count: readings.length, doOne: (place) => weigh(readings[place]!) };
};
