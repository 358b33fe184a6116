import { saysOverload } from './answers.ts';
import type { Part } from './part.ts';
import { wasTooMuchForReady } from './slots.ts';
import type { View } from './view.ts';
import { queueLimitMs } from './waits.ts';

/** What an end of a replica does to its requests: broken connections, and a front end that does not know of it yet. */
const brokenOutcomes = new Set(['502', 'reset', 'refused', 'dial', 'other', '503', '504', 'timeout', '500']);

/** So long a front end takes at most to see that a replica is gone, and to answer so. */
const noticedMsMost = 200;
/** A queue turns requests away once its limit has passed: one that is answered before this share of it waited for none. */
const beforeLimitShare = 0.5;

/** Whether a 503 came too soon to have waited in the queue until its limit. */
const cameBeforeLimit = ({ isAtOnce, medianMs }: Part, view: View): boolean => {
  const limitMs = queueLimitMs(view);
  const soonMs = Math.min(noticedMsMost, beforeLimitShare * (limitMs ?? Number.POSITIVE_INFINITY));
  return isAtOnce || (medianMs !== null && medianMs <= soonMs);
};

/** Cut by a limit of time. */
const isCutOff = ({ outcome, status }: Part): boolean => outcome === 'timeout' || status === '504';

/**
 * Whether a part ended as requests do whose replica goes away. What a full queue explains does not tell of it: an answer that
 * says so, a wait until the queue's limit, a cut while the load was too much for the replicas that were left.
 */
export const isBroken = (part: Part, view: View): boolean => {
  if (part.status === '503') return cameBeforeLimit(part, view) && !part.answers.some(saysOverload);
  if (isCutOff(part) && wasTooMuchForReady(part, view)) return false;
  return brokenOutcomes.has(part.outcome) || brokenOutcomes.has(part.status);
};

/** Watch and load are two clocks of one machine, but a watch hears of a change later than the requests feel it. */
const lateSeconds = 2;

/** Whether something happened while the requests of a part were under way, or a moment before. */
export const overlaps = (part: Part, fromSecond: number, toSecond: number): boolean =>
  fromSecond <= part.untilSecond + lateSeconds && toSecond >= part.second - 1;
