import { haveSameMetric, isScaled, quotientIn } from './query.ts';
import type { Ratio } from './shapes.ts';
import { countsByStatus, leavesOutStatus } from './status.ts';
import { textsIn } from './texts.ts';

/** A share of the requests: what is counted, and of which all are. */
export type CountedShare = {
  readonly query: string;
  readonly total: string;
  /** Where the query stands. */
  readonly field: string;
  readonly totalField: string;
  /** Whether what is counted is good. */
  readonly isGood: boolean;
};

/** A field that is not understood, and what to write. */
type Fault = { readonly field: string; readonly fix: string };

const place = (key: string): string => `indicator.spec.ratioMetric.${key}`;

const queryOf = (metric: Ratio['good']): string => textsIn(metric?.metricSource.spec).join(' ');

/** A ratio that stands in one query. */
const rawShare = ({ raw, rawType }: Ratio): CountedShare | Fault => {
  const field = place('raw');
  if (rawType === undefined)
    return { field: place('rawType'), fix: 'say whether raw is of success or failure' };
  const quotient = quotientIn(queryOf(raw));
  if (quotient === undefined)
    return { field, fix: 'raw is a ratio: write one query divided by the query of all requests' };
  const { counted, total, isTurned } = quotient;
  return { query: counted, total, field, totalField: field, isGood: (rawType === 'success') !== isTurned };
};

/** What a ratio counts, of which requests. */
export const countedShareOf = (ratio: Ratio): CountedShare | Fault => {
  const named = (['good', 'bad', 'raw'] as const).filter((key) => ratio[key] !== undefined);
  const [key] = named;
  if (key === undefined || named.length > 1)
    return { field: place(key ?? 'good'), fix: 'give one of good, bad and raw' };
  if (key === 'raw') return rawShare(ratio);
  const field = place(key);
  const [query, total] = [queryOf(ratio[key]), queryOf(ratio.total)];
  return { query, total, field, totalField: place('total'), isGood: key === 'good' };
};

/** What is taken off in a difference of two series: all requests less those in the bucket are the slow ones. */
export const subtractedIn = (query: string): string | undefined =>
  /[\s)}\]]-\s*([\w(][\s\S]*)/.exec(query)?.[1];

/** Why a query that counts by status does not count what its field says; undefined: it does. */
export const misnamedStatus = ({ query, field, isGood: isNamedGood }: CountedShare): string | undefined => {
  const subtracted = subtractedIn(query);
  const counted = countsByStatus(subtracted ?? query);
  const isGood = isNamedGood !== (subtracted !== undefined);
  const key = field.split('.').at(-1)!;
  const called = key === 'raw' ? `raw of ${isNamedGood ? 'success' : 'failure'}` : key;
  if (isGood && counted.failures)
    return `as ${called} it counts the statuses of failures: count those of successes`;
  if (isGood !== counted.successes)
    return `as ${called} it ${counted.successes ? 'counts' : 'does not count'} the statuses of successes: name good what succeeds, bad what fails`;
  if (isGood && counted.namesClients)
    return `as ${called} it counts errors of clients, such as 404, and a load counts every answer but 2xx as failed: count 2xx alone`;
  return undefined;
};

/** One bucket of a histogram, or all of them added up, which counts requests several times. */
const namesBucket = (query: string): boolean =>
  /_bucket\b/.test(query) && !/\ble\s*=~?\s*["']\+?Inf["']/.test(query);

/** Why the share is not one of all requests, or another number than its queries count; undefined: it is one. */
export const totalFault = ({ query, total, field, totalField }: CountedShare): Fault | undefined => {
  const scaled = ([field, totalField] as const).find((_, i) => isScaled([query, total][i]!));
  if (scaled !== undefined)
    return {
      field: scaled,
      fix: 'it computes with the counts, so the ratio is another one: name the counts alone',
    };
  if (leavesOutStatus(total))
    return { field: totalField, fix: 'all requests are the total, and it leaves some out by their status' };
  if (namesBucket(total))
    return { field: totalField, fix: 'all requests are the total, and it counts buckets: name the _count' };
  return haveSameMetric(query, total)
    ? undefined
    : {
        field: totalField,
        fix: 'it does not name the metric that is counted, so it may be of other requests: name the same metric',
      };
};
