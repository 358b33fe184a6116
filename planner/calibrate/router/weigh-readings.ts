import type { RouterReading } from '../../../runs/schema/calibration.ts';
import { limitsIn } from '../../measure/limits.ts';
import type { Jobs } from '../../simulate/shared-work.ts';
import { meanOfValues } from '../../stats/simple.ts';
import { sumOf } from '../../stats/sum.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { replaysFor } from '../likelihood.ts';
import { serviceUnder } from '../service-under.ts';
import { cutFactorOf } from './cut-factor.ts';
import { type OverDelays, overDelays } from './delays.ts';
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

/** What a recording shows of its router, by classes of its seconds. */
type Shown = {
  /** Classes of the seconds, by offered load and by backlog. */
  readonly classes: readonly number[];
  readonly backlog: readonly number[];
  readonly figures: ReturnType<typeof recordedFigures>;
  readonly spread: ReturnType<typeof recordedSpread>;
};

type ShownReplays = Omit<ReadingReplays<unknown>, 'figuresOf'> & { readonly shown: Shown };

/** How likely a recording is among the replays of a reading: what its calm and busy seconds show, and its backlog. */
const likelihoodIn = ({ shown, ...parts }: ShownReplays, context: RouterContext): OverDelays => {
  const replays = replayReading(
    {
      ...parts,
      figuresOf: (replayed) => ({
        byClass: replayedFigures(replayed, shown.classes),
        spread: replayedSpread(replayed, shown.backlog),
      }),
    },
    context,
  );
  const byClass = replays.map((replay) => replay.byClass);
  const ofSpread = likelihoodOfSpread(
    shown.spread,
    replays.map(({ spread }) => spread),
  );
  return overDelays((delayMs) => likelihoodOf(shown.figures, byClass, delayMs) + ofSpread, context.service);
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
  const shownWith = (recorded: Recorded, meanMs: number): Shown => {
    const classes = classesWith(recorded, meanMs);
    const backlog = readsBacklog ? backlogClasses(recorded, { serviceSeconds: meanMs / 1000 }) : [];
    return {
      classes,
      backlog,
      figures: recordedFigures(recorded, classes, context.overheadMs),
      spread: recordedSpread(recorded, backlog, context.overheadMs),
    };
  };
  const known = new Map<number, readonly Shown[]>();
  /** Of all recordings, by the mean service time. Where the server tells it, all readings have the same. */
  const allShownWith = (meanMs: number): readonly Shown[] => {
    const shown = known.get(meanMs) ?? seen.map((recorded) => shownWith(recorded, meanMs));
    known.set(meanMs, shown);
    return shown;
  };
  const weigh = (reading: Reading): Weighed => {
    const factors = seen.map((recorded) =>
      serviceFactorOf(recorded, { reading, classes: classesWith(recorded, service.meanMs.mid), context }),
    );
    const serviceFactor = meanOfValues(factors);
    const cutFactor = cutFactorOf(seen, { reading, serviceFactor, context });
    const scaled = serviceUnder(service, { serviceFactor, cutFactor }, service.meanMs.mid);
    const shown = allShownWith(service.meanMs.mid * serviceFactor);
    const perRun = seen.map((recorded, run) =>
      likelihoodIn({ recorded, reading, service: scaled, shown: shown[run]!, count }, context),
    );
    return {
      ...reading,
      serviceFactor,
      cutFactor,
      delayMs: meanOfValues(perRun.map(({ delayMs }) => delayMs)),
      logLikelihood: sumOf(perRun.map(({ logLikelihood }) => logLikelihood)),
    };
  };
  return { count: readings.length, doOne: (place) => weigh(readings[place]!) };
};
