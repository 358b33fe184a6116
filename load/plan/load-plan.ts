import { runsScript } from '../../config/endpoints.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import type { Load } from '../../runs/schema/load/load.ts';
import {
  type LoadMix,
  type LoadPlan,
  type LoadWork,
  loadPlanSchema,
  type PlannedArrivals,
} from '../../runs/schema/load-plan.ts';
import type { Payloads } from './payloads.ts';

/** What a plan is made of. */
type PlanInput = {
  readonly config: ResolvedConfig;
  readonly arrivals: PlannedArrivals;
  /** Of each endpoint. */
  readonly payloads: readonly Payloads[];
  /** Functions of a script that arrivals run; empty for its default one. */
  readonly mix: LoadMix;
  /** What one request took before the load: the first guess of how many virtual users a script needs. */
  readonly firstLatencyMs: number;
};

/** Virtual users that a script starts with, however few arrivals there are. */
const usersAtStartMin = 2;

/** The longest that one request may take: all its tries and the pauses between them. */
const longestMs = (timeoutMs: number, { retries }: Load): number => {
  if (retries === undefined) return timeoutMs;
  const pauseMs = Math.max(retries.backoffMaxMs, retries.retryAfterMs ?? 0);
  return timeoutMs + retries.countMax * (timeoutMs + pauseMs);
};

/** Seconds after the last arrival in which requests in flight may still end; a script does more than one request. */
const graceSecondsOf = ({ endpoints, script, load }: ResolvedConfig): number => {
  const timeoutMs = Math.max(...endpoints.map(({ requestTimeoutMs }) => requestTimeoutMs));
  return Math.ceil(longestMs(timeoutMs, load) / 1000) + (script === undefined ? 1 : 30);
};

const endpointsOf = ({ config, payloads }: PlanInput): LoadPlan['endpoints'] =>
  config.endpoints.map(({ name, method, requestTimeoutMs }, i) => ({
    name,
    method,
    timeoutMs: requestTimeoutMs,
    followRedirects: false,
    discardBody: true,
    payload: { kind: payloads[i]!.kind, count: payloads[i]!.bodies.length },
  }));

const workOf = ({ config, arrivals, mix, firstLatencyMs }: PlanInput): LoadWork => {
  const { safety } = config;
  if (!runsScript(config)) return { kind: 'request' };
  const usersMax = Math.min(safety.maxVirtualUsers, safety.maxInFlight);
  const firstIterationMs = Math.max(1, firstLatencyMs); // what takes longer gets more users as it does
  const together = Math.ceil(((arrivals.perSecond[0] ?? 0) * firstIterationMs) / 1000);
  const usersAtStart = Math.min(usersMax, together + usersAtStartMin);
  const functions = mix.length === 0 ? {} : { mix: [...mix] };
  return { kind: 'script', usersAtStart, usersMax, firstIterationMs, ...functions };
};

/**
 * The cap on requests: the config's, with room for what chance adds to a rate that is at the cap (three standard
 * deviations of a Poisson count). The plan's own busiest second always passes: its rate was checked before.
 */
const requestsPerSecondMax = ({ safety }: ResolvedConfig, { perSecond }: PlannedArrivals): number => {
  const limit = safety.maxRatePerSecond;
  const busiest = perSecond.reduce((most, n) => Math.max(most, n), 0);
  return Math.max(limit + 3 * Math.sqrt(limit), busiest);
};

/** What the generator is told: the arrivals, what each does, and the limits. Holds no secret: it is kept as plan.json. */
export const loadPlanOf = (input: PlanInput): LoadPlan => {
  const { config, arrivals } = input;
  const { load, safety } = config;
  return loadPlanSchema.parse({
    schemaVersion: 2,
    seed: config.seed,
    generator: load.runners === undefined ? 'local' : 'runner',
    startAtMs: null,
    phases: config.phases.map(({ name, startSeconds, durationSeconds }) => ({
      name,
      fromSecond: startSeconds,
      toSecond: startSeconds + durationSeconds,
    })),
    arrivals,
    endpoints: endpointsOf(input),
    work: workOf(input),
    connections: {
      mode: load.connections?.mode ?? 'reuse',
      maxAgeSeconds: load.connections?.maxAgeSeconds ?? null,
      http2: true,
    },
    ...(load.retries && { retries: load.retries }),
    limits: {
      inFlightMax: safety.maxInFlight,
      requestsPerSecondMax: requestsPerSecondMax(config, arrivals),
      graceSeconds: graceSecondsOf(config),
      autoStop: safety.autoStop,
    },
    fence: {
      hosts: safety.allowedHosts.map((host) => host.toLowerCase()),
      proxy: config.target.proxy ?? null,
      ...(safety.allowUnfenced !== undefined && { allowUnfenced: [...safety.allowUnfenced] }),
    },
  });
};
