import type { Recommendation } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Verification, VerifiedLine } from '../../runs/schema/verification.ts';
import { errorSecondsOf } from '../result/error-seconds.ts';
import { errorShareInterval } from '../stats/error-share-interval.ts';
import { type Estimate, type Interval, isInterval } from '../stats/interval.ts';

const confidence = 0.95;

/** Ends of an interval and a measurement that differ by less than this are equal: rounding, not error. */
const tolerance = 1e-9;

const line = (
  name: string,
  unit: VerifiedLine['unit'],
  predicted: Interval | null,
  measured: number | null,
): VerifiedLine => ({
  name,
  unit,
  predicted,
  measured,
  inside:
    predicted === null || measured === null
      ? null
      : measured >= predicted.low - tolerance && measured <= predicted.high + tolerance,
});

const shareOf = ({ totals }: Result, outcome: string): number | null =>
  totals.answered === 0 ? null : (totals.outcomes[outcome] ?? 0) / totals.answered;

const meanKnown = (column: readonly (number | null)[]): number | null => {
  const known = column.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
};

const linesOf = ({ prediction }: Recommendation, result: Result): VerifiedLine[] => {
  const { latency } = result.totals;
  const { secondsToRecover, peakReady } = result.scaling;
  const errorShare = result.verdict.checks.find(({ unit }) => unit === 'share')?.measured ?? null;
  return [
    line('requests that fail', 'share', prediction.errorShare, errorShare),
    line('503', 'share', prediction.rejectedShare, shareOf(result, '503')),
    line('504', 'share', prediction.timedOutShare, shareOf(result, '504')),
    line('p50 latency', 'millisecond', prediction.latencyMs.p50, latency.ok.p50Ms),
    line('p95 latency', 'millisecond', prediction.latencyMs.p95, latency.ok.p95Ms),
    line('p99 latency', 'millisecond', prediction.latencyMs.p99, latency.ok.p99Ms),
    line('mean replicas', 'replica', prediction.replicas.mean, meanKnown(result.timeline.cluster.ready)),
    line('most replicas', 'replica', prediction.replicas.max, peakReady),
    line(
      'recovered after',
      'second',
      prediction.secondsToRecover,
      isInterval(secondsToRecover) ? secondsToRecover.mid : null,
    ),
  ];
};

/** What makes the re-run itself unfit to judge by, or undefined. */
const flawOf = (result: Result): string | undefined => {
  if (result.run.status !== 'complete') return `the re-run is ${result.run.status}`;
  const flaw = result.health.find(
    ({ check, status }) => ['telemetry', 'plan', 'generator'].includes(check) && status === 'warning',
  );
  return flaw?.detail;
};

/** Why the error share cannot be blamed on the settings: the limit lies within its interval. */
const isWithinChance = (errorShare: Estimate, limit: number): boolean =>
  !isInterval(errorShare) || errorShare.low <= limit;

const judge = (result: Result, errorShare: Estimate): Pick<Verification, 'verdict' | 'reason'> => {
  const flaw = flawOf(result);
  if (flaw !== undefined) return { verdict: 'cantTell', reason: flaw };
  const missed = result.verdict.checks.filter(({ met }) => met !== true);
  if (missed.length === 0)
    return { verdict: 'confirmed', reason: 'the same load meets the SLO with the new settings' };
  const onlyShare = missed.every(({ unit }) => unit === 'share');
  if (onlyShare && isWithinChance(errorShare, result.run.config.slo.maxErrorShare)) {
    return {
      verdict: 'cantTell',
      reason: 'the error share misses its limit by less than chance explains: run it again',
    };
  }
  return { verdict: 'refuted', reason: `missed: ${missed.map(({ name }) => name).join(', ')}` };
};

/**
 * Scores a prediction that was frozen before the re-run, figure by figure, and judges the advice.
 *
 * @param advice recommendation.json as it was when the settings were applied
 * @param result of the same load fired again with those settings
 */
export const scorePrediction = (
  advice: Recommendation,
  result: Result,
  plannedFrom: string,
): Verification => {
  const lines = linesOf(advice, result);
  const { errors, requests } = errorSecondsOf(result.timeline);
  const errorShare = errorShareInterval(errors, requests, confidence);
  return {
    schemaVersion: 1,
    plannedFrom,
    verifiedBy: result.run.id,
    settings: advice.settings,
    lines,
    linesInside: lines.filter(({ inside }) => inside === true).length,
    linesCompared: lines.filter(({ inside }) => inside !== null).length,
    errorShare,
    ...judge(result, errorShare),
  };
};
