import type { Timeouts } from '../../runs/schema/recommendation.ts';
import type { Slo } from '../../runs/schema/run.ts';
import type { ModelParameters } from '../calibrate/draws.ts';
import { meanOfDistribution, scvOfDistribution } from '../stats/distributions.ts';
import type { Candidate } from './candidates.ts';
import { type Lab, tryAll } from './lab.ts';
import { failuresOf, meanOver, runsOf, type Trial } from './trial.ts';

/** A longer wait must save so much more of the errors that there are now, or it only makes people wait. */
const worthwhileSaving = 0.1;

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

/** Half and twice the limit in use. The longest leaves the requests that wait their service time before the timeout. */
const waitsToTry = ({ service, router }: ModelParameters, routerMs: number): (number | null)[] => {
  const now = router.queueWaitLimitMs;
  if (now === null) return [null];
  const most = Math.max(now, routerMs - longestServiceMs(service));
  return [...new Set([now, Math.round(now / 2), Math.min(2 * now, most), Math.min(4 * now, most)])];
};

export type WaitChoice = { readonly trial: Trial; readonly queueWaits: Timeouts['queueWaits'] };

/**
 * The shortest limit of the wait that saves about all that any of them can, and breaks no more runs. It is chosen after the replicas, so it buys safety and never makes the advice cheaper.
 *
 * @param options.routerMs the router's timeout, which no wait may use up
 * @param options.canSet whether the platform has such a setting
 */
export const chooseWait = (
  lab: Lab,
  advised: Trial,
  options: {
    readonly middle: ModelParameters;
    readonly draws: readonly number[];
    readonly routerMs: number;
    readonly canSet: boolean;
  },
): WaitChoice => {
  const { middle, draws, routerMs, canSet } = options;
  const waits = canSet ? waitsToTry(middle, routerMs) : [middle.router.queueWaitLimitMs];
  const candidates = waits.map(
    (queueWaitMs, i): Candidate => (i === 0 ? advised.candidate : { ...advised.candidate, queueWaitMs }),
  );
  const trials = tryAll(lab, candidates, { draws });
  const errorsOf = (trial: Trial): number => meanOver(runsOf(trial, draws), ({ errorShare }) => errorShare);
  const p95Of = (trial: Trial): number | null => {
    const known = runsOf(trial, draws).flatMap(({ p95Ms }) => p95Ms ?? []);
    return known.length === 0 ? null : known.reduce((sum, ms) => sum + ms, 0) / known.length;
  };
  const waitOf = ({ candidate }: Trial): number =>
    candidate.queueWaitMs ?? middle.router.queueWaitLimitMs ?? 0;
  const breaksMore = (trial: Trial): boolean => failuresOf(trial, draws) > failuresOf(advised, draws);
  const saved = (trial: Trial): number => errorsOf(advised) - errorsOf(trial);
  const most = Math.max(...trials.map(saved));
  const best = trials
    .toSorted((a, b) => waitOf(a) - waitOf(b))
    .find((trial) => saved(trial) >= most - worthwhileSaving * errorsOf(advised) && !breaksMore(trial));
  const queueWaits = waits.map((queueWaitMs, i) => ({
    queueWaitMs,
    errorShare: errorsOf(trials[i]!),
    p95LatencyMs: p95Of(trials[i]!),
  }));
  return {
    trial: best ?? advised,
    queueWaits: queueWaits.toSorted((a, b) => (a.queueWaitMs ?? 0) - (b.queueWaitMs ?? 0)),
  };
};

/**
 * The chain of timeouts, each no shorter than the one behind it: model, router, gateway, client. The router's stays
 * as it is if it leaves room for the longest wait and the slowest request.
 *
 * @param queueWaitMs the limit of the wait; null for none
 * @example timeoutChain(middle, 500).clientMs >= timeoutChain(middle, 500).gatewayMs // true
 */
export const timeoutChain = (
  { service, router }: ModelParameters,
  queueWaitMs: number | null,
): Omit<Timeouts, 'queueWaits' | 'notes'> & { readonly neededMs: number } => {
  const modelMs = wholeSeconds(slowestFactor * longestServiceMs(service));
  const neededMs = wholeSeconds((queueWaitMs ?? 0) + modelMs);
  const routerMs = Math.max(neededMs, router.requestTimeoutMs ?? 0);
  return { neededMs, modelMs, routerMs, gatewayMs: routerMs + marginMs, clientMs: routerMs + 2 * marginMs };
};

/** What a reader should know about the chain; `nowMs` is the router's timeout in use. */
export const timeoutNotes = (chain: {
  readonly neededMs: number;
  readonly nowMs: number | null;
  readonly queueWaitMs: number | null;
  readonly slo: Slo;
}): string[] => {
  const { neededMs, nowMs, queueWaitMs, slo } = chain;
  const room =
    nowMs !== null && nowMs < neededMs
      ? `The router's timeout of ${Math.round(nowMs)} ms cuts off slow requests: ${neededMs} ms let them end.`
      : `The router's timeout needs ${neededMs} ms at least; a longer one harms nobody but those who wait for it.`;
  const waits = slo.p95LatencyMs !== undefined && queueWaitMs !== null && queueWaitMs > slo.p95LatencyMs;
  return [
    room,
    'The client waits longest: one that gives up first leaves its request running and asks again.',
    ...(waits
      ? [`The limit of the wait, ${Math.round(queueWaitMs)} ms, is above the latency that the SLO allows.`]
      : []),
  ];
};
