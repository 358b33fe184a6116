import { isOk } from '../../runs/schema/outcome.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { HeldRates, RateStretch } from '../../runs/schema/result/held-rates.ts';
import type { Check, PhaseSummary, Result } from '../../runs/schema/result.ts';
import type { Slo } from '../../runs/schema/run.ts';
import { errorShareInterval } from '../measure/errors.ts';
import { p95Interval } from '../measure/latency.ts';
import { requestsPerArrival } from '../measure/requests-per-arrival.ts';
import { emptyCell, type FoldedLoad, latencyOf } from '../timeline/fold-load.ts';
import { peakRateOf } from '../timeline/planned-rate.ts';
import { rampStretches } from './ramp-stretches.ts';
import { withShown } from './shown.ts';

/** What a result needs to have for it. */
type Measured = Pick<Result, 'run' | 'endpoints' | 'timeline' | 'totals'>;

/** The load by endpoint and phase, for the intervals. */
type Latencies = Pick<FoldedLoad, 'byEndpoint'>;

/** One endpoint in one step. */
type Asked = {
  readonly step: PhaseSummary;
  readonly slo: Slo;
  /** What its checks are called by; null: it is the only one. */
  readonly name: string | null;
  readonly cell: Parameters<typeof latencyOf>[0];
};

/** Every objective in one step; none where nothing was answered. */
const checksOf = ({ step, slo, name, cell }: Asked): Check[] => {
  const { errorShare, failed, ok, okLatency } = step;
  if (errorShare === null) return [];
  const share = withShown({
    endpoint: name,
    objective: 'errorShare',
    unit: 'share',
    measured: errorShare,
    failed,
    requests: ok + failed,
    interval: errorShareInterval(failed, ok + failed),
    limit: slo.maxErrorShare,
    met: errorShare <= slo.maxErrorShare,
  });
  if (slo.p95LatencyMs === undefined || okLatency.p95Ms === null) return [share];
  const latency = withShown({
    endpoint: name,
    objective: 'p95Latency',
    unit: 'millisecond',
    measured: okLatency.p95Ms,
    failed: null,
    requests: okLatency.count,
    interval: p95Interval(latencyOf(cell, isOk)),
    limit: slo.p95LatencyMs,
    met: okLatency.p95Ms <= slo.p95LatencyMs,
  });
  return [share, latency];
};

/**
 * Each step that was answered; it is kept if every endpoint that was asked keeps its own objectives. Its rate is the planned one:
 * the seconds of the timeline end with the last arrival, which may come before the step does.
 */
const stepsOf = ({ run, endpoints, timeline }: Measured, { byEndpoint }: Latencies): RateStretch[] =>
  timeline.phases.flatMap((phase, i) => {
    const checks = endpointsOf(run.config).flatMap(({ name, slo }, endpoint, all) =>
      checksOf({
        step: endpoints[endpoint]!.phases[i]!,
        slo,
        name: all.length === 1 ? null : name,
        cell: byEndpoint.get(name)?.byPhase.get(phase.name) ?? emptyCell(),
      }),
    );
    if (checks.length === 0) return [];
    const rate = peakRateOf([phase]);
    const rates = { fromRatePerSecond: rate, toRatePerSecond: rate };
    const isKept = checks.every(({ met }) => met);
    return [{ ...rates, isKept, ...(isKept && { highest: { ...rates, checks } }) }];
  });

/** Neighbours of the same kind as one. */
const joined = (stretches: readonly RateStretch[]): RateStretch[] => {
  const done: RateStretch[] = [];
  for (const stretch of stretches) {
    const last = done.at(-1);
    if (last?.isKept === stretch.isKept)
      done.splice(-1, 1, { ...stretch, fromRatePerSecond: last.fromRatePerSecond });
    else done.push(stretch);
  }
  return done;
};

/** A range of the rates of arrivals, in those of their requests. */
const inRequests = <Rates extends Pick<RateStretch, 'fromRatePerSecond' | 'toRatePerSecond'>>(
  rates: Rates,
  requestsEach: number,
): Rates => ({
  ...rates,
  fromRatePerSecond: requestsEach * rates.fromRatePerSecond,
  toRatePerSecond: requestsEach * rates.toRatePerSecond,
});

const ofRequests = (stretch: RateStretch, requestsEach: number): RateStretch => ({
  ...inRequests(stretch, requestsEach),
  ...(stretch.highest && { highest: inRequests(stretch.highest, requestsEach) }),
});

/**
 * What a staircase or a ramp measured: at which rates the limits were kept, and at which not, from the lowest rate up, in
 * requests/s. A rate that was not reached says nothing.
 *
 * @param latencies of each endpoint in each step
 * @returns undefined for any other load, and where nothing was answered
 */
export const heldRatesOf = (result: Measured, latencies: Latencies): HeldRates | undefined => {
  const { scenario } = result.run.config.load;
  if (scenario !== 'staircase' && scenario !== 'ramp') return undefined;
  const requestsEach = requestsPerArrival(result.run, result.totals);
  const stretches = joined(
    scenario === 'ramp'
      ? rampStretches(result)
      : stepsOf(result, latencies).toSorted((a, b) => a.fromRatePerSecond - b.fromRatePerSecond),
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
