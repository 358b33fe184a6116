import type { Note } from '../../../runs/schema/plan/notes.ts';
import type { Timeouts } from '../../../runs/schema/recommendation.ts';
import type { Slo } from '../../../runs/schema/run.ts';
import type { ModelParameters } from '../../calibrate/draws.ts';
import { meanOfDistribution, scvOfDistribution } from '../../stats/distributions.ts';
import { meanOfValues } from '../../stats/simple.ts';
import type { Candidate } from '../trials/candidates.ts';
import type { Lab } from '../trials/lab.ts';
import { meanOver, runsOf, type Trial } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';

/** Each link of the chain outwaits the one behind it by so much, or its answer would come too late to be passed on. */
const marginMs = 1000;

/** Room for the slowest requests above their 99th percentile. */
const slowestFactor = 1.5;

/** Standard deviations above the mean that hardly any service time passes (Chebyshev: 1 in 36, in practice far fewer). */
const deviations = 6;

const longestServiceMs = (service: ModelParameters['service']): number => {
  if (service.kind === 'empirical') return service.quantilesMs.at(-1)!;
  const mean = meanOfDistribution(service);
  return mean * (1 + deviations * Math.sqrt(scvOfDistribution(service)));
};

const wholeSeconds = (ms: number): number => 1000 * Math.ceil(ms / 1000);

/**
 * Two significant digits, rounded down: a measured mean leaves no more to say of a wait.
 *
 * @example roundedDown(799) // 790
 */
const roundedDown = (ms: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(ms)) - 1);
  return step * Math.floor(ms / step);
};

/** A plan may raise the queue wait to this many times the documented one. A longer one that is in use may stay. */
const documentedTimes = 2;

/**
 * The longest queue wait worth searching with: longer waits save errors, and so replicas, until the latency
 * breaks the SLO. It does not depend on the load or the start-up lag, so a harder task can't buy itself a longer one; nor,
 * up to twice the documented wait, on the limit in use, so that an advice that is applied does not make the next one
 * wait longer.
 *
 * @param options.documentedMs the platform's own limit where nobody sets one; null: it has none
 * @returns null: no limit, as now
 */
export const longestWaitMs = (
  { service, router }: ModelParameters,
  { slo, documentedMs }: { readonly slo: Slo; readonly documentedMs: number | null },
): number | null => {
  const now = router.queueWaitLimitMs;
  if (now === null) return null;
  const spareMs = (slo.p95LatencyMs ?? Number.POSITIVE_INFINITY) - meanOfDistribution(service);
  const longestMs = Math.max(now, documentedTimes * (documentedMs ?? 0));
  return spareMs < longestMs ? roundedDown(Math.max(0, spareMs)) : longestMs;
};

/**
 * The advised settings with other queue waits: the advised one, the one in use and half of it, shortest first. What
 * waiting longer wins, and what it costs.
 *
 * @param options.middle the model whose limit is the one in use
 * @param options.canSet whether the platform has such a setting
 */
export const queueWaitsOf = (
  lab: Lab,
  advised: Trial,
  options: { readonly middle: ModelParameters; readonly draws: readonly number[]; readonly canSet: boolean },
): Timeouts['queueWaits'] => {
  const { middle, draws, canSet } = options;
  const now = middle.router.queueWaitLimitMs;
  const { candidate } = advised;
  const chosen = candidate.queueWaitMs === undefined ? now : candidate.queueWaitMs;
  const others = canSet && chosen !== null && now !== null ? [now, Math.round(now / 2)] : [];
  const waits = [...new Set([chosen, ...others])].sort((a, b) => (a ?? 0) - (b ?? 0));
  const trials = tryAll(
    lab,
    waits.map(
      (queueWaitMs): Candidate => (queueWaitMs === chosen ? candidate : { ...candidate, queueWaitMs }),
    ),
    { draws },
  );
  return waits.map((queueWaitMs, i) => {
    const runs = runsOf(trials[i]!, draws);
    const p95s = runs.flatMap(({ hardest }) => hardest.p95Ms ?? []);
    return {
      queueWaitMs,
      errorShare: meanOver(runs, ({ hardest }) => hardest.errorShare),
      p95LatencyMs: p95s.length === 0 ? null : meanOfValues(p95s),
    };
  });
};

/**
 * The chain of timeouts, each no shorter than the one behind it: model, router, gateway, client. The router's stays
 * as it is if it leaves room for the longest wait and the slowest request.
 *
 * @param queueWaitMs the queue wait; null for none
 * @example timeoutChain(middle, 500).clientMs >= timeoutChain(middle, 500).gatewayMs // true
 */
export const timeoutChain = (
  { service, router }: ModelParameters,
  queueWaitMs: number | null,
): Omit<Timeouts, 'inUse' | 'queueWaits' | 'notes'> & { readonly neededMs: number } => {
  const modelMs = wholeSeconds(slowestFactor * longestServiceMs(service));
  const neededMs = wholeSeconds((queueWaitMs ?? 0) + modelMs);
  const routerMs = Math.max(neededMs, router.requestTimeoutMs ?? 0);
  return { neededMs, modelMs, routerMs, gatewayMs: routerMs + marginMs, clientMs: routerMs + 2 * marginMs };
};

/** What a reader should know about the chain; `nowMs` is the router's timeout in use, `clientTimeoutMs` the client's. */
export const timeoutNotes = (chain: {
  readonly neededMs: number;
  readonly nowMs: number | null;
  readonly clientTimeoutMs: number;
  readonly queueWaitMs: number | null;
  readonly slo: Slo;
}): Note[] => {
  const { neededMs, nowMs, clientTimeoutMs, queueWaitMs, slo } = chain;
  const room: Note =
    nowMs !== null && nowMs < neededMs
      ? { code: 'routerCutsSlow', nowMs, neededMs }
      : { code: 'routerNeeds', neededMs };
  const waits: Note[] =
    slo.p95LatencyMs !== undefined && queueWaitMs !== null && queueWaitMs > slo.p95LatencyMs
      ? [{ code: 'queueWaitAboveSlo', queueWaitMs, p95LatencyMs: slo.p95LatencyMs }]
      : [];
  const client: Note =
    clientTimeoutMs < neededMs
      ? { code: 'clientCutsSlow', clientTimeoutMs, neededMs }
      : { code: 'clientWaitsLongest' };
  return [room, client, ...waits];
};
