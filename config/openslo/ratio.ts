import { isScaled, mayHaveSameMetric, plainOf, quotientIn } from './query.ts';
import type { Ratio } from './shapes.ts';
import { countsByStatus, leavesOutStatus, namesStatus } from './status.ts';
import { queriesIn } from './texts.ts';

/** A share of the requests: what is counted, and of which all are. */
export type CountedShare = {
  /** Of one source several only where no key says which text is the query. */
  readonly queries: readonly string[];
  readonly totals: readonly string[];
  /** Where the queries stand. */
  readonly field: string;
  readonly totalField: string;
  /** Whether what is counted is good. */
  readonly isGood: boolean;
};

/** A field that is not understood, and what to write. */
type Fault = { readonly field: string; readonly fix: string };

const place = (key: string): string => `indicator.spec.ratioMetric.${key}`;

const queriesOf = (metric: Ratio['good']): string[] => queriesIn(metric?.metricSource.spec).map(plainOf);

/** A ratio that stands in one query. */
const rawShare = ({ raw, rawType }: Ratio): CountedShare | Fault => {
  const field = place('raw');
  if (rawType === undefined)
    return { field: place('rawType'), fix: 'say whether raw is of success or failure' };
  const [quotient, ...more] = queriesOf(raw).flatMap((query) => quotientIn(query) ?? []);
  if (quotient === undefined || more.length > 0)
    return { field, fix: 'raw is a ratio: write one query divided by the query of all requests' };
  const { counted, total, isTurned } = quotient;
  const isGood = (rawType === 'success') !== isTurned;
  return { queries: [counted], totals: [total], field, totalField: field, isGood };
};

/** What a ratio counts, of which requests. */
export const countedShareOf = (ratio: Ratio): CountedShare | Fault => {
  const named = (['good', 'bad', 'raw'] as const).filter((key) => ratio[key] !== undefined);
  const [key] = named;
  if (key === undefined || named.length > 1)
    return { field: place(key ?? 'good'), fix: 'give one of good, bad and raw' };
  if (key === 'raw') return rawShare(ratio);
  const field = place(key);
  const [queries, totals] = [queriesOf(ratio[key]), queriesOf(ratio.total)];
  return { queries, totals, field, totalField: place('total'), isGood: key === 'good' };
};

/** What is taken off in a difference of two series: all requests less those in the bucket are the slow ones. */
export const subtractedIn = (query: string): string | undefined =>
  /[\s)}\]]-\s*([\w(][\s\S]*)/.exec(query)?.[1];

const misnamedIn = (
  query: string,
  { field, isGood: isNamedGood }: Pick<CountedShare, 'field' | 'isGood'>,
): string | undefined => {
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

/** Why queries that count by status do not count what their field says; undefined: they do. */
export const misnamedStatus = (share: CountedShare): string | undefined =>
  share.queries
    .filter(namesStatus)
    .map((query) => misnamedIn(query, share))
    .find((fault) => fault !== undefined);

/** One bucket of a histogram, or all of them added up, which counts requests several times. */
const namesBucket = (query: string): boolean =>
  /_bucket\b/.test(query) && !/\ble\s*=~?\s*["']\+?Inf["']/.test(query);

/** Where a file says itself that the total counts all requests of what is counted, by another metric. */
export const totalAnnotation = { key: 'headroom/total', value: 'same-requests' } as const;

/**
 * Why the share is not one of all requests, or another number than its queries count; undefined: it is one.
 *
 * @param isConfirmed whether the file says that both metrics are of the same requests
 */
export const totalFault = (
  { queries, totals, field, totalField }: CountedShare,
  isConfirmed: boolean,
): Fault | undefined => {
  const scaled = ([field, totalField] as const).find((_, i) => [queries, totals][i]!.some(isScaled));
  if (scaled !== undefined)
    return {
      field: scaled,
      fix: 'it computes with the counts, so the ratio is another one: name the counts alone',
    };
  if (totals.some(leavesOutStatus))
    return { field: totalField, fix: 'all requests are the total, and it leaves some out by their status' };
  if (totals.some(namesBucket))
    return { field: totalField, fix: 'all requests are the total, and it counts buckets: name the _count' };
  if (totals.length === 0) return { field: totalField, fix: 'no query is in it: name that of all requests' };
  return isConfirmed || mayHaveSameMetric(queries, totals)
    ? undefined
    : {
        field: totalField,
        fix: `it does not name the metric that is counted, so it may be of other requests: name the same metric, or where both are of the same requests, write ${totalAnnotation.key}: ${totalAnnotation.value} into metadata.annotations`,
      };
};
