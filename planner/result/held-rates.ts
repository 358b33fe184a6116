import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
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

/** One endpoint with what it is held to. */
type Part = {
  readonly slo: Slo;
  readonly phases: readonly PhaseSummary[];
  readonly load: Pick<Timeline['load'], 'outcomes'>;
};

const partsOf = ({ run, endpoints, timeline }: Result): Part[] =>
  endpointsOf(run.config).map(({ slo }, i) => ({
    slo,
    phases: endpoints[i]!.phases,
    load: timeline.endpoints?.[i] ?? timeline.load,
  }));

/** A rate is held if every endpoint that was asked keeps its own objectives. */
const keptByAll = (kept: readonly (boolean | null)[]): boolean | null => {
  const known = kept.filter((one) => one !== null);
  return known.length === 0 ? null : known.every(Boolean);
};

const stepsOf = (result: Result): Judged[] => {
  const parts = partsOf(result);
  return result.phases.map(({ fromSecond, toSecond }, i) => ({
    ratePerSecond: meanOfValues(result.timeline.load.offeredRatePerSecond.slice(fromSecond, toSecond)),
    isKept: keptByAll(parts.map(({ phases, slo }) => isKept(phases[i]!, slo))),
  }));
};

/** By errors alone: ten seconds of a ramp tell no p95. */
const windowsOf = (result: Result): Judged[] => {
  const { seconds, load } = result.timeline;
  const parts = partsOf(result).map(({ slo, load: own }) => ({
    slo,
    ...errorSecondsOf({ load: own, seconds }),
  }));
  return Array.from({ length: Math.floor(seconds / rampWindowSeconds) }, (_, i): Judged => {
    const of = (column: readonly number[]): readonly number[] =>
      column.slice(i * rampWindowSeconds, (i + 1) * rampWindowSeconds);
    const kept = parts.map(({ slo, errors, requests }) => {
      const ended = sumOf(of(requests));
      return ended === 0 ? null : sumOf(of(errors)) / ended <= slo.maxErrorShare;
    });
    return { ratePerSecond: meanOfValues(of(load.offeredRatePerSecond)), isKept: keptByAll(kept) };
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
  const stretches = scenario === 'ramp' ? windowsOf(result) : stepsOf(result);
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
