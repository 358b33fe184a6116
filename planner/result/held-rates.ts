import type { PhaseSummary, Result } from '../../runs/schema/result.ts';
import type { Slo } from '../../runs/schema/run.ts';
import type { Timeline } from '../../runs/schema/timeline.ts';
import { errorSecondsOf } from '../measure/errors.ts';
import { meanOfValues } from '../stats/simple.ts';
import { sumOf } from '../stats/sum.ts';

/** The highest rate that kept the SLO with every lower one, and the lowest that did not; null: there is none. */
export type HeldRates = {
  readonly heldRatePerSecond: number | null;
  readonly missedRatePerSecond: number | null;
};

/** Seconds of a ramp that are judged together: fewer have too few requests for a share. */
const rampWindowSeconds = 10;

/** A stretch of a load at about one rate. null: nothing ended in it. */
type Judged = { readonly ratePerSecond: number; readonly isKept: boolean | null };

const isKept = ({ errorShare, okLatency }: PhaseSummary, slo: Slo): boolean | null => {
  if (errorShare === null) return null;
  const isInTime =
    slo.p95LatencyMs === undefined || okLatency.p95Ms === null || okLatency.p95Ms <= slo.p95LatencyMs;
  return errorShare <= slo.maxErrorShare && isInTime;
};

const stepsOf = ({ phases, timeline, run }: Result): Judged[] =>
  phases.map((phase) => ({
    ratePerSecond: meanOfValues(timeline.load.offeredRatePerSecond.slice(phase.fromSecond, phase.toSecond)),
    isKept: isKept(phase, run.config.slo),
  }));

/** By errors alone: ten seconds of a ramp tell no p95. */
const windowsOf = (timeline: Timeline, slo: Slo): Judged[] => {
  const { errors, requests } = errorSecondsOf(timeline);
  const count = Math.floor(timeline.seconds / rampWindowSeconds);
  return Array.from({ length: count }, (_, i): Judged => {
    const of = (column: readonly number[]): readonly number[] =>
      column.slice(i * rampWindowSeconds, (i + 1) * rampWindowSeconds);
    const ended = sumOf(of(requests));
    return {
      ratePerSecond: meanOfValues(of(timeline.load.offeredRatePerSecond)),
      isKept: ended === 0 ? null : sumOf(of(errors)) / ended <= slo.maxErrorShare,
    };
  });
};

/**
 * What a staircase or a ramp measured: at which rate the SLO was still kept, and at which not. A rate that was not
 * reached says nothing.
 *
 * @returns undefined for any other load, and where nothing was answered
 */
export const heldRatesOf = (result: Result): HeldRates | undefined => {
  const { scenario } = result.run.config.load;
  if (scenario !== 'staircase' && scenario !== 'ramp') return undefined;
  const stretches = scenario === 'ramp' ? windowsOf(result.timeline, result.run.config.slo) : stepsOf(result);
  const known = stretches
    .filter((stretch) => stretch.isKept !== null)
    .toSorted((a, b) => a.ratePerSecond - b.ratePerSecond);
  if (known.length === 0) return undefined;
  const missedAt = known.findIndex((stretch) => !stretch.isKept);
  const held = missedAt < 0 ? known.at(-1) : known[missedAt - 1];
  return {
    heldRatePerSecond: held?.ratePerSecond ?? null,
    missedRatePerSecond: known[missedAt]?.ratePerSecond ?? null,
  };
};
