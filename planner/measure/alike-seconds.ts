import { isOk } from '../../runs/schema/outcome.ts';
import type { Sketch } from '../stats/sketch.ts';
import { type LoadCell, servedLatencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';
import { requestsPerArrival } from './requests-per-arrival.ts';
import { hadRoom, isUnqueued } from './unqueued.ts';

/** After a step of the rate, caches and connections take some time to settle, once nobody waits for a slot any more. */
const afterStepSeconds = 30;

/** The first requests of a new replica may take longer than the later ones: empty caches, code that is not compiled yet. */
const afterStartSeconds = 30;

/** So few new ones among the ready replicas do not show. */
const freshShareMax = 0.1;

/** Rates further apart than this are not the same. */
const sameRateShare = 0.01;

/** Numbers of replicas that differ by less than about a tenth are taken for the same: steps on the logarithm. */
const replicaStep = Math.log(1.1);

/** What a service has to do in a second, and with what. */
export type Conditions = {
  readonly ratePerSecond: number;
  /** Ready replicas; null: none were watched. */
  readonly replicas: number | null;
};

/** One second of the timeline: what came of its requests, and the service times of those that succeeded. */
export type TimedSecond = { readonly second: number; readonly cell: LoadCell; readonly times: Sketch };

/** Seconds of the same conditions, in order of time. */
export type AlikeSeconds = {
  /** `header`: the server's own word; `unqueuedLatency`: latencies of seconds without a queue. */
  readonly from: 'header' | 'unqueuedLatency';
  readonly conditions: Conditions;
  readonly seconds: readonly TimedSecond[];
};

const isSameRate = (a: number, b: number): boolean => Math.abs(a - b) <= sameRateShare * Math.max(a, b);

/** By second, how many replicas became ready less than `afterStartSeconds` ago. */
const freshBySecond = (ready: readonly (number | null)[]): number[] => {
  let last: number | null = null;
  const risen = ready.map((now) => {
    const rise = now === null || last === null ? 0 : Math.max(0, now - last);
    last = now ?? last;
    return rise;
  });
  let fresh = 0;
  return risen.map((rise, second) => {
    fresh += rise - (risen[second - afterStartSeconds] ?? 0);
    return fresh;
  });
};

/** By second, since when nobody waited for a slot at the rate of this second; null: somebody still may. */
const restedSinceBySecond = (recorded: Recorded): (number | null)[] => {
  const { offeredRatePerSecond: rates } = recorded.timeline.load;
  // Nothing is left over from before the first rate.
  let since: number | null = -afterStepSeconds;
  return rates.map((rate, second) => {
    if (!isSameRate(rate, rates[second - 1] ?? rate)) since = null;
    if (since === null && hadRoom(second - 1, recorded) && hadRoom(second, recorded)) since = second;
    return since;
  });
};

/** The conditions of each second; null: replicas are unknown or new, or the service had not come to rest after a step. */
const conditionsBySecond = (recorded: Recorded): (Conditions | null)[] => {
  const { load, cluster } = recorded.timeline;
  const requestsEach = requestsPerArrival(recorded.run, recorded.load.total);
  const restedSince = restedSinceBySecond(recorded);
  return freshBySecond(cluster.ready).map((fresh, second) => {
    const replicas = cluster.ready[second] ?? null;
    const since = restedSince[second] ?? null;
    const isKnown = replicas !== null || !cluster.known;
    const isSettled = since !== null && second - since >= afterStepSeconds;
    const isSeasoned = fresh <= freshShareMax * (replicas ?? 0);
    return isKnown && isSettled && isSeasoned
      ? { ratePerSecond: requestsEach * load.offeredRatePerSecond[second]!, replicas }
      : null;
  });
};

const keyOf = ({ ratePerSecond, replicas }: Conditions): string =>
  `${ratePerSecond.toPrecision(4)} ${replicas === null ? '' : Math.round(Math.log(replicas) / replicaStep)}`;

/**
 * Seconds whose service times can be compared, as the service was at rest in them and had the same to do with as many replicas.
 * Left out are half a minute after a step of the rate and its queue, and after new replicas became ready. Without the service-time
 * header only latencies of seconds without a queue count, and only where the replicas were watched.
 */
export const alikeSeconds = (recorded: Recorded): AlikeSeconds[] => {
  const from = recorded.load.total.serviceMs.count > 0 ? 'header' : 'unqueuedLatency';
  const conditionsOf = conditionsBySecond(recorded);
  const seconds = recorded.cells.flatMap((cell, second) => {
    const conditions = conditionsOf[second] ?? null;
    if (cell === undefined || conditions === null) return [];
    const isTold = from === 'header' || (conditions.replicas !== null && isUnqueued(cell, second, recorded));
    const times = from === 'header' ? cell.serviceMs : servedLatencyOf(cell, isOk);
    return isTold && times.count > 0 ? [{ second, cell, times, conditions }] : [];
  });
  return [...Map.groupBy(seconds, ({ conditions }) => keyOf(conditions)).values()].map((same) => ({
    from,
    conditions: same[0]!.conditions,
    seconds: same,
  }));
};
