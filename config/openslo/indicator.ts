import { durationsIn } from './durations.ts';
import { hasArithmetic, plainOf } from './query.ts';
import {
  type CountedShare,
  countedShareOf,
  misnamedStatus,
  subtractedIn,
  totalAnnotation,
  totalFault,
} from './ratio.ts';
import type { Ratio, Sli, SloDocument } from './shapes.ts';
import { namesStatus } from './status.ts';
import { queriesIn, summariesIn } from './texts.ts';

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

const annotation = (key: string, sli: Sli, { metadata }: SloDocument): string | undefined => {
  const said = sli.metadata?.annotations?.[key] ?? metadata.annotations?.[key];
  return said === undefined ? undefined : String(said);
};

/** The bounds of a histogram's buckets: how many took no longer. */
const bucketBounds = (queries: readonly string[]): number[] => [
  ...new Set(
    queries.flatMap((query) =>
      [...query.matchAll(/\ble\s*=~?\s*["'](\d+(?:\.\d+)?)["']/g)].map(([, bound]) => Number(bound)),
    ),
  ),
];

/** Figures of many durations: how many of those are below a limit says nothing of the requests. */
const summaries: readonly { readonly pattern: RegExp; readonly is: string }[] = [
  { pattern: /quantile|percentile|(?<![a-z])p\d{2,3}(?![a-z\d])/i, is: 'a percentile' },
  { pattern: /(?<![a-z])(?:avg|mean|average)(?![a-z])|_sum\b/i, is: 'a mean' },
  { pattern: /(?<![a-z])(?:max|min)(?![a-z])/i, is: 'a largest or smallest value' },
];

/** The unit of the durations in queries: as the annotation says, which must agree with the names; else by the names. */
const unitOf = (queries: readonly string[], said: string | undefined, field: string): number | Unclear => {
  const unclear = (fix: string): Unclear => ({ kind: 'unclear', field, fix });
  const durations = queries.flatMap(durationsIn);
  const named = [...new Set(durations.map(({ unit }) => unit))];
  if (said !== undefined) {
    const unitMs = unitsMs[said];
    if (unitMs === undefined) return unclear(`${unitKey} is ${said}: write s or ms`);
    return named.every((unit) => unit === said)
      ? unitMs
      : unclear(`${unitKey} says ${said}, the metric's name ${named.join(' and ')}: correct one of them`);
  }
  const other = durations.find(({ isOfRequests }) => !isOfRequests);
  if (other !== undefined)
    return unclear(
      `the name ${other.name} does not say that it is the latency of requests: where it is, write ${unitKey}: ${other.unit} into metadata.annotations`,
    );
  return named.length === 1
    ? unitsMs[named[0]!]!
    : unclear(
        `the unit of its durations is not known: write ${unitKey}: s (or ms) into metadata.annotations`,
      );
};

const byBucket = (bounds: readonly number[], unitMs: number | Unclear): Measured | Unclear =>
  typeof unitMs === 'number' ? { kind: 'fasterThan', limitMs: bounds[0]! * unitMs } : unitMs;

/** What a share of the requests counts, by its queries alone. */
const countedBy = (share: CountedShare, said: string | undefined): Measured | Unclear => {
  const { queries, field, isGood } = share;
  const unclear = (fix: string): Unclear => ({ kind: 'unclear', field, fix });
  const bounds = bucketBounds(queries);
  const hasStatus = queries.some(namesStatus);
  if (bounds.length > 0 && hasStatus)
    return unclear('it counts by status and by time at once: write an SLO for each');
  if (hasStatus) {
    const fix = misnamedStatus(share);
    return fix === undefined ? { kind: 'failures' } : unclear(fix);
  }
  if (bounds.length > 1)
    return unclear(`it counts several buckets (le ${bounds.join(', ')}): name one, which is the limit`);
  if (bounds.length > 0 && isGood === queries.some((query) => subtractedIn(query) !== undefined))
    return unclear(
      'a bucket counts the fast requests: name it as good, or as bad all requests less the bucket',
    );
  if (bounds.length > 0) return byBucket(bounds, unitOf(queries, said, field));
  return unclear(
    `what this query counts is not understood: where it is failures, write ${measuresKey}: failures into metadata.annotations`,
  );
};

const ratioOf = (ratio: Ratio, said: string | undefined, isConfirmed: boolean): Measured | Unclear => {
  const share = countedShareOf(ratio);
  if ('fix' in share) return { kind: 'unclear', ...share };
  const measured = countedBy(share, said);
  if (measured.kind === 'unclear') return measured;
  const fault = totalFault(share, isConfirmed);
  return fault === undefined ? measured : { kind: 'unclear', ...fault };
};

/** Which requests a metric of durations lets take too long: all of them, one by one. */
const thresholdOf = (spec: unknown, said: string | undefined): Measured | Unclear => {
  const field = 'indicator.spec.thresholdMetric';
  const queries = queriesIn(spec).map(plainOf);
  const texts = [...queries, ...summariesIn(spec)];
  const summary = summaries.find(({ pattern }) => texts.some((text) => pattern.test(text)));
  if (summary !== undefined)
    return {
      kind: 'unclear',
      field,
      fix: `it is ${summary.is} already: name the durations themselves, with target 0.95`,
    };
  if (queries.some((query) => durationsIn(query).length > 0 && hasArithmetic(query)))
    return {
      kind: 'unclear',
      field,
      fix: 'it computes with the durations, and the unit in the name of the metric no longer holds: name the metric alone, and give value in its unit',
    };
  const unitMs = unitOf(queries, said, field);
  return typeof unitMs === 'number' ? { kind: 'duration', unitMs } : unitMs;
};

/**
 * What an indicator measures, by its query: a status code tells failures, a histogram's bucket or a duration tells times.
 * An annotation of the file goes before.
 */
export const measuredBy = (sli: Sli, slo: SloDocument): Measured | Unclear => {
  const { thresholdMetric, ratioMetric } = sli.spec;
  if ((thresholdMetric === undefined) === (ratioMetric === undefined))
    return {
      kind: 'unclear',
      field: 'indicator.spec',
      fix: 'give either a thresholdMetric or a ratioMetric',
    };
  const unit = annotation(unitKey, sli, slo);
  if (ratioMetric === undefined) return thresholdOf(thresholdMetric?.metricSource.spec, unit);
  if (annotation(measuresKey, sli, slo) === 'failures') return { kind: 'failures' };
  return ratioOf(ratioMetric, unit, annotation(totalAnnotation.key, sli, slo) === totalAnnotation.value);
};
