import { startPolicy } from '../../planner/policies/index.ts';
import { type Run, run } from '../../planner/simulate/engine.ts';
import { createScratch, outcomeCodes } from '../../planner/simulate/router.ts';
import type { Workload } from '../../planner/simulate/workload.ts';
import {
  exponentialSampler,
  gammaSampler,
  normalSampler,
  type Sampler,
} from '../../planner/stats/distributions.ts';
import { createRandom, type Random } from '../../planner/stats/random.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import type { Slo } from '../../runs/schema/run.ts';
import { durationOf, engineModelOf, type Lags, ratesOf, type Service, type ServiceTimes } from './service.ts';

/** One spike on a service, request by request. */
export type TrueRun = Run & {
  readonly workload: Workload;
  /** Of each request, should it be answered: what its answer takes beyond wait, service and network. */
  readonly delaysMs: Float64Array;
  /** Start-up lags in order of the starts. */
  readonly lagsMs: readonly number[];
  readonly initialReplicas: number;
};

/** A rate that keeps for one second, then is drawn anew: counts are negative binomial. Dispersion 1 leaves it alone. */
const burst = (ratePerSecond: number, dispersion: number, random: Random): number =>
  dispersion <= 1
    ? ratePerSecond
    : gammaSampler(ratePerSecond / (dispersion - 1), random)() * (dispersion - 1);

/** Arrivals second by second: Poisson at that second's rate. */
const arrivalsOf = (service: Service, random: Random): number[] => {
  const steps = ratesOf(service);
  const gap = exponentialSampler(random);
  return Array.from({ length: durationOf(service) }, (_, second) => {
    const { rate } = steps.findLast(({ atSecond }) => atSecond <= second)!;
    const ratePerSecond = burst(rate, service.dispersion, random);
    const times: number[] = [];
    for (let at = gap() / ratePerSecond; at < 1; at += gap() / ratePerSecond) times.push(second + at);
    return times;
  }).flat();
};

const serviceSampler = ({ meanMs, scv, slowShare, slowFactor }: ServiceTimes, random: Random): Sampler => {
  const variance = Math.log1p(scv);
  const normal = normalSampler(random);
  return () => {
    const ms = meanMs * Math.exp(Math.sqrt(variance) * normal() - variance / 2);
    return random() < slowShare ? slowFactor * ms : ms;
  };
};

/** How many times as long requests take at a second of the load as at its start. */
const grownBy = ({ growthPerMinute = 0 }: ServiceTimes, atSecond: number): number =>
  1 + (growthPerMinute * atSecond) / 60;

/** A mean that keeps for one second, then is drawn anew, and a delay of its own for each request. */
const delaysOf = ({ delayMs = 0 }: Service, arrivals: readonly number[], random: Random): Float64Array => {
  if (delayMs === 0) return new Float64Array(arrivals.length);
  const exponential = exponentialSampler(random);
  const meansMs: number[] = [];
  return Float64Array.from(arrivals, (atSecond) => {
    meansMs[Math.floor(atSecond)] ??= delayMs * exponential();
    return meansMs[Math.floor(atSecond)]! * exponential();
  });
};

/** Weibull by inversion, above a floor, some starts several times as long. */
const lagSampler = ({ floorMs, scaleMs, shape, tailShare, tailFactor }: Lags, random: Random): Sampler => {
  const exponential = exponentialSampler(random);
  return () => {
    const ms = floorMs + scaleMs * exponential() ** (1 / shape);
    return random() < tailShare ? tailFactor * ms : ms;
  };
};

export type TrueSettings = Partial<Omit<PlannedSettings, 'policy'>> & Pick<PlannedSettings, 'policy'>;

/** The router as settings leave it. They change its limits alone. */
const routerWith = ({ router }: Service, settings: TrueSettings): Service['router'] => {
  const { queueWaitMs = router.queueWaitLimitMs, requestTimeoutMs = router.requestTimeoutMs } = settings;
  return { ...router, queueWaitLimitMs: queueWaitMs, requestTimeoutMs };
};

/** The hidden options stay those of the service, whatever the advice believes them to be. */
const policyWith = (service: Service, { policy }: TrueSettings): Service['policy'] => {
  const { policy: own } = service;
  if (own.kind !== policy.kind || !('stepLaw' in own) || !('stepLaw' in policy)) return policy;
  const { stepLaw, sampling, denominator } = own;
  return { ...policy, stepLaw, sampling, denominator };
};

/** The service once settings were applied to it. */
export const withSettings = (service: Service, settings: TrueSettings): Service => ({
  ...service,
  router: routerWith(service, settings),
  policy: policyWith(service, settings),
  configured: settings.policy,
});

