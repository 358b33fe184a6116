import type { Prediction } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { VerifiedLine } from '../../runs/schema/verification.ts';
import type { Interval } from '../stats/interval.ts';

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
    line('requests that fail', 'share', prediction.errorShare, errorShare),
    line('503', 'share', prediction.rejectedShare, shareOf(result, ['503'])),
    line('504 or timeout', 'share', prediction.timedOutShare, shareOf(result, ['504', 'timeout'])),
    line('p50 latency', 'millisecond', prediction.latencyMs.p50, ok.p50Ms),
    line('p95 latency', 'millisecond', prediction.latencyMs.p95, ok.p95Ms),
    line('p99 latency', 'millisecond', prediction.latencyMs.p99, ok.p99Ms),
    line('mean replicas', 'replica', prediction.replicas.mean, meanReady),
    line('most replicas', 'replica', prediction.replicas.max, peakReady),
    line('recovered after', 'second', prediction.secondsToRecover, recovered),
  ];
};
