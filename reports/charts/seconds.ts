import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
import { formatOffset, formatQuantity } from '../format.ts';

/** The largest value of a series and the first second that has it; undefined when no value is known. */
export const peakOf = (
  values: GappySeries,
): { readonly value: number; readonly second: number } | undefined => {
  let peak: { value: number; second: number } | undefined;
  values.forEach((value, second) => {
    if (value !== null && (peak === undefined || value > peak.value)) peak = { value, second };
  });
  return peak;
};

/** In how many seconds a condition holds, and the first and last of them. */
type SecondsWhere = { readonly count: number; readonly first: number; readonly last: number };

/** @example secondsWhere([0, 2, 0, 1], (value) => value > 0) // { count: 2, first: 1, last: 3 } */
export const secondsWhere = (
  values: GappySeries,
  holds: (value: number, second: number) => boolean,
): SecondsWhere | undefined => {
  const seconds = values.flatMap((value, second) => (value !== null && holds(value, second) ? [second] : []));
  return seconds.length === 0
    ? undefined
    : { count: seconds.length, first: seconds[0]!, last: seconds.at(-1)! };
};

/** @example secondsText({ count: 10, first: 21, last: 30 }) // '10 seconds, from 0:21 to 0:30' */
export const secondsText = ({ count, first, last }: SecondsWhere): string =>
  `${formatQuantity(count, 'second')}, from ${formatOffset(first)} to ${formatOffset(last)}`;
