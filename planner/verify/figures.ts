import type { Prediction } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { VerifiedLine } from '../../runs/schema/verification.ts';
import { countedBy } from '../platforms/outcomes.ts';
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

/** A lower bound above the interval lies outside; any other may lie anywhere above it. */
const atLeast = (of: VerifiedLine): VerifiedLine => ({
  ...of,
  isAtLeast: true,
  inside: of.inside === false && of.measured! > of.predicted!.high ? false : null,
});

/** Requests that were turned away and that timed out, as shares; null where none ended. */
const lostSharesOf = ({ run, totals }: Result) => {
  const { turnedAway, timedOut } = countedBy(run.config, totals.outcomes);
  const shareOf = (count: number): number | null => (totals.answered === 0 ? null : count / totals.answered);
  return { turnedAway: shareOf(turnedAway), timedOut: shareOf(timedOut) };
};

/**
 * Every figure of a prediction beside the re-run's. Both sides mean the same: shares of all requests that ended;
 * latency of those that succeeded; a request timeout is the router's 504 or, where the client gives up first, its own.
 */
export const figuresOf = (prediction: Prediction, result: Result): VerifiedLine[] => {
  const { ok } = result.totals.latency;
  const { meanReady, peakReady, partlySeen, secondsToRecover } = result.scaling;
  const errorShare = result.verdict.checks.find(({ unit }) => unit === 'share')?.measured ?? null;
  const recovered = typeof secondsToRecover === 'number' ? secondsToRecover : null;
  const lost = lostSharesOf(result);
  const most = line('mostReplicas', 'replica', prediction.replicas.max, peakReady);
  return [
    line('errorShare', 'share', prediction.errorShare, errorShare),
    line('rejectedShare', 'share', prediction.rejectedShare, lost.turnedAway),
    line('timedOutShare', 'share', prediction.timedOutShare, lost.timedOut),
    line('p50Latency', 'millisecond', prediction.latencyMs.p50, ok.p50Ms),
    line('p95Latency', 'millisecond', prediction.latencyMs.p95, ok.p95Ms),
    line('p99Latency', 'millisecond', prediction.latencyMs.p99, ok.p99Ms),
    line('meanReplicas', 'replica', prediction.replicas.mean, meanReady),
    partlySeen.peakReady ? atLeast(most) : most,
    line('secondsToRecover', 'second', prediction.secondsToRecover, recovered),
  ];
};
