import { isOk } from '../../../runs/schema/outcome.ts';
import { isCalm } from '../../measure/unqueued.ts';
import { isCut } from '../../platforms/outcomes.ts';
import { quantileOf } from '../../stats/sketch.ts';
import { latencyOf } from '../../timeline/fold-load.ts';
import type { Part } from './part.ts';
import type { View } from './view.ts';

/** Whether the replicas were seen in the second of a part: what happened while the watch was cut explains nothing. */
export const wasWatched = ({ second }: Pick<Part, 'second'>, { recorded }: View): boolean =>
  recorded.timeline.cluster.ready[second] != null;

/** With less of its slots in use than this share, a service has room: what is turned away then was not too much. */
const idleShareMax = 0.5;

const mostAround = (column: readonly (number | null)[], second: number): number | null =>
  [second - 1, second, second + 1].reduce<number | null>((most, at) => {
    const value = column[at];
    return value == null ? most : Math.max(most ?? value, value);
  }, null);

/** The largest share of the slots that was in use around a second; null where nobody knows. */
const usedShare = ({ recorded: { timeline } }: View, second: number): number | null => {
  const { load, cluster, slotsPerReplica } = timeline;
  const ready = cluster.ready[second];
  const inFlight = mostAround(load.inFlight, second);
  const busy = mostAround(cluster.utilization, second);
  const ofFlight = inFlight === null || !ready ? null : inFlight / (ready * slotsPerReplica);
  return ofFlight === null ? busy : Math.max(ofFlight, busy ?? 0);
};

/** Whether slots were idle while a part failed: measured, not assumed. */
export const hadIdleSlots = (part: Part, view: View): boolean => {
  const used = usedShare(view, part.second);
  return used !== null && used < idleShareMax;
};

/** Above this share of the slots a queue may last. */
const fullShare = 0.9;

/** Whether nearly all slots were in use while a part failed: measured, not assumed. */
export const hadAllSlotsBusy = (part: Part, view: View): boolean => {
  const used = usedShare(view, part.second);
  return used !== null && used >= fullShare;
};

/** A rate below this share of the highest is low; at one above the second share all rates are alike. */
const lowShareMax = 0.5;
const evenShareMin = 0.75;

/** Whether a second was planned with little load, as far as the plan has more and less. */
export const isLowRate = ({ recorded: { timeline } }: View, second: number): boolean => {
  const rates = timeline.load.offeredRatePerSecond;
  const peak = rates.reduce((most, rate) => Math.max(most, rate), 0);
  const least = rates.reduce((low, rate) => (rate > 0 ? Math.min(low, rate) : low), peak);
  return rates[second]! <= lowShareMax * peak || least >= evenShareMin * peak;
};

/** Successes that take this many times as long as the fastest seconds' may have waited. */
const waitedTimes = 1.5;
/** Fewer successes than this have no median to speak of. */
const okMin = 2;

/** The median latency of each second's successes; undefined where there are too few. */
const okMedians = ({ recorded }: View): (number | undefined)[] =>
  recorded.cells.map((cell) => {
    const ok = cell && latencyOf(cell, isOk);
    return ok && ok.count >= okMin ? quantileOf(ok, 0.5) : undefined;
  });

const fastestOf = (medians: readonly (number | undefined)[]): number =>
  medians.reduce<number>((least, ms) => Math.min(least, ms ?? least), Number.POSITIVE_INFINITY);

/**
 * Seconds in which requests met no queue: by the slots in use, or, where the slots are not known well, at little load while
 * the successes of the same second were as fast as ever.
 */
const withoutQueue = (view: View): boolean[] => {
  const { recorded } = view;
  const medians = okMedians(view);
  const fastest = medians.reduce<number>(
    (least, ms) => Math.min(least, ms ?? least),
    Number.POSITIVE_INFINITY,
  );
  return recorded.cells.map((cell, second) => {
    if (cell === undefined) return false;
    if (isCalm(cell, second, recorded)) return true;
    const median = medians[second];
    return median !== undefined && median <= waitedTimes * fastest && isLowRate(view, second);
  });
};

