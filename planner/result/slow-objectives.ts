import type { Result } from '../../runs/schema/result.ts';
import { medianOfValues } from '../stats/simple.ts';
import { risenSeconds } from './load-rise.ts';

/**
 * Where the time goes of requests whose p95 latency is over its limit.
 *
 * - `service`: inside the model alone the p95 is over the limit, by the server's own header.
 * - `always`: it was over the limit before the load rose, and half of the requests take no longer under the load: a queue would grow.
 * - `underLoad`: it was within the limit before the load rose, or the load made half of the requests slower.
 * - `unknown`: the load never rises, so that nothing tells waiting from service.
 */
export type SlowObjective = {
  /** null: the only endpoint. */
  readonly endpoint: string | null;
  readonly kind: 'service' | 'always' | 'underLoad' | 'unknown';
  readonly limitMs: number;
  /** Inside the model, by the header; null: too few requests had it. */
  readonly serviceP95Ms: number | null;
  /** Before the load rose: what 95 % of the requests took at most, where enough of one phase tell; else null. */
  readonly beforeP95Ms: number | null;
  /** Median of the medians of the seconds, before the load rose and after; null: no second tells. */
  readonly beforeMedianMs: number | null;
  readonly afterMedianMs: number | null;
};

/** A p95 of fewer requests says too little. */
const requestsMin = 50;

/** Medians further apart are not alike. A queue at the peak makes them several times as long. */
const alikeTimesMax = 1.25;

const medianOf = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : medianOfValues(known);
};

type Times = Omit<SlowObjective, 'kind'>;

const kindOf = (times: Times): SlowObjective['kind'] => {
  const { limitMs, serviceP95Ms, beforeP95Ms, beforeMedianMs, afterMedianMs } = times;
  if ((serviceP95Ms ?? 0) > limitMs) return 'service';
  if (beforeMedianMs === null || afterMedianMs === null) return 'unknown';
  const wasOver = beforeMedianMs > limitMs || (beforeP95Ms ?? 0) > limitMs;
  return wasOver && afterMedianMs <= alikeTimesMax * beforeMedianMs ? 'always' : 'underLoad';
};

/** The missed limits of the p95 latency, each with where the time of its requests went. Empty where none is missed. */
export const slowObjectives = ({ verdict, timeline, phases, endpoints }: Result): SlowObjective[] => {
  const hasRisen = risenSeconds(timeline);
  const rise = Math.max(0, hasRisen.indexOf(true));
  const [first] = phases;
  return verdict.checks
    .filter(({ objective, met }) => objective === 'p95Latency' && met === false)
    .map(({ endpoint, limit: limitMs }) => {
      const own = endpoints.find(({ name }) => name === endpoint) ?? endpoints[0];
      const medians =
        endpoint === null
          ? timeline.load.okLatencyP50Ms
          : (timeline.endpoints?.find(({ name }) => name === endpoint)?.okLatencyP50Ms ?? []);
      const hasPhase =
        endpoint === null && first !== undefined && first.toSecond <= rise && first.ok >= requestsMin;
      const service = own?.totals.service;
      const times: Times = {
        endpoint,
        limitMs,
        serviceP95Ms: service !== undefined && service.count >= requestsMin ? service.p95Ms : null,
        beforeP95Ms: hasPhase ? first.okLatency.p95Ms : null,
        beforeMedianMs: medianOf(medians.slice(0, rise)),
        afterMedianMs: medianOf(medians.filter((_, second) => hasRisen[second])),
      };
      return { ...times, kind: kindOf(times) };
    });
};

/** Whether more replicas can't fix a missed p95 latency. */
export const isSlowItself = ({ kind }: SlowObjective): boolean => kind === 'service' || kind === 'always';
