import type { Calibration, RouterReading } from '../../../runs/schema/calibration.ts';
import type { Note } from '../../../runs/schema/notes.ts';
import type { KnownRouter } from '../../../runs/schema/run.ts';
import { withMean } from '../../measure/empirical.ts';
import { evidenceOf } from '../../measure/evidence.ts';
import { limitsIn } from '../../measure/limits.ts';
import { isTimedOut } from '../../platforms/outcomes.ts';
import { meanOfValues } from '../../stats/simple.ts';
import { sumOf } from '../../stats/sum.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { beliefs, replaysFor } from '../likelihood.ts';
import { likelihoodOf, recordedFigures } from './figures.ts';
import { loadClasses } from './load-classes.ts';
import { type Reading, type RouterContext, replayReading } from './replay-reading.ts';
import { serviceFactorOf } from './service-factor.ts';

/**
 * Documented for azureml-fe: one coordinating instance picks the replicas, and three run where high availability is on.
 * Elsewhere an ingress may run on any number of nodes; more than four look like four.
 */
const instanceCounts = [1, 2, 3, 4] as const;
const onTimeouts = ['release', 'keepWorking'] as const;

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

const timedOutIn = (runs: readonly Recorded[]): number =>
  sumOf(
    runs.flatMap(({ run, load }) =>
      Object.entries(load.total.outcomes).map(([outcome, count]) =>
        isTimedOut(run.config, outcome) ? count : 0,
      ),
    ),
  );

/** What the owner knows of the router in use. */
const knownRouterOf = (runs: readonly Recorded[]): KnownRouter => runs.at(-1)!.run.config.router ?? {};

/** A slot of a request that timed out shows in nothing where none did: one replay then stands for both readings. */
const readingsToReplay = (runs: readonly Recorded[]): Reading[] => {
  const known = knownRouterOf(runs);
  const counts = known.instances === undefined ? instanceCounts : [known.instances];
  const fates = known.onTimeout === undefined ? onTimeouts : [known.onTimeout];
  const shown = timedOutIn(runs) > 0 ? fates : fates.slice(0, 1);
  return counts.flatMap((instances) => shown.map((onTimeout) => ({ instances, onTimeout })));
};

type Weighed = Omit<RouterReading, 'share'> & { readonly logLikelihood: number };

const weigh = (runs: readonly Recorded[], context: RouterContext): Weighed[] => {
  const readings = readingsToReplay(runs);
  const requests = sumOf(runs.map(({ load }) => load.total.requests));
  const count = replaysFor(requests, readings.length);
  const { service, overheadMs } = context;
  const classesWith = (recorded: Recorded, meanMs: number): readonly number[] =>
    loadClasses(recorded, {
      serviceSeconds: meanMs / 1000,
      memorySeconds: memorySecondsOf(recorded, service.meanMs.mid),
    });
  return readings.map((reading) => {
    const factors = runs.map((recorded) =>
      serviceFactorOf(recorded, { reading, classes: classesWith(recorded, service.meanMs.mid), context }),
    );
    const serviceFactor = meanOfValues(factors);
    const meanMs = service.meanMs.mid * serviceFactor;
    const scaled = withMean(service.distribution, meanMs);
    const perRun = runs.map((recorded) => {
      const classes = classesWith(recorded, meanMs);
      const replays = replayReading({ recorded, reading, service: scaled, classes, count }, context);
      return likelihoodOf(recordedFigures(recorded, classes, overheadMs), replays);
    });
    return { ...reading, serviceFactor, logLikelihood: sumOf(perRun) };
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
  return weighed.flatMap(({ instances, onTimeout, serviceFactor }, i) =>
    (fates ?? [onTimeout]).map((fate) => ({
      instances,
      onTimeout: fate,
      serviceFactor,
      share: shares[i]! / (fates?.length ?? 1),
    })),
  );
};

const likeliest = (readings: readonly RouterReading[]): RouterReading =>
  readings.reduce((best, one) => (one.share > best.share ? one : best));

const shareWhere = (readings: readonly RouterReading[], holds: (reading: RouterReading) => boolean): number =>
  sumOf(readings.filter(holds).map(({ share }) => share));

const notTried: Calibration['router'] = {
  provenance: 'assumed',
  note: { code: 'routerNotTried' },
  evidence: [],
  instances: 1,
  onTimeout: 'release',
  verdict: 'notTried',
  readings: [{ instances: 1, onTimeout: 'release', serviceFactor: 1, share: 1 }],
};

const noteOf = (readings: readonly RouterReading[], { instances }: RouterReading, isKnown: boolean): Note => {
  const keepsWorkingShare = shareWhere(readings, ({ onTimeout }) => onTimeout === 'keepWorking');
  if (isKnown) return { code: 'routerKnown', instances, keepsWorkingShare };
  const shares = instanceCounts.map((count) => ({
    instances: count,
    share: shareWhere(readings, (one) => one.instances === count),
  }));
  return { code: 'routerFitted', instances, shares, keepsWorkingShare };
};

/**
 * How many router instances share the replicas without knowing of each other's requests, and what a request that timed
 * out does to its slot: neither is published nor recorded, but both show in waits and errors. Each reading is
 * replayed on the recorded load and replicas; its share of belief follows from how likely the recorded figures are
 * among those of its replays. A plan draws readings by these shares.
 *
 * @param runs at least one
 */
export const identifyRouter = (runs: readonly Recorded[], context: RouterContext): Calibration['router'] => {
  const known = runs.filter(({ timeline, load }) => timeline.cluster.known && load.total.requests > 0);
  if (known.length === 0 || context.service.from === 'assumed') return notTried;
  const readings = readingsOf(weigh(known, context), knownRouterOf(known));
  const { instances, onTimeout } = likeliest(readings);
  const isKnown = knownRouterOf(known).instances !== undefined;
  const isFound = shareWhere(readings, (one) => one.instances === instances) >= identifiedFrom;
  return {
    provenance: isKnown ? 'configured' : isFound ? 'measured' : 'assumed',
    note: noteOf(readings, likeliest(readings), isKnown),
    evidence: evidenceOf(known, 'load.ndjson', ({ timeline }) => timeline.seconds),
    instances,
    onTimeout,
    verdict: isFound ? 'identified' : 'cantTell',
    readings,
  };
};
