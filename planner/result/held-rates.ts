import type { HeldRates, RateStretch } from '../../runs/schema/held-rates.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { PhaseSummary, Result } from '../../runs/schema/result.ts';
import type { Slo } from '../../runs/schema/run.ts';
import { requestsPerArrival } from '../measure/requests-per-arrival.ts';
import { peakRateOf } from '../timeline/planned-rate.ts';
import { rampStretches } from './ramp-stretches.ts';

/** What a result needs to have for it. */
type Measured = Pick<Result, 'run' | 'endpoints' | 'timeline' | 'totals'>;

const isKept = ({ errorShare, okLatency }: PhaseSummary, slo: Slo): boolean | null => {
  if (errorShare === null) return null;
  const isInTime =
    slo.p95LatencyMs === undefined || okLatency.p95Ms === null || okLatency.p95Ms <= slo.p95LatencyMs;
  return errorShare <= slo.maxErrorShare && isInTime;
};

/**
 * Each step that was answered; it is kept if every endpoint that was asked keeps its own objectives. Its rate is the planned one:
 * the seconds of the timeline end with the last arrival, which may come before the step does.
 */
const stepsOf = ({ run, endpoints, timeline }: Measured): RateStretch[] =>
  timeline.phases.flatMap((phase, i) => {
    const kept = endpointsOf(run.config)
      .map(({ slo }, endpoint) => isKept(endpoints[endpoint]!.phases[i]!, slo))
      .filter((one) => one !== null);
    const rate = peakRateOf([phase]);
    return kept.length === 0
      ? []
      : [{ fromRatePerSecond: rate, toRatePerSecond: rate, isKept: kept.every(Boolean) }];
  });

/** Neighbours of the same kind as one. */
const joined = (stretches: readonly RateStretch[]): RateStretch[] => {
  const done: RateStretch[] = [];
  for (const stretch of stretches) {
    const last = done.at(-1);
    if (last?.isKept === stretch.isKept) last.toRatePerSecond = stretch.toRatePerSecond;
    else done.push({ ...stretch });
  }
  return done;
};

/** A stretch of the rates of arrivals, in those of their requests. */
const ofRequests = (stretch: RateStretch, requestsEach: number): RateStretch => ({
  ...stretch,
  fromRatePerSecond: requestsEach * stretch.fromRatePerSecond,
  toRatePerSecond: requestsEach * stretch.toRatePerSecond,
});

/**
 * What a staircase or a ramp measured: at which rates the limits were kept, and at which not, from the lowest rate up, in
 * requests/s. A rate that was not reached says nothing.
 *
 * @returns undefined for any other load, and where nothing was answered
 */
export const heldRatesOf = (result: Measured): HeldRates | undefined => {
  const { scenario } = result.run.config.load;
  if (scenario !== 'staircase' && scenario !== 'ramp') return undefined;
  const requestsEach = requestsPerArrival(result.run, result.totals);
  const stretches = joined(
    scenario === 'ramp'
      ? rampStretches(result)
      : stepsOf(result).toSorted((a, b) => a.fromRatePerSecond - b.fromRatePerSecond),
  ).map((stretch) => ofRequests(stretch, requestsEach));
  const [first] = stretches;
  if (first === undefined) return undefined;
  return {
    by: scenario === 'ramp' ? 'errorShare' : 'slo',
    heldRatePerSecond: first.isKept ? first.toRatePerSecond : null,
    missedRatePerSecond: stretches.find((one) => !one.isKept)?.fromRatePerSecond ?? null,
    stretches,
    ...(requestsEach !== 1 && { requestsPerArrival: requestsEach }),
  };
};