/** A request ends when the router or its client ends it, whichever comes first. */
const endedByClient = ({ router, clientTimeoutMs }: Service): Service['router'] => ({
  ...router,
  requestTimeoutMs: Math.min(router.requestTimeoutMs ?? Number.POSITIVE_INFINITY, clientTimeoutMs),
});

/** The streams of one run, away from those that drew the service. */
const streamsPerRun = 4;
const firstStream = 1000;

/** Delays came later: streams of their own leave the others as they were. */
const firstDelayStream = 1 << 22;

/** A run by its number, which may fire the arrivals of another. */
type RunDraws = { readonly run: number; readonly arrivalsOf: number };

/** Run number `draws` of a service: other requests, service times and lags each time, the same for all settings. */
export const runTruth = (service: Service, settings: TrueSettings, draws: number | RunDraws): TrueRun => {
  const { run: index, arrivalsOf: fired } =
    typeof draws === 'number' ? { run: draws, arrivalsOf: draws } : draws;
  const streamOf = (number: number, purpose: number): Random =>
    createRandom(service.seed, firstStream + number * streamsPerRun + purpose);
  const stream = (purpose: number): Random => streamOf(index, purpose);
  const arrivals = arrivalsOf(service, streamOf(fired, 0));
  const sampleService = serviceSampler(service.times, stream(1));
  const sampleLag = lagSampler(service.lags, stream(2));
  const workload = {
    count: arrivals.length,
    arrivalSeconds: Float64Array.from([...arrivals, Number.POSITIVE_INFINITY]),
    serviceSeconds: Float64Array.from(
      arrivals,
      (atSecond) => (grownBy(service.times, atSecond) * sampleService()) / 1000,
    ),
  };
  const lagsMs: number[] = [];
  const applied = withSettings(service, settings);
  const model = engineModelOf(service, { policy: applied.policy, router: endedByClient(applied) });
  const policy = startPolicy(model.policy);
  const finished = run({
    model,
    workload,
    policy,
    ...(model.policy.kind === 'hpa' && { podMetrics: model.policy }),
    nextLagSeconds: () => lagsMs[lagsMs.push(sampleLag()) - 1]! / 1000,
    scratch: createScratch(workload.count),
    takesSamples: true,
    choiceSeed: Math.floor(2 ** 31 * stream(3)()),
  });
  const delaysMs = delaysOf(service, arrivals, createRandom(service.seed, firstDelayStream + index));
  return { ...finished, workload, delaysMs, lagsMs, initialReplicas: policy.desiredReplicas };
};

/** What a run comes to. Shares of all requests; the latency is that of successful ones, as their client sees it. */
export type Outcome = {
  readonly errorShare: number;
  readonly rejectedShare: number;
  readonly p95Ms: number | null;
  /** Replicas that held a place on a node, averaged over the run after its warm-up. */
  readonly replicas: number;
  readonly meets: boolean;
};

const p95Of = (ascending: Float64Array): number | null =>
  ascending[Math.max(0, Math.ceil(0.95 * ascending.length) - 1)] ?? null;

export const meetsSlo = ({ errorShare, p95Ms }: Pick<Outcome, 'errorShare' | 'p95Ms'>, slo: Slo): boolean =>
  errorShare <= slo.maxErrorShare &&
  (p95Ms === null || slo.p95LatencyMs === undefined || p95Ms <= slo.p95LatencyMs);

export const outcomeOf = (service: Service, run: TrueRun): Outcome => {
  const { workload, outcomes, delaysMs, atWarmup, atEnd } = run;
  const { codes, waitSeconds } = outcomes;
  const latenciesMs: number[] = [];
  let rejected = 0;
  for (let i = 0; i < workload.count; i++) {
    if (codes[i] === outcomeCodes.rejected) rejected++;
    else if (codes[i] === outcomeCodes.ok) {
      const inSystemMs = 1000 * (waitSeconds[i]! + workload.serviceSeconds[i]!);
      latenciesMs.push(inSystemMs + service.networkMs + delaysMs[i]!);
    }
  }
  const requests = Math.max(1, workload.count);
  const errorShare = (workload.count - latenciesMs.length) / requests;
  const p95Ms = p95Of(Float64Array.from(latenciesMs).sort());
  return {
    errorShare,
    rejectedShare: rejected / requests,
    p95Ms,
    replicas: (atEnd.occupiedSeconds - atWarmup.occupiedSeconds) / (atEnd.atSeconds - atWarmup.atSeconds),
    meets: meetsSlo({ errorShare, p95Ms }, service.slo),
  };
};
