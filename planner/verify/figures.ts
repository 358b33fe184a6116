import type { Prediction } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { VerifiedLine } from '../../runs/schema/verification.ts';
import type { Interval } from '../stats/interval.ts';

/** Ends of an interval and a measurement that differ by less than this are equal: rounding, not error. */
const tolerance = 1e-9;

const line = (
  figure: VerifiedLine['figure'],
  unit: VerifiedLine['unit'],
  predicted: Interval | null,
  measured: number | null,
): VerifiedLine => ({
  figure,
  unit,
  predicted,
  measured,
  inside:
    predicted === null || measured === null
      ? null
      : measured >= predicted.low - tolerance && measured <= predicted.high + tolerance,
});

const shareOf = ({ totals }: Result, outcomes: readonly string[]): number | null =>
  totals.answered === 0
    ? null
    : outcomes.reduce((sum, outcome) => sum + (totals.outcomes[outcome] ?? 0), 0) / totals.answered;

/**
 * Every figure of a prediction beside the re-run's. Both sides mean the same: shares of all requests that ended;
 * latency of those that succeeded; a request timeout is the router's 504 or, where the client gives up first, its own.
 */
export const figuresOf = (prediction: Prediction, result: Result): VerifiedLine[] => {
  const { ok } = result.totals.latency;
  const { meanReady, peakReady, secondsToRecover } = result.scaling;
  const errorShare = result.verdict.checks.find(({ unit }) => unit === 'share')?.measured ?? null;
  const recovered = typeof secondsToRecover === 'number' ? secondsToRecover : null;
  return [
    line('errorShare', 'share', prediction.errorShare, errorShare),
    line('rejectedShare', 'share', prediction.rejectedShare, shareOf(result, ['503'])),
    line('timedOutShare', 'share', prediction.timedOutShare, shareOf(result, ['504', 'timeout'])),
    line('p50Latency', 'millisecond', prediction.latencyMs.p50, ok.p50Ms),
    line('p95Latency', 'millisecond', prediction.latencyMs.p95, ok.p95Ms),
    line('p99Latency', 'millisecond', prediction.latencyMs.p99, ok.p99Ms),
    line('meanReplicas', 'replica', prediction.replicas.mean, meanReady),
    line('mostReplicas', 'replica', prediction.replicas.max, peakReady),
    line('secondsToRecover', 'second', prediction.secondsToRecover, recovered),
  ];
};
