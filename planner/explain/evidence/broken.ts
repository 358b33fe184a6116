import type { Part } from './part.ts';

/** What an end of a replica does to its requests: broken connections, and a front end that does not know of it yet. */
const brokenOutcomes = new Set(['502', 'reset', 'refused', 'dial', 'other', '503', '504', 'timeout', '500']);
/** Whether a part ended as requests do whose replica goes away. */
export const isBroken = ({ outcome, status, isAtOnce }: Part): boolean =>
  status === '503' ? isAtOnce : brokenOutcomes.has(outcome) || brokenOutcomes.has(status);

/** Watch and load are two clocks of one machine, but a watch hears of a change later than the requests feel it. */
const lateSeconds = 2;

/** Whether something happened while the requests of a part were under way, or a moment before. */
export const overlaps = (part: Part, fromSecond: number, toSecond: number): boolean =>
  fromSecond <= part.untilSecond + lateSeconds && toSecond >= part.second - 1;
