import type { Sli, SloDocument } from './shapes.ts';

/** What an indicator measures: failures, or how many requests take longer than a limit. */
export type Measured =
  | { readonly kind: 'failures' }
  /** The limit stands in the query. */
  | { readonly kind: 'fasterThan'; readonly limitMs: number }
  /** The limit is the objective's value, of durations in this unit. */
  | { readonly kind: 'duration'; readonly unitMs: number };

/** Why it is not known what an indicator measures: the field, and what to write. */
type Unclear = { readonly kind: 'unclear'; readonly field: string; readonly fix: string };

/** Where a file says itself what a query measures that can't be understood. */
const measuresKey = 'headroom/measures';
const unitKey = 'headroom/unit';

const unitsMs: Readonly<Record<string, number>> = { s: 1000, ms: 1 };

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
};

const annotation = (key: string, sli: Sli, { metadata }: SloDocument): string | undefined => {
  const said = sli.metadata?.annotations?.[key] ?? metadata.annotations?.[key];
  return said === undefined ? undefined : String(said);
};

/** By Prometheus's rule of names, the unit is the end of a metric's name: https://prometheus.io/docs/practices/naming/ */
const unitMsIn = (query: string): number | undefined => {
  if (/_seconds(?:_bucket|_sum|_count)?\b/.test(query)) return unitsMs['s'];
  return /_(?:milliseconds|ms)(?:_bucket|_sum|_count)?\b/.test(query) ? unitsMs['ms'] : undefined;
};

const statusLabel = /\b\w*(?:code|status)\w*\s*(?:=~|!~|!=|=|:)\s*["']?[^"',}\s]*\d/;

/** The bound of a histogram's bucket: how many took no longer. */
const bucketBound = (query: string): number | undefined => {
  const bound = /\ble\s*=~?\s*["'](\d+(?:\.\d+)?)["']/.exec(query)?.[1];
  return bound === undefined ? undefined : Number(bound);
};

/** Figures of many durations: how many of those are below a limit says nothing of the requests. */
const summaries: readonly { readonly pattern: RegExp; readonly is: string }[] = [
  { pattern: /quantile|percentile|(?<![a-z])p\d{2,3}(?![a-z\d])/i, is: 'a percentile' },
  { pattern: /(?<![a-z])(?:avg|mean|average)(?![a-z])|_sum\b/i, is: 'a mean' },
  { pattern: /(?<![a-z])(?:max|min)(?![a-z])/i, is: 'a largest or smallest value' },
];

const unitNeeded = (field: string): Unclear => ({
  kind: 'unclear',
  field,
  fix: `the unit of its durations is not known: write ${unitKey}: s (or ms) into metadata.annotations`,
});

/** A difference of two series: all requests less those in the bucket are the slow ones. */
const isDifference = (query: string): boolean => /[\s)}\]]-\s*[\w(]/.test(query);

const ratioOf = (query: string, unitMs: number | undefined, field: string): Measured | Unclear => {
  const bound = bucketBound(query);
  const hasStatus = statusLabel.test(query);
  if (bound !== undefined && hasStatus)
    return { kind: 'unclear', field, fix: 'it counts by status and by time at once: write an SLO for each' };
  if (hasStatus) return { kind: 'failures' };
  if (bound !== undefined && field.endsWith('.bad') !== isDifference(query))
    return {
      kind: 'unclear',
      field,
      fix: 'a bucket counts the fast requests: name it as good, or as bad all requests less the bucket',
    };
  if (bound !== undefined)
    return unitMs === undefined ? unitNeeded(field) : { kind: 'fasterThan', limitMs: bound * unitMs };
  return {
    kind: 'unclear',
    field,
    fix: `what this query counts is not understood: where it is failures, write ${measuresKey}: failures into metadata.annotations`,
  };
};

/**
 * What an indicator measures, by its query: a status code tells failures, a histogram's bucket or a duration tells times.
 * An annotation of the file goes before.
 */
export const measuredBy = (sli: Sli, slo: SloDocument): Measured | Unclear => {
  const { thresholdMetric, ratioMetric } = sli.spec;
  const [numerator, name] =
    ratioMetric === undefined
      ? [thresholdMetric, 'thresholdMetric']
      : ([
          ratioMetric.good ?? ratioMetric.bad ?? ratioMetric.raw,
          `ratioMetric.${ratioMetric.good ? 'good' : ratioMetric.bad ? 'bad' : 'raw'}`,
        ] as const);
  const field = `indicator.spec.${name}`;
  if (numerator === undefined || (ratioMetric !== undefined && thresholdMetric !== undefined))
    return {
      kind: 'unclear',
      field: 'indicator.spec',
      fix: 'give either a thresholdMetric or a ratioMetric',
    };
  const query = textsIn(numerator.metricSource.spec).join(' ');
  const said = annotation(measuresKey, sli, slo);
  const unit = annotation(unitKey, sli, slo);
  const unitMs = unit === undefined ? unitMsIn(query) : unitsMs[unit];
  if (ratioMetric !== undefined)
    return said === 'failures' ? { kind: 'failures' } : ratioOf(query, unitMs, field);
  const summary = summaries.find(({ pattern }) => pattern.test(query));
  if (summary !== undefined)
    return {
      kind: 'unclear',
      field,
      fix: `it is ${summary.is} already: name the durations themselves, with target 0.95`,
    };
  return unitMs === undefined ? unitNeeded(field) : { kind: 'duration', unitMs };
};
