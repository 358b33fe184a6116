import type { Calibration, RouterReading } from '../../../runs/schema/calibration.ts';
import type { KnownRouter } from '../../../runs/schema/known-router.ts';
import type { Note } from '../../../runs/schema/plan/notes.ts';
import { evidenceOf } from '../../measure/evidence.ts';
import { pathIn } from '../../measure/limits.ts';
import type { BalancingReading } from '../../platforms/balancing.ts';
import { type BeginAll, beginAllHere } from '../../simulate/shared-work.ts';
import type { Recorded } from '../../timeline/recording.ts';
import { beliefs, independentShareOf } from '../likelihood.ts';
import { isSameWay, shareWhere } from './belief.ts';
import { balancingsOf, knownRouterOf, onTimeouts, routerPodLines, routerPodsIn } from './readings.ts';
import type { RouterContext } from './replay-reading.ts';
import { routerWeighing, seenOf, type Weighed } from './weigh-readings.ts';

/** A reading this likely is taken as found. */
const identifiedFrom = 0.9;

/** From equal beliefs before; where no request timed out, both fates of its slot are as likely as before. */
const readingsOf = (
  weighed: readonly Weighed[],
  { known, from }: { readonly known: KnownRouter['onTimeout'] } & Pick<Calibration['service'], 'from'>,
): RouterReading[] => {
  const shares = beliefs(
    weighed.map((one) => one.logLikelihood),
    { before: weighed.map(() => 1), independentShare: independentShareOf('router', from) },
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

/** The way in which requests find their replica is one that the config states, and no documented one. */
const statesBalancing = ({ balancing }: KnownRouter, found: BalancingReading): boolean =>
  balancing !== undefined && found.balancing !== 'central';

/**
 * Nothing was replayed: what the config states stands, and every way in which requests may find a replica is as likely as the
 * others.
 */
const notTried = (runs: readonly Recorded[]): Calibration['router'] => {
  const ways = balancingsOf(runs);
  const known = knownRouterOf(runs);
  const { instances = 1, onTimeout = 'release' } = known;
  const router = { instances, onTimeout, ...ways[0]! };
  const isStated = known.instances !== undefined || statesBalancing(known, router);
  const stated = {
    ...(known.instances !== undefined && { instances }),
    ...(known.onTimeout !== undefined && { onTimeout }),
  };
  return {
    ...pathIn(runs.at(-1)!),
    ...router,
    ...(known.onTimeout !== undefined && { isOnTimeoutStated: true }),
    provenance: isStated ? 'configured' : 'assumed',
    note:
      ways.length === 1
        ? { code: 'routerNotTried', ...stated }
        : { code: 'balancingNotTried', ways: ways.length },
    evidence: [],
    verdict: 'notTried',
    readings: ways.map((way) => ({
      instances,
      onTimeout,
      ...way,
      serviceFactor: 1,
      cutFactor: 1,
      delayMs: 0,
      share: 1 / ways.length,
    })),
  };
};

const noteOf = (seen: readonly Recorded[], readings: readonly RouterReading[], best: RouterReading): Note => {
  const known = knownRouterOf(seen);
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
  if (statesBalancing(known, best))
    return { code: 'balancingKnown', balancing, balancedPer, keepsWorkingShare };
  if (known.instances !== undefined) return { code: 'routerKnown', instances, keepsWorkingShare };
  const pods = routerPodsIn(seen);
  if (pods === 1) return { code: 'routerCounted', keepsWorkingShare };
  const counts = [...new Set(readings.map((one) => one.instances))];
  const shares = counts.map((count) => ({
    instances: count,
    share: shareWhere(readings, (one) => one.instances === count),
  }));
  return { code: 'routerFitted', instances, shares, keepsWorkingShare, ...(pods !== undefined && { pods }) };
};

const foundBy = (seen: readonly Recorded[], readings: RouterReading[]): Calibration['router'] => {
  const known = knownRouterOf(seen);
  const best = likeliest(readings);
  const { instances, onTimeout, balancing, balancedPer } = best;
  const isKnown = known.instances !== undefined || statesBalancing(known, best);
  const isFound =
    shareWhere(readings, (one) => one.instances === instances && isSameWay(one, best)) >= identifiedFrom;
  const note = noteOf(seen, readings, best);
  const source = note.code === 'routerCounted' ? 'measured' : isFound ? 'inferred' : 'assumed';
  return {
    ...pathIn(seen.at(-1)!),
    provenance: isKnown ? 'configured' : source,
    note,
    evidence: [
      ...evidenceOf(seen, 'load.ndjson', ({ timeline }) => timeline.seconds),
      ...evidenceOf(seen, 'cluster.ndjson', ({ cluster }) => routerPodLines(cluster).length),
    ],
    instances,
    onTimeout,
    ...(known.onTimeout !== undefined && { isOnTimeoutStated: true }),
    balancing,
    balancedPer,
    verdict: isFound ? 'identified' : 'cantTell',
    readings,
  };
};

/**
 * How many router instances share the replicas, where requests wait, and what a timed-out request does to its slot. The
 * instances know nothing of each other's requests. What a platform does not publish of this shows in waits and errors.
 * Each reading is replayed on the recorded load and replicas. Its share of belief is how likely the recorded figures are
 * among those of its replays. A plan draws readings by these shares.
 *
 * @param runs at least one
 * @param beginAll weighs the readings, here by default
 * @returns what ends it
 */
export const identifyRouter = (
  runs: readonly Recorded[],
  context: RouterContext,
  beginAll: BeginAll = beginAllHere,
): (() => Calibration['router']) => {
  const seen = seenOf(runs);
  const { from } = context.service;
  if (seen.length === 0 || from === 'assumed') return () => notTried(runs);
  const known = knownRouterOf(seen).onTimeout;
  const weighed = beginAll(routerWeighing(runs, context));
  return () => foundBy(seen, readingsOf(weighed(), { known, from }));
};
