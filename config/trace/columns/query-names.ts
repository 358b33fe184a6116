import { lostWords } from './name-words.ts';

/** A query as the name of its answer, and what one sum over one metric gives. */
type QueryMeaning =
  | { readonly kind: 'count' }
  | { readonly kind: 'rate'; readonly perSeconds: number }
  | { readonly kind: 'window'; readonly seconds: number }
  | { readonly kind: 'other' }
  | { readonly kind: 'unknown' };

const unknown = { kind: 'unknown' } as const;
const other = { kind: 'other' } as const;

/** A text in quotes; one that does not end goes to the end. An apostrophe begins one behind an operator only. */
const quoted = /"[^"\\]*(?:\\[\s\S]?[^"\\]*)*"?|`[^`]*`?|(?<=[=~]\s*)'[^']*'?/g;

/** A name without what stands in quotes and in braces. */
export const withoutLabels = (name: string): string =>
  name.replaceAll(quoted, '').replaceAll(/\{[^}]*\}?/g, '');

const isLost = (metric: string): boolean =>
  metric
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .some((word) => lostWords.has(word));

const isMeasure = (metric: string): boolean =>
  /_sum\b|_bucket\b|cpu|memory|bytes|tokens|latency/i.test(metric) ||
  (/duration|seconds/i.test(metric) && !/_count\b/i.test(metric));

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

const windowSecondsOf = (window: string): number | undefined => {
  const [, amount, unit] = /^(\d+)([smhd])$/.exec(window.trim()) ?? [];
  return amount === undefined ? undefined : Number(amount) * secondsOf[unit!]!;
};

/** Datadog: one metric, summed, as counts or as a rate. */
const datadogMeaning = (name: string): QueryMeaning => {
  const [, metric, as] =
    /^(?:sum:)?([\w.]+?)(?:\s*by)?\s*\.as_(count|rate)\(\)$/.exec(withoutLabels(name).trim()) ?? [];
  if (metric === undefined) return unknown;
  if (isLost(metric) || isMeasure(metric)) return other;
  return as === 'count' ? { kind: 'count' } : { kind: 'rate', perSeconds: 1 };
};

const groupedBehind = /(?<!\s)\s*\b(?:by|without)\s*\([^()]*\)$/i;
const sum = /^sum(?:\s*(?:by|without)\s*\([^()]*\))?\s*\((.*)\)$/i;
const call = /^(rate|irate|increase|count_over_time)\s*\(([\w:.|=~!\s]*)\[([^\]:]*)(?::[^\]]*)?\]\s*\)$/i;

/** More sums inside each other nobody writes. */
const sumsMost = 20;

/** What is inside the sums of an expression, one around the other. */
const summedIn = (expression: string, depth = 0): string => {
  const inner = sum.exec(expression.replace(groupedBehind, ''))?.[1];
  return inner === undefined || depth === sumsMost ? expression : summedIn(inner.trim(), depth + 1);
};

/**
 * What a query gives that is the name of a column: `rate`, `irate`, `increase` or `count_over_time` of one metric, in sums or
 * none. Any other function, factor or operator beside these leaves the meaning open. `undefined`: the name is no query.
 *
 * @example queryMeaningOf('sum(rate(http_requests_total[1m]))') // { kind: 'rate', perSeconds: 1 }
 */
export const queryMeaningOf = (name: string): QueryMeaning | undefined => {
  if (/\bas_(?:count|rate)\(\)/.test(name)) return datadogMeaning(name);
  const bare = withoutLabels(name).trim();
  if (!/^[^(]*\([^[]*\[[^\]]*\]/.test(bare)) return undefined;
  if (/histogram_quantile|\|\s*unwrap\b/.test(bare) || isMeasure(bare)) return other;
  const [, called, metric, window] =
    call.exec(summedIn(bare.replace(/(?<!\s)\s+or\s+(?:on\s*\(\)\s*)?vector\(0\)$/i, ''))) ?? [];
  if (called === undefined) return unknown;
  if (isLost(metric!)) return other;
  if (/^i?rate$/i.test(called)) return { kind: 'rate', perSeconds: 1 };
  const seconds = windowSecondsOf(window!);
  return seconds === undefined ? unknown : { kind: 'window', seconds };
};
