import type { Part } from '../evidence/part.ts';
import { hadIdleSlots } from '../evidence/slots.ts';
import type { View } from '../evidence/view.ts';
import { queueLimitMs } from '../evidence/waits.ts';
import { factOf, failedAfterFact, inFlightFact, spanOf } from '../facts.ts';
import { type Rule, whole } from './rule.ts';

/** A wait this many times the queue's limit, with idle slots, was none in the queue. */
const impossibleTimes = 3;

/** Turned away after a wait that no router's queue allows, with slots idle: the answer was read late. */
const isReadLate = (part: Part, view: View): boolean => {
  const limitMs = queueLimitMs(view);
  return (
    part.meaning === 'overload' &&
    limitMs !== null &&
    (part.medianMs ?? 0) > impossibleTimes * limitMs &&
    hadIdleSlots(part, view)
  );
};

/** What a generator that stands still does by itself: it sends in bursts, and reads late. */
const isItsOwn = ({ meaning, outcome }: Part): boolean =>
  meaning === 'overload' || meaning === 'timeout' || ['timeout', 'reset', 'dial', 'other'].includes(outcome);

/** The load generator was late, or stood still: what it saw says little about the service. */
export const generatorAtFault: Rule = {
  cause: 'generator',
  share: whole((part, view) => {
    const { generatorAtFault: atFault } = view.recorded.timeline.load;
    const wasLate = atFault[part.second] === true || atFault[part.second - 1] === true;
    return isReadLate(part, view) || (wasLate && isItsOwn(part));
  }),
  facts: (parts, view) => {
    const { load, startedAtMs } = view.recorded.timeline;
    const lateP99Ms = parts.reduce((most, { second }) => Math.max(most, load.latenessP99Ms[second] ?? 0), 0);
    const { fromSecond, toSecond } = spanOf(parts);
    const stalledMs = view.recorded.load.stalls
      .filter(
        ({ fromMs, toMs }) =>
          toMs >= startedAtMs + (fromSecond - 1) * 1000 && fromMs <= startedAtMs + (toSecond + 1) * 1000,
      )
      .reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    const limitMs = queueLimitMs(view);
    return [
      factOf('generator', spanOf(parts), {
        file: 'load.ndjson',
        n: parts.length,
        numbers: { lateP99Ms, ...(stalledMs > 0 && { stalledMs }) },
      }),
      ...failedAfterFact(parts, limitMs === null ? {} : { limitMs }),
      ...inFlightFact(parts, view),
    ];
  },
};
