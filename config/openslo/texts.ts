import { namesStatus } from './status.ts';

/** All texts in a value. */
const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

/** The texts, and lists of texts, under keys of this name, at any depth. */
const textsAt = (value: unknown, name: RegExp, isNamed = false): string[] => {
  if (typeof value === 'string') return isNamed ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => textsAt(one, name, isNamed));
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => textsAt(inner, name, name.test(key)))
    : [];
};

const queryKey =
  /^(?:query|queries|queryTemplate|queryString|q|expr|expression|promql|metricsql|logql|nrql|kql|mql|uql|sql)$/i;

const summaryKey = /^(?:stat|statistic|statistics|aggregation|aggregator|aggregate|percentile)$/i;

/** A name with the end that counts and durations have, a selector, a call, or Datadog's `sum:a.b`. */
const metric = /_(?:seconds|milliseconds|ms|total|count|bucket|sum)\b|[{(]|^\s*(?:sum|avg|count|max|min):/;

/** An address, or words with hyphens such as the name of a cluster or an id. */
const noMetric = /^\s*(?:\w+:\/\/\S*|[\w.]+(?:-[\w.]+)+)\s*$/;

/**
 * The queries among the texts of a metric's source, each by itself: those under a key such as `query` or `promql`; where there is
 * none, all that may name a metric. The others (a cluster, an id, an address) say nothing of what is counted.
 *
 * @example queriesIn({ cluster: 'prod-1-eu', query: 'sum(a_total)' }) // ['sum(a_total)']
 */
export const queriesIn = (spec: unknown): string[] => {
  const named = textsAt(spec, queryKey);
  if (named.length > 0) return named;
  return textsIn(spec).filter((text) => metric.test(text) || namesStatus(text) || !noMetric.test(text));
};

/**
 * How a source sums up what its query names, where that stands beside the query.
 *
 * @example summariesIn({ query: 'request_seconds', stat: 'p95' }) // ['p95']
 */
export const summariesIn = (spec: unknown): string[] => textsAt(spec, summaryKey);
