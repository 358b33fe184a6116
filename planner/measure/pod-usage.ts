import type { HpaSettings } from '../../runs/schema/policy.ts';
import type { HpaMetric } from '../../runs/schema/rules/hpa-metric.ts';
import { targetTypeOf } from '../../runs/schema/rules/hpa-metric-types.ts';
import { blockBootstrap, bootstrapReplications } from '../stats/block-bootstrap.ts';
import { type Interval, isInterval, type NotEnoughData, notEnoughData } from '../stats/interval.ts';
import { createRandom } from '../stats/random.ts';
import { sumOf } from '../stats/sum.ts';
import type { Recorded } from '../timeline/recording.ts';
import { confidence } from './evidence.ts';
import { cutShare, type UsagePair, usagePairs } from './metric-reports.ts';

/** Fewer looks of the controller at a changed use than this can't tell a lag from chance. */
const reportsMin = 5;
/** The least spread of the busy shares: with less of it every age of the samples fits as well. */
const spreadMin = 0.2;
/** The oldest sample that is looked for: with a window of 15 s, a load is then seen up to a minute late. */
const ageSecondsMax = 45;

/** Twice the difference of log likelihoods that a 95 % interval of one parameter leaves (chi-square, 1 degree). */
const likelihoodDropMax = 3.84;

/** Use of pods against what they were busy with, and how old the controller's samples are. */
export type PodUsage = {
  readonly reports: number;
  /** Use of a fully busy pod as a share of its request. */
  readonly usePerBusy: Interval;
  readonly sampleAgeSeconds: Interval;
};

type Fit = { readonly ageSeconds: number; readonly slope: number; readonly residual: number };

/** Least squares through the origin: an idle pod uses next to nothing. */
const slopeOf = (pairs: readonly UsagePair[]): number | undefined => {
  const squares = sumOf(pairs.map(({ busy }) => busy ** 2));
  return squares > 0 ? sumOf(pairs.map(({ busy, utilization }) => busy * utilization)) / squares : undefined;
};

const fitOf = (pairs: readonly UsagePair[], ageSeconds: number): Fit[] => {
  const slope = slopeOf(pairs);
  if (slope === undefined) return [];
  const squares = pairs.map(({ busy, utilization }) => (utilization - slope * busy) ** 2);
  return [{ ageSeconds, slope, residual: sumOf(squares) / pairs.length + cutShare ** 2 }];
};

const spreadOf = (pairs: readonly UsagePair[]): number => {
  const shares = pairs.map(({ busy }) => busy);
  return Math.max(...shares) - Math.min(...shares);
};

const around = (mid: number, values: readonly number[]): Interval => ({
  low: Math.min(mid, ...values),
  mid,
  high: Math.max(mid, ...values),
  confidence,
});

/** How far the slope is off at most if every use was cut by nothing, or by a whole percent. */
const slopeOff = (pairs: readonly UsagePair[]): number =>
  ((cutShare / 2) * sumOf(pairs.map(({ busy }) => busy))) / sumOf(pairs.map(({ busy }) => busy ** 2));

/** The slopes of resampled reports, at the ends of their interval; none where there are too few. */
const slopeEnds = (pairs: readonly UsagePair[]): readonly number[] => {
  const drawn = blockBootstrap({
    length: pairs.length,
    statistic: (indices) => slopeOf(indices.map((i) => pairs[i]!)),
    blockLength: 1,
    replications: bootstrapReplications,
    confidence,
    random: createRandom(1),
  });
  return isInterval(drawn) ? [drawn.low, drawn.high] : [];
};

/** The metric of an HPA that follows how busy its pods are, in percent of the request; undefined if it has none. */
export const usageMetricOf = ({ metrics }: Pick<HpaSettings, 'metrics'>): HpaMetric | undefined =>
  metrics.find((metric) => metric.source === 'utilization' && targetTypeOf(metric) === 'Utilization');

/**
 * What a fully busy pod uses of its request, and how old the controller's samples are. Both come from what the HPA's status
 * said while the load changed. Each age puts the window of a sample elsewhere. The likeliest age is the one at which use
 * follows the busy share best. Ages whose likelihood is not clearly lower are its interval (profile likelihood of normal
 * errors). The use is the slope through the origin. Its interval is a bootstrap at the likeliest age, widened by the slopes
 * at the other ages. O(ages x reports x window).
 *
 * @param windowSeconds the span of a sample
 * @returns notEnoughData for fewer than 5 reports, or where the busy share hardly changed
 */
export const measurePodUsage = (
  runs: readonly Recorded[],
  metric: HpaMetric,
  windowSeconds: number,
): PodUsage | NotEnoughData => {
  const agesSeconds = Array.from({ length: ageSecondsMax + 1 }, (_, seconds) => seconds);
  const byAge = usagePairs(runs, metric, { agesSeconds, windowSeconds });
  const fits = byAge.flatMap((pairs, i) => fitOf(pairs, agesSeconds[i]!));
  const [first, ...others] = fits;
  const reports = byAge[0]?.length ?? 0;
  if (first === undefined || reports < reportsMin) return notEnoughData('values', reportsMin, reports);
  const best = others.reduce((low, fit) => (fit.residual < low.residual ? fit : low), first);
  const pairs = byAge[agesSeconds.indexOf(best.ageSeconds)]!;
  if (spreadOf(pairs) < spreadMin) return notEnoughData('pairsThatVary', reportsMin, null);
  const likely = fits.filter(
    ({ residual }) => reports * Math.log(residual / best.residual) <= likelihoodDropMax,
  );
  const slopes = [...likely.map(({ slope }) => slope), ...slopeEnds(pairs)];
  const off = slopeOff(pairs);
  const ages = likely.map(({ ageSeconds }) => ageSeconds);
  return {
    reports,
    usePerBusy: around(best.slope, [Math.min(...slopes) - off, Math.max(...slopes) + off]),
    // Between two steps of the search nothing was tried.
    sampleAgeSeconds: around(best.ageSeconds, [Math.max(0, Math.min(...ages) - 1), Math.max(...ages) + 1]),
  };
};
