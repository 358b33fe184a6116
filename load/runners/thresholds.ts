import type { LoadEnd } from '../../runs/schema/load-series.ts';

type Thresholds = LoadEnd['thresholds'];

/** "count<5" in its parts; k6 takes spaces around them. */
const parted = /^\s*(?<of>\w+)\b[^<>=!]*(?<compared>[<>=!]+)\s*(?<limit>[-+.\d]+)/;

/** Whether the parts of a metric add up: counts do, and rates of counters, which are no shares and so may exceed 1. */
const addsUp = (of: string | undefined, limit: number): boolean =>
  of === 'count' || (of === 'rate' && Math.abs(limit) > 1);

/**
 * What a threshold comes to over all runners, of which each judged its own part of the arrivals. A share, a mean or a quantile of
 * all lies between those of the parts: where all say the same, so does the whole. A sum of counts is at least each of them: it
 * is over an upper limit if one is, and reaches a lower one if one does. Anything else can't be told: null.
 */
const wholeOf = (expression: string, parts: readonly (boolean | null)[]): boolean | null => {
  const { of, compared = '', limit } = parted.exec(expression)?.groups ?? {};
  const [allHold, allMiss] = [true, false].map((ok) => parts.every((part) => part === ok));
  if (!addsUp(of, Number(limit))) return allHold ? true : allMiss ? false : null;
  if (compared.startsWith('<')) return parts.includes(false) ? false : null;
  return compared.startsWith('>') && parts.includes(true) ? true : null;
};

/**
 * The thresholds of a script over all runners.
 *
 * @param ends thresholds of each runner
 * @example mergedThresholds([[{ metric: 'bad', expression: 'count<9', ok: true }], [{ metric: 'bad', expression: 'count<9', ok: true }]])
 * // [{ metric: 'bad', expression: 'count<9', ok: null }]: 8 and 8 are 16
 */
export const mergedThresholds = (ends: readonly Thresholds[]): Thresholds => {
  if (ends.length === 1) return ends[0]!;
  const byName = Map.groupBy(ends.flat(), ({ metric, expression }) => `${metric} ${expression}`);
  return [...byName.values()].map((same) => {
    const { metric, expression } = same[0]!;
    const parts = same.map(({ ok }) => ok);
    return { metric, expression, ok: wholeOf(expression, parts) };
  });
};
