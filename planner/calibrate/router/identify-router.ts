import type { Calibration, RouterReading } from '../../../runs/schema/calibration.ts';
import type { KnownRouter } from '../../../runs/schema/known-router.ts';
import type { Note } from '../../../runs/schema/notes.ts';
import { evidenceOf } from '../../measure/evidence.ts';
import { limitsIn, pathIn } from '../../measure/limits.ts';
import type { BalancingReading } from '../../platforms/balancing.ts';
import { meanOfValues } from '../../stats/simple.ts';
import { sumOf } from '../../stats/sum.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { beliefs, replaysFor } from '../likelihood.ts';
import { serviceUnder } from '../service-under.ts';
import { cutFactorOf } from './cut-factor.ts';
import { likelihoodOf, recordedFigures, replayedFigures } from './figures.ts';
import { backlogClasses, loadClasses } from './load-classes.ts';
import { balancingsOf, instanceCounts, knownRouterOf, onTimeouts, readingsToReplay } from './readings.ts';
import { type ReadingReplays, type RouterContext, replayReading } from './replay-reading.ts';
import { serviceFactorOf } from './service-factor.ts';
import { likelihoodOfSpread, recordedSpread, replayedSpread } from './spread.ts';

/** A reading this likely is taken as found. */
const identifiedFrom = 0.9;

const memorySecondsOf = (recorded: Recorded, serviceMs: number): number => {
  const { queueWaitLimitMs, requestTimeoutMs } = limitsIn(recorded);
  const longestWaitMs = Math.min(
    queueWaitLimitMs ?? Number.POSITIVE_INFINITY,
    requestTimeoutMs ?? Number.POSITIVE_INFINITY,
  );
  return (longestWaitMs + serviceMs) / 1000;
};

type Weighed = Omit<RouterReading, 'share'> & { readonly logLikelihood: number };

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

const weigh = (runs: readonly Recorded[], context: RouterContext): Weighed[] => {
  const readings = readingsToReplay(runs);
  const requests = sumOf(runs.map(({ load }) => load.total.requests));
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
  return readings.map((reading) => {
    const factors = runs.map((recorded) =>
      serviceFactorOf(recorded, { reading, classes: classesWith(recorded, service.meanMs.mid), context }),
    );
    const serviceFactor = meanOfValues(factors);
    const meanMs = service.meanMs.mid * serviceFactor;
    const cutFactor = cutFactorOf(runs, { reading, serviceFactor, context });
    const scaled = serviceUnder(service, { serviceFactor, cutFactor }, service.meanMs.mid);
    const perRun = runs.map((recorded) => {
      const classes = classesWith(recorded, meanMs);
      const backlog = readsBacklog ? backlogClasses(recorded, { serviceSeconds: meanMs / 1000 }) : [];
      return likelihoodIn({ recorded, reading, service: scaled, classes, backlog, count }, context);
    });
    return { ...reading, serviceFactor, cutFactor, logLikelihood: sumOf(perRun) };
  });
};

/** From equal beliefs before; where no request timed out, both fates of its slot are as likely as before. */
const readingsOf = (weighed: readonly Weighed[], { onTimeout: known }: KnownRouter): RouterReading[] => {
  const shares = beliefs(
    weighed.map((one) => one.logLikelihood),
    weighed.map(() => 1),
  );
  const isOpen = known === undefined && new Set(weighed.map(({ onTimeout }) => onTimeout)).size === 1;
  const fates = isOpen ? onTimeouts : null;
  return weighed.flatMap(({ logLikelihood, ...reading }, i) =>
    (fates ?? [reading.onTimeout]).map((onTimeout) => ({
      ...reading,
      onTimeout,
      share: shares[i]! / (fates?.length ?? 1),
    })),
  );
};

const likeliest = (readings: readonly RouterReading[]): RouterReading =>
  readings.reduce((best, one) => (one.share > best.share ? one : best));

