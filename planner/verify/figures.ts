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
 * The figures of a run that a prediction has and a comparison compares: shares of all requests that ended; latency of
 * those that succeeded; a request timeout is the router's 504 or, where the client gives up first, its own.
 */
export const measuredFigures = (result: Result): Record<VerifiedLine['figure'], number | null> => {
  const { ok } = result.totals.latency;
  const { meanReady, peakReady, secondsToRecover } = result.scaling;
  const { turnedAway, timedOut } = lostSharesOf(result);
  return {
    errorShare: result.verdict.checks.find(({ unit }) => unit === 'share')?.measured ?? null,
    rejectedShare: turnedAway,
    timedOutShare: timedOut,
    p50Latency: ok.p50Ms,
    p95Latency: ok.p95Ms,
    p99Latency: ok.p99Ms,
    meanReplicas: meanReady,
    mostReplicas: peakReady,
    secondsToRecover: typeof secondsToRecover === 'number' ? secondsToRecover : null,
  };
};

/** Every figure of a prediction beside the re-run's. Both sides mean the same. */
export const figuresOf = (prediction: Prediction, result: Result): VerifiedLine[] => {
  const measured = measuredFigures(result);
  const most = line('mostReplicas', 'replica', prediction.replicas.max, measured.mostReplicas);
  return [
    line('errorShare', 'share', prediction.errorShare, measured.errorShare),
    line('rejectedShare', 'share', prediction.rejectedShare, measured.rejectedShare),
    line('timedOutShare', 'share', prediction.timedOutShare, measured.timedOutShare),
    line('p50Latency', 'millisecond', prediction.latencyMs.p50, measured.p50Latency),
    line('p95Latency', 'millisecond', prediction.latencyMs.p95, measured.p95Latency),
    line('p99Latency', 'millisecond', prediction.latencyMs.p99, measured.p99Latency),
    line('meanReplicas', 'replica', prediction.replicas.mean, measured.meanReplicas),
    result.scaling.partlySeen.peakReady ? atLeast(most) : most,
    line('secondsToRecover', 'second', prediction.secondsToRecover, measured.secondsToRecover),
  ];
};
