import type { Interval } from '../planner/stats/interval.ts';
import type { Check } from '../runs/schema/result.ts';

/** What stands where a value is not known. Never a zero. */
export const unknown = 'unknown';

/** A value as text. `moreDigits` (0 by default) are shown beyond the usual ones. */
export type Format = (value: number, moreDigits?: number) => string;

/** Nearer to zero than this, a number is only said to be that near: more decimals would be noise. */
const smallest = 1e-9;
const smallestText = '0.000000001';

/** `decimals` after the point at most, none of them a zero at the end. */
const fixed = (value: number, decimals: number): string => {
  const text = value.toFixed(Math.min(20, decimals));
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
};

/**
 * A number with three significant digits, no exponent, no trailing zeros, thousands grouped; whole numbers are not
 * rounded.
 *
 * @example formatNumber(1234.5) // '1,235'
 * @example formatNumber(0.04567) // '0.0457'
 */
export const formatNumber: Format = (value, moreDigits = 0) => {
  const magnitude = Math.abs(value);
  if (magnitude > 0 && magnitude < smallest) return value > 0 ? `<${smallestText}` : `>-${smallestText}`;
  const usual = Number.isInteger(value) || magnitude >= 100 ? 0 : 2 - Math.floor(Math.log10(magnitude));
  const [whole, fraction] = fixed(value, usual + moreDigits).split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

/** @example formatCount(2000) // '2,000' */
export const formatCount = formatNumber;

/**
 * A share (0..1) as percent. What is not none never prints as 0 %, what is not all never as 100 %.
 *
 * @example formatShare(0.1305) // '13.1 %'
 * @example formatShare(0.00001) // '<0.01 %'
 */
export const formatShare: Format = (share, moreDigits = 0) => {
  const nearest = 0.0001 / 10 ** moreDigits;
  if (share > 0 && share < nearest) return `<${fixed(100 * nearest, 2 + moreDigits)} %`;
  if (share < 1 && share > 1 - nearest) return `>${fixed(100 - 100 * nearest, 2 + moreDigits)} %`;
  const percent = share * 100;
  if (percent >= 100) return `${formatNumber(percent, moreDigits)} %`;
  const decimals = percent < 1 || percent > 99 ? 2 : 1;
  return `${fixed(percent, decimals + moreDigits)} %`;
};

/**
 * A value in three significant digits, for what is not known better.
 *
 * @example threeDigits(1234.5) // 1230
 */
export const threeDigits = (value: number): number => Number(value.toPrecision(3));

/**
 * How large a share is, below or above 0, in whole percent.
 *
 * @example formatWholePercent(-0.274) // '27 %'
 */
export const formatWholePercent = (share: number): string => formatShare(Number(Math.abs(share).toFixed(2)));

/**
 * Milliseconds, as seconds from 1000 ms on.
 *
 * @example formatMs(371.6) // '372 ms'
 * @example formatMs(3000) // '3 s'
 */
export const formatMs: Format = (ms, moreDigits = 0) =>
  Math.abs(ms) < 999.5
    ? `${formatNumber(Number(ms.toPrecision(3 + moreDigits)), moreDigits)} ms`
    : formatSeconds(ms / 1000, moreDigits);

/**
 * A part of a start-up. Zero lies between two stamps of the cluster's API of the same second: these are whole seconds.
 *
 * @example formatPart(0.000818) // 'under 1 ms'
 * @example formatPart(0) // 'under 1 s'
 */
export const formatPart = (seconds: number): string => {
  if (seconds === 0) return 'under 1 s';
  return seconds < 0.001 ? 'under 1 ms' : formatMs(seconds * 1000);
};

/** @example formatSeconds(8.25) // '8.25 s' */
export const formatSeconds: Format = (seconds, moreDigits) => `${formatNumber(seconds, moreDigits)} s`;

/** A rate in a chart or a table that says of what. @example formatRate(80) // '80/s' */
export const formatRate: Format = (ratePerSecond, moreDigits) =>
  `${formatNumber(ratePerSecond, moreDigits)}/s`;

/** A rate of requests in a sentence. @example formatRequestRate(80) // '80 requests/s' */
export const formatRequestRate: Format = (ratePerSecond, moreDigits) =>
  `${formatNumber(ratePerSecond, moreDigits)} requests/s`;

/**
 * Seconds since the first planned arrival, as on a stopwatch.
 *
 * @example formatOffset(31) // '0:31'
 * @example formatOffset(3725) // '1:02:05'
 */
export const formatOffset = (offsetSeconds: number): string => {
  const whole = Math.floor(Math.abs(offsetSeconds));
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const pad = (n: number): string => String(n).padStart(2, '0');
  const text = hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
  return offsetSeconds < 0 ? `-${text}` : text;
};

/**
 * A stretch of whole seconds, both ends included.
 *
 * @example formatStretch(21, 30) // '0:21–0:30'
 */
export const formatStretch = (fromSecond: number, toSecond: number): string =>
  fromSecond === toSecond
    ? formatOffset(fromSecond)
    : `${formatOffset(fromSecond)}–${formatOffset(toSecond)}`;

/** Epoch milliseconds as UTC to the second: the same text on every machine. */
export const formatUtc = (epochMs: number): string =>
  `${new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/**
 * A number of things.
 *
 * @param nouns the plural, where it is not the noun with an "s"
 * @example formatQuantity(1, 'second') // '1 second'
 * @example formatQuantity(2000, 'second') // '2,000 seconds'
 */
export const formatQuantity = (n: number, noun: string, nouns = `${noun}s`): string =>
  `${formatNumber(n)} ${n === 1 ? noun : nouns}`;

/** A known value in its format, or the word for not known. */
export const formatOr = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? unknown : format(value);

/** @example formatInterval({ low: 1, mid: 2, high: 3, confidence: 0.95 }, formatSeconds) // '95 % interval 1 s to 3 s' */
export const formatInterval = (interval: Interval, format: (value: number) => string): string =>
  `${formatShare(interval.confidence)} interval ${format(interval.low)} to ${format(interval.high)}`;

/** How values of a check are written, and its limit. */
export const formatInUnit = (unit: Check['unit']): Format =>
  ({ share: formatShare, millisecond: formatMs, request: formatCount })[unit];

/** More digits than this are not shown: two values that still look alike are as good as equal. */
const moreDigitsMax = 4;

/**
 * Two values that are compared, a measured one and its limit: in more digits where the usual ones would print them alike.
 *
 * @example formatPair(0.0102, 0.01, formatShare) // ['1.02 %', '1 %']
 */
export const formatPair = (a: number, b: number, format: Format): readonly [a: string, b: string] => {
  for (let moreDigits = 0; ; moreDigits++) {
    const [first, second] = [format(a, moreDigits), format(b, moreDigits)];
    if (first !== second || a === b || moreDigits === moreDigitsMax) return [first, second];
  }
};

/**
 * How values are written that a limit is set for: in as many digits as tell them from it, so that none that passes its limit
 * looks as if it kept it.
 *
 * @example besideLimit(0.01, formatShare)(0.0104) // '1.04 %'
 */
export const besideLimit =
  (limit: number | undefined, format: Format): ((value: number) => string) =>
  (value) =>
    limit === undefined ? format(value) : formatPair(value, limit, format)[0];

/**
 * With its sign, so that a reader sees at once which way it goes.
 *
 * @example signed(-3, formatMs) // '−3 ms'
 */
export const signed = (value: number, format: (value: number) => string): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${format(Math.abs(value))}`;

/** @example capitalize('raise the minimum') // 'Raise the minimum' */
export const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