const shareWhere = (readings: readonly RouterReading[], holds: (reading: RouterReading) => boolean): number =>
  sumOf(readings.filter(holds).map(({ share }) => share));

const isSameWay = (a: BalancingReading, b: BalancingReading): boolean =>
  a.balancing === b.balancing && a.balancedPer === b.balancedPer;

/** Nothing was replayed: every way in which requests may find a replica is as likely as the others. */
const notTried = (runs: readonly Recorded[]): Calibration['router'] => {
  const ways = balancingsOf(runs);
  const { instances = 1, onTimeout = 'release' } = knownRouterOf(runs);
  const router = { instances, onTimeout, ...ways[0]! };
  return {
    ...pathIn(runs.at(-1)!),
    ...router,
    provenance: 'assumed',
    note: ways.length === 1 ? { code: 'routerNotTried' } : { code: 'balancingNotTried', ways: ways.length },
    evidence: [],
    verdict: 'notTried',
    readings: ways.map((way) => ({
      instances,
      onTimeout,
      ...way,
      serviceFactor: 1,
      cutFactor: 1,
      share: 1 / ways.length,
    })),
  };
};

const noteOf = (readings: readonly RouterReading[], best: RouterReading, known: KnownRouter): Note => {
  const keepsWorkingShare = shareWhere(readings, ({ onTimeout }) => onTimeout === 'keepWorking');
  const { instances, balancing, balancedPer } = best;
  const ways = readings.filter((one, i) => readings.findIndex((other) => isSameWay(one, other)) === i);
  if (ways.length > 1) {
    const shares = ways.map((way) => ({
      balancing: way.balancing,
      balancedPer: way.balancedPer,
      share: shareWhere(readings, (one) => isSameWay(one, way)),
    }));
    return { code: 'balancingFitted', balancing, balancedPer, shares, keepsWorkingShare };
  }
  if (known.balancing !== undefined && balancing !== 'central')
    return { code: 'balancingKnown', balancing, balancedPer, keepsWorkingShare };
  if (known.instances !== undefined) return { code: 'routerKnown', instances, keepsWorkingShare };
  const shares = instanceCounts.map((count) => ({
    instances: count,
    share: shareWhere(readings, (one) => one.instances === count),
  }));
  return { code: 'routerFitted', instances, shares, keepsWorkingShare };
};

/**
 * How many router instances share the replicas, where requests wait, and what a timed-out request does to its slot. The
 * instances know nothing of each other's requests. What a platform does not publish of this shows in waits and errors.
 * Each reading is replayed on the recorded load and replicas. Its share of belief is how likely the recorded figures are
 * among those of its replays. A plan draws readings by these shares.
 *
 * @param runs at least one
 */
export const identifyRouter = (runs: readonly Recorded[], context: RouterContext): Calibration['router'] => {
  const seen = runs.filter(({ timeline, load }) => timeline.cluster.known && load.total.requests > 0);
  if (seen.length === 0 || context.service.from === 'assumed') return notTried(runs);
  const known = knownRouterOf(seen);
  const readings = readingsOf(weigh(seen, context), known);
  const best = likeliest(readings);
  const { instances, onTimeout, balancing, balancedPer } = best;
  const isKnown = known.instances !== undefined || (known.balancing !== undefined && balancing !== 'central');
  const isFound =
    shareWhere(readings, (one) => one.instances === instances && isSameWay(one, best)) >= identifiedFrom;
  return {
    ...pathIn(seen.at(-1)!),
    provenance: isKnown ? 'configured' : isFound ? 'measured' : 'assumed',
    note: noteOf(readings, best, known),
    evidence: evidenceOf(seen, 'load.ndjson', ({ timeline }) => timeline.seconds),
    instances,
    onTimeout,
    balancing,
    balancedPer,
    verdict: isFound ? 'identified' : 'cantTell',
    readings,
  };
};