/** Whether the replicas had slots enough for the planned rate since a second, at the service time without a queue. */
const fitsSince = (view: View, fromSecond: number, toSecond: number): boolean => {
  const serviceMs = view.unqueuedMedianMs;
  if (serviceMs === undefined) return false;
  const { load, cluster, slotsPerReplica } = view.recorded.timeline;
  return load.offeredRatePerSecond
    .slice(fromSecond, toSecond + 1)
    .every(
      (rate, i) =>
        (rate * serviceMs) / 1000 <= fullShare * (cluster.ready[fromSecond + i] ?? 0) * slotsPerReplica,
    );
};

/**
 * Whether the planned rate was more than the ready replicas can serve, at the service time without a queue: measured, not assumed.
 * Requests in flight alone don't tell: those of a replica that vanished hang, and look like busy slots.
 */
export const wasTooMuchForReady = ({ second }: Pick<Part, 'second'>, view: View): boolean => {
  const { load, cluster, slotsPerReplica } = view.recorded.timeline;
  const [ready, serviceMs] = [cluster.ready[second], view.unqueuedMedianMs];
  if (ready == null || serviceMs === undefined) return false;
  return (load.offeredRatePerSecond[second]! * serviceMs) / 1000 > ready * slotsPerReplica;
};

/** The first second of the stretch of cut-offs around a second; a second without one does not end it. */
const onsetOf = ({ recorded: { timeline, run } }: View, second: number): number => {
  const isCutIn = (at: number): boolean =>
    Object.entries(timeline.load.outcomes).some(
      ([outcome, column]) => isCut(run.config, outcome) && (column[at] ?? 0) > 0,
    );
  let onset = second;
  while (onset > 0 && (isCutIn(onset - 1) || isCutIn(onset - 2))) onset -= 1;
  return onset;
};

/**
 * Of the requests that met idle slots as a stretch of cut-offs began, the share that was cut all the same: as many as there
 * were idle slots could not have waited for one, and too few of them came back. 0 where that is not known.
 */
const cutAtOnset = (view: View, onset: number): number => {
  const { timeline } = view.recorded;
  const [ready, before] = [timeline.cluster.ready[onset], timeline.load.inFlight[onset - 1]];
  if (ready == null || before == null) return 0;
  const idle = Math.max(0, ready * timeline.slotsPerReplica - before);
  const met = Math.min(idle, timeline.load.requests[onset]!);
  return met === 0 ? 0 : Math.max(0, met - view.ok[onset]!) / met;
};

/** Whether the replicas could take all of the load, and did: what came back of the same second came as fast as ever. */
const hadNoNeedToWait = (view: View, onset: number, second: number): boolean => {
  const medians = okMedians(view);
  const fastest = fastestOf(medians);
  return fitsSince(view, onset, second) && (medians[second] ?? fastest) <= waitedTimes * fastest;
};

/**
 * The share of a second's cut-off requests that had waited for no slot, so that the model itself was too slow: all of them in
 * a second without a queue, and where there were slots for the whole load; else as many as are cut without a queue, or as were
 * cut when the stretch began with idle slots.
 */
export const slowInSecond = (view: View, second: number, requests: number): number => {
  const { run, cells } = view.recorded;
  const calm = withoutQueue(view);
  if (calm[second]) return 1;
  let [cut, all] = [0, 0];
  cells.forEach((cell, at) => {
    if (cell === undefined || !calm[at]) return;
    for (const [outcome, n] of Object.entries(cell.outcomes)) {
      if (isCut(run.config, outcome)) cut += n;
      if (isCut(run.config, outcome) || isOk(outcome)) all += n;
    }
  });
  const share = requests / Math.max(1, view.sent[second]!);
  const byCalm = all === 0 ? 0 : Math.min(1, cut / all / share);
  const onset = onsetOf(view, second);
  return hadNoNeedToWait(view, onset, second) ? 1 : Math.max(byCalm, cutAtOnset(view, onset));
};
