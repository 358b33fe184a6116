import { stepLaws } from '../../planner/platforms/azureml-v1.ts';
import {
  type BalancingReading,
  connectionBalancings,
  requestBalancings,
} from '../../planner/platforms/balancing.ts';
import { createRandom } from '../../planner/stats/random.ts';
import { type Model, type ModelInput, parseModel } from '../../runs/schema/model/model.ts';
import { type PolicySettings, policySettingsSchema } from '../../runs/schema/policy.ts';
import type { Slo } from '../../runs/schema/run.ts';

/** Service times of two kinds of request: most, and some that take several times as long (a cold cache, a long input). */
export type ServiceTimes = {
  readonly meanMs: number;
  readonly scv: number;
  readonly slowShare: number;
  readonly slowFactor: number;
  /** Share by which all of them grow in each minute of the load; 0 by default. */
  readonly growthPerMinute?: number;
};

/** Start-up lag: a floor, a Weibull part above it, and a tail of starts that pull an image first. */
export type Lags = {
  readonly floorMs: number;
  readonly scaleMs: number;
  readonly shape: number;
  readonly tailShare: number;
  readonly tailFactor: number;
};

export type Spike = {
  readonly baselineRatePerSecond: number;
  readonly peakRatePerSecond: number;
  readonly baselineSeconds: number;
  readonly holdSeconds: number;
  readonly recoverySeconds: number;
};

/** One rate for a while. */
export type Soak = { readonly ratePerSecond: number; readonly soakSeconds: number };

/** A made-up service: the world as it is, of which the planner gets to see a recorded run, and what it asks for. */
export type Service = {
  readonly name: string;
  readonly seed: number;
  readonly times: ServiceTimes;
  readonly lags: Lags;
  readonly spike: Spike;
  /** Fired in place of the spike. */
  readonly soak?: Soak;
  /** Not counted of what replicas take; 0 by default. */
  readonly warmupSeconds?: number;
  /** Variance / mean of the arrivals per second: 1 Poisson, above it bursts. */
  readonly dispersion: number;
  readonly slots: number;
  readonly router: NonNullable<ModelInput['router']>;
  /** When its clients give up, under any settings: what a config calls `target.requestTimeoutMs`. */
  readonly clientTimeoutMs: number;
  /** The autoscaler with its hidden options, and as its owner configured it. */
  readonly policy: PolicySettings;
  readonly configured: PolicySettings;
  readonly slo: Slo;
  /** Between client and router, both ways. */
  readonly networkMs: number;
  /** What answers take on average beyond that, on a busy machine or network: by the second, and by the request. 0 by default. */
  readonly delayMs?: number;
  /** Whether answers carry the service-time header. */
  readonly sendsServiceTime: boolean;
  /** Whether a recording sees how many pods Azure ML's router has; by default it may not look. */
  readonly showsRouterPods?: boolean;
};

/** Draws of a service, and those that came later: with a stream of their own they leave the others as they were. */
const streams = { service: 40, balancing: 42, delay: 44 } as const;

/** A draw that reads as what it draws. */
const drawsOf = (seed: number, stream: number = streams.service) => {
  const random = createRandom(seed, stream);
  const between = (low: number, high: number): number => low + (high - low) * random();
  return {
    between,
    /** Even on the logarithm: as many small ones as large ones. */
    magnitude: (low: number, high: number): number => Math.exp(between(Math.log(low), Math.log(high))),
    whole: (low: number, high: number): number => Math.floor(between(low, high + 1)),
    oneOf: <Value>(values: readonly [Value, ...Value[]]): Value =>
      values[Math.floor(random() * values.length)] ?? values[0],
    chance: (share: number): boolean => random() < share,
  };
};

type Draws = ReturnType<typeof drawsOf>;

export const meanServiceMs = ({ meanMs, slowShare, slowFactor }: ServiceTimes): number =>
  meanMs * (1 + slowShare * (slowFactor - 1));

/** Busy slots that a rate needs on average: the offered load in erlangs. */
export const erlangsOf = ({ times, spike }: Pick<Service, 'times' | 'spike'>): number =>
  (spike.peakRatePerSecond * meanServiceMs(times)) / 1000;

/** Documented for Azure ML v2; the others allow more. */
const timeoutMsMax = { 'azureml-v2': 5000, others: 60_000 } as const;

/**
 * Clients outwait every timeout that an advice may set: none of them gives up. The longest that a client waits where its
 * config does not say. A client that gives up sooner puts an SLO out of reach of any settings, whatever they cost.
 */
const patientMs = 65_000;

/**
 * Behind a Service or an ingress: a queue at each replica, picked for each request or for each kept connection; some
 * proxies keep one queue.
 */
const balancingOf = (seed: number): Pick<Service['router'], 'balancing' | 'balancedPer' | 'instances'> => {
  const { oneOf } = drawsOf(seed, streams.balancing);
  const { balancing, balancedPer } = oneOf<BalancingReading>([...connectionBalancings, ...requestBalancings]);
  return { balancing, balancedPer, instances: 1 };
};

/** In one service of three, on a busy machine or behind a busy network. */
const delayOf = (seed: number): number => {
  const { chance, magnitude } = drawsOf(seed, streams.delay);
  return chance(1 / 3) ? magnitude(1, 10) : 0;
};

