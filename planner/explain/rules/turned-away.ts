import { saysNoReplica, saysRateLimit } from '../evidence/answers.ts';
import type { Part } from '../evidence/part.ts';
import { hadIdleSlots, slowInSecond } from '../evidence/slots.ts';
import type { View } from '../evidence/view.ts';

/** No connection, or nobody behind the front end that could answer. */
const withoutServer = new Set(['502', 'refused', 'dial', 'reset', 'timeout', '504']);

/** Whether no replica at all was ready when the second of a part began or ended. */
export const hadNoReplica = ({ second }: Part, { recorded }: View): boolean =>
  [second, second - 1].some((at) => recorded.timeline.cluster.ready[at] === 0);

/** A single request, before the load, that ended like these: it had met no queue. */
export const preflightEndedSo = ({ outcome, status }: Part, { recorded }: View): boolean =>
  (recorded.run.preflight ?? []).some((one) => [outcome, status].includes(String(one.status)));

/**
 * The share of requests that a limit of time cut and that were slow by themselves, in no queue: all of them where a single
 * request before the load was cut too, or where nothing ever came back in time; else as many as without a queue.
 */
export const slowShare = (part: Part, view: View): number => {
  const isTimeout = part.meaning === 'timeout' || part.outcome === 'timeout';
  if (!isTimeout) return 0;
  if (preflightEndedSo(part, view) || !view.hasSuccess) return 1;
  return slowInSecond(view, part.second, part.requests);
};

/** A run that took this many times as long as one that met no queue was slow by itself. */
const slowTimes = 1.5;

/** Cut so long after the longest wait for a slot that its run was slow by itself. */
export const isSlowByBoundedWait = (part: Part, view: View): boolean => {
  const isTimeout = part.meaning === 'timeout' || part.outcome === 'timeout';
  const { waitBoundMs, unqueuedMedianMs } = view;
  if (!isTimeout || part.medianMs === null || waitBoundMs === undefined || unqueuedMedianMs === undefined)
    return false;
  return part.medianMs - waitBoundMs >= slowTimes * unqueuedMedianMs;
};

/** Cut by a limit of time while slots were idle: waiting for a slot was not what took so long. */
export const isSlowByIdleSlots = (part: Part, view: View): boolean =>
  (part.meaning === 'timeout' || part.outcome === 'timeout') && hadIdleSlots(part, view);

/**
 * Whether a status that speaks of a time limit came at once, or sooner than requests that succeed: no limit cut it then, and
 * it waited in no queue. When a client gives up is its own matter.
 */
export const cameTooSoon = ({ meaning, outcome, isAtOnce, medianMs }: Part, view: View): boolean =>
  meaning === 'timeout' &&
  outcome !== 'timeout' &&
  (isAtOnce || (medianMs ?? Number.POSITIVE_INFINITY) < (view.unqueuedMedianMs ?? 0));

/**
 * Whether a part failed because the replicas could not take it: turned away for overload, cut while it waited, or with no
 * replica to go to.
 */
export const isTooMuch = (part: Part, view: View): boolean => {
  if (part.answers.some(saysRateLimit)) return false;
  if (part.meaning === 'overload' || part.answers.some(saysNoReplica)) return true;
  const isTimeout = part.meaning === 'timeout' || part.outcome === 'timeout';
  if (isTimeout && !cameTooSoon(part, view)) return true;
  return withoutServer.has(part.outcome) && hadNoReplica(part, view);
};