const routerOf = (
  { oneOf, chance, whole, between }: Draws,
  kind: PolicySettings['kind'],
  meanMs: number,
): Service['router'] => {
  // In one service of three some requests time out, even unqueued ones.
  const timeoutMs = chance(1 / 3) ? 500 + 6 * meanMs : 5000 + 20 * meanMs;
  const mostMs = kind === 'azureml-v2' ? timeoutMsMax[kind] : timeoutMsMax.others;
  return {
    instances: whole(1, 3),
    queueWaitLimitMs: kind === 'hpa' ? null : oneOf([500, 500, 500, Math.round(between(250, 1000))]),
    requestTimeoutMs: Math.round(Math.min(timeoutMs, mostMs)),
    onTimeout: oneOf(['release', 'release', 'keepWorking']),
  };
};

type Bounds = { readonly minReplicas: number; readonly maxReplicas: number };

const policiesOf = (
  { oneOf, between, chance }: Draws,
  bounds: Bounds,
): Pick<Service, 'policy' | 'configured'> => {
  const kind = oneOf(['azureml-v1', 'azureml-v1', 'azureml-v2', 'azureml-v2', 'hpa']);
  const target = Number(between(0.5, 0.85).toFixed(2));
  if (kind === 'hpa') {
    const metrics = [{ name: 'cpu', targetValue: target }];
    const policy = policySettingsSchema.parse({ kind, ...bounds, metrics });
    return { policy, configured: policy };
  }
  const configured = policySettingsSchema.parse({ kind, ...bounds, targetUtilization: target });
  const stepLaw = chance(0.8) ? stepLaws[0] : stepLaws[1];
  const hidden = { stepLaw, sampling: oneOf(['instant', 'mean']) };
  return { policy: policySettingsSchema.parse({ ...configured, ...hidden }), configured };
};

/** Requests of one spike that the bench simulates: enough to tell shares of a percent, few enough for a hundred services. */
const peakRateMax = 80;
const erlangsMax = 40;

/**
 * Service `index` of a bench: always the same for the same seed. Offered load at the peak is from 1 to 40 erlangs, on
 * a service time of 0.06 to 1.5 s, with settings that some spikes break.
 */
export const randomService = (seed: number, index: number): Service => {
  const draws = drawsOf(seed * 100_003 + index);
  const { between, magnitude, whole, oneOf, chance } = draws;
  const times = {
    meanMs: Math.round(magnitude(60, 1500)),
    scv: between(0.05, 1.2),
    slowShare: chance(0.5) ? between(0, 0.1) : 0,
    slowFactor: between(2, 5),
  };
  const meanMs = meanServiceMs(times);
  const slots = oneOf([1, 1, 1, 2, 4]);
  const peak = Math.min(peakRateMax, Math.max(3, (1000 * magnitude(1, erlangsMax)) / meanMs));
  const spike = {
    peakRatePerSecond: Math.round(peak),
    baselineRatePerSecond: Math.max(1, Math.round(peak * between(0.1, 0.4))),
    baselineSeconds: whole(20, 40),
    holdSeconds: whole(40, 80),
    recoverySeconds: whole(30, 60),
  };
  const [atBaseline, atPeak] = [spike.baselineRatePerSecond, spike.peakRatePerSecond].map((rate) =>
    Math.ceil((rate * meanMs) / 1000 / slots / 0.7),
  ) as [number, number];
  const bounds = {
    minReplicas: Math.max(1, Math.round(atBaseline * between(0.8, 1.5))),
    maxReplicas: Math.max(2, Math.round(2 * atPeak)) + 2 + atBaseline,
  };
  const policies = policiesOf(draws, bounds);
  return {
    name: `service ${index}`,
    seed: seed * 100_003 + index,
    times,
    lags: {
      floorMs: between(500, 3000),
      scaleMs: magnitude(1000, 15_000),
      shape: between(0.8, 2),
      tailShare: between(0, 0.1),
      tailFactor: between(2, 4),
    },
    spike,
    dispersion: chance(0.7) ? 1 : between(1.5, 3),
    slots,
    router: {
      ...routerOf(draws, policies.policy.kind, meanMs),
      ...(policies.policy.kind === 'hpa' && balancingOf(seed * 100_003 + index)),
    },
    clientTimeoutMs: patientMs,
    ...policies,
    slo: {
      maxErrorShare: oneOf([0.005, 0.01, 0.02, 0.05, 0.1]),
      p95LatencyMs: Math.round(meanMs * between(3.5, 6) + 300),
    },
    networkMs: between(1, 3),
    delayMs: delayOf(seed * 100_003 + index),
    sendsServiceTime: chance(0.8),
  };
};

export const durationOf = ({ spike, soak }: Service): number =>
  soak?.soakSeconds ?? spike.baselineSeconds + spike.holdSeconds + spike.recoverySeconds;

export const ratesOf = ({ spike, soak }: Service) =>
  soak
    ? [{ atSecond: 0, rate: soak.ratePerSecond }]
    : [
        { atSecond: 0, rate: spike.baselineRatePerSecond },
        { atSecond: spike.baselineSeconds, rate: spike.peakRatePerSecond },
        { atSecond: spike.baselineSeconds + spike.holdSeconds, rate: spike.baselineRatePerSecond },
      ];

/** The part of a service that the engine has words for; requests and lags come from the truth's own generators. */
export const engineModelOf = (service: Service, settings: Pick<Service, 'policy' | 'router'>): Model =>
  parseModel({
    schemaVersion: 1,
    durationSeconds: durationOf(service),
    warmupSeconds: service.warmupSeconds ?? 0,
    arrivals: { kind: 'poisson', ratePerSecond: ratesOf(service) },
    service: { kind: 'constant', meanMs: meanServiceMs(service.times) },
    replica: { slots: service.slots, startupLag: { kind: 'constant', meanMs: service.lags.floorMs } },
    ...settings,
  });
