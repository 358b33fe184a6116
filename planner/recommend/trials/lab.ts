import { expectedRequests } from '../../../runs/schema/arrivals.ts';
import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { Model } from '../../../runs/schema/model.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { Slo } from '../../../runs/schema/run.ts';
import { isFiredEvenly } from '../../calibrate/burstiness.ts';
import { type DrawnWorld, drawWorld, type ModelParameters } from '../../calibrate/draws.ts';
import { withClient } from '../../calibrate/router/router-model.ts';
import { createWorkspace, replicate, type Workspace } from '../../simulate/replicate.ts';
import { meanOfDistribution } from '../../stats/distributions.ts';
import { createRandom } from '../../stats/random.ts';
import { arrivalsOf, durationOf, type PlanLoad, type TimedLoad } from '../../traffic/load.ts';
import { type MixPart, mixOf, type TrafficMix } from '../../traffic/mix.ts';
import { serviceModel } from '../../traffic/service-model.ts';
import { type Candidate, nameOf, policyOf } from './candidates.ts';
import { endpointsIn } from './endpoint-latency.ts';
import { settledReplicas } from './settled.ts';
import { meets, type PartScore, scoreOf, scoreOfMix, type Trial } from './trial.ts';

/** Streams of the draws, away from those of the simulated runs, which take three for each. */
const firstDrawStream = 1 << 20;

/** One world that the recording may have come from, and what it is put through: a model for each part of the mix. */
type World = Pick<DrawnWorld, 'parameters' | 'overheadMs'> & { readonly models: readonly Model[] };

type LabOptions = {
  readonly calibration: Calibration;
  readonly load: PlanLoad;
  readonly slo: Slo;
  readonly current: PolicySettings;
  readonly seed: number;
  readonly spikeShare: number;
  /** The SLO must also hold at a peak so much higher, a share. */
  readonly margin: number;
  readonly draws: number;
  /** Changes every draw: for questions such as "what if replicas took longer to start". */
  readonly change?: (parameters: ModelParameters) => ModelParameters;
};

/** Where candidates are tried. It remembers every run: a candidate is never simulated twice in the same world. */
export type Lab = {
  readonly options: LabOptions;
  readonly mix: TrafficMix;
  readonly worlds: readonly World[];
  readonly trials: Map<string, Trial>;
  readonly workspace: Workspace;
  /** What was spent so far. */
  spentRequests: number;
};

/** Requests of real clients come at random at least, however evenly the recorded ones were fired. */
const dispersionFor = ({ arrivals }: MixPart, dispersion: number): number =>
  arrivals === 'random' ? Math.max(1, dispersion) : dispersion;

const createWorld = (options: LabOptions, mix: TrafficMix, draw: number): World => {
  const { calibration, slo, current, seed, change } = options;
  const random = createRandom(seed, firstDrawStream + draw);
  const { dispersion, overheadMs, ...drawn } = drawWorld(calibration, random);
  const parameters = change === undefined ? drawn.parameters : change(drawn.parameters);
  const models = mix.map((part) =>
    serviceModel(parameters, {
      load: part.load,
      dispersion: dispersionFor(part, dispersion),
      current,
      recoveredErrorShare: slo.maxErrorShare,
      // Judged parts must not share their luck: what one of them passes by chance, the next one may not.
      seed: seed + part.seedOffset,
      warmupSeconds: part.warmupSeconds,
    }),
  );
  return { parameters, overheadMs, models };
};

/** A world that is drawn when it is first looked at: many labs put only some of theirs to use. */
const lazyWorld = (options: LabOptions, mix: TrafficMix, draw: number): World => {
  let world: World | undefined;
  const drawn = (): World => {
    world ??= createWorld(options, mix, draw);
    return world;
  };
  return {
    get parameters() {
      return drawn().parameters;
    },
    get overheadMs() {
      return drawn().overheadMs;
    },
    get models() {
      return drawn().models;
    },
  };
};

/** Draw k is the same world in every lab of the same seed, whatever the load, the SLO or the number of draws. */
export const openLab = (options: LabOptions): Lab => {
  const { load, spikeShare, margin, current, draws, calibration } = options;
  const mix = mixOf(load, { spikeShare, margin, policy: current, isEven: isFiredEvenly(calibration) });
  return {
    options,
    mix,
    worlds: Array.from({ length: draws }, (_, draw) => lazyWorld(options, mix, draw)),
    trials: new Map(),
    workspace: createWorkspace(),
    spentRequests: 0,
  };
};

const modelOf = (model: Model, candidate: Candidate, clientTimeoutMs: number): Model => {
  const { queueWaitMs, requestTimeoutMs } = candidate;
  const router = {
    ...model.router,
    ...(queueWaitMs !== undefined && { queueWaitLimitMs: queueWaitMs }),
    ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
  };
  return { ...model, policy: policyOf(model.policy, candidate), router: withClient(router, clientTimeoutMs) };
};

/** The model of a part, with the replicas that the candidate would have come to where the part begins settled. */
const startedModel = (model: Model, { startsAtRatePerSecond: rate }: MixPart): Model => {
  if (rate === null) return model;
  const { policy, replica, service } = model;
  const capacity = { slots: replica.slots, serviceSeconds: meanOfDistribution(service) / 1000 };
  return { ...model, initialReplicas: settledReplicas(policy, rate, capacity) };
};

/** A candidate in one world, under another load of the same service. */
export const candidateModel = (
  { worlds, mix, options }: Lab,
  {
    draw,
    candidate,
    load,
  }: { readonly draw: number; readonly candidate: Candidate; readonly load: TimedLoad },
): Model => {
  const [planned] = worlds[draw]!.models;
  const model = modelOf(planned!, candidate, options.calibration.clientTimeoutMs);
  const { arrivals } = model;
  const dispersion =
    arrivals.kind === 'even' ? 0 : arrivals.kind === 'poisson' ? (arrivals.dispersion ?? 1) : 1;
  const started = startedModel(model, mix[0]!);
  return { ...started, durationSeconds: durationOf(load), arrivals: arrivalsOf(load, dispersion) };
};

const requestsOf = ({ arrivals, durationSeconds }: Model): number =>
  Math.round(expectedRequests(arrivals, durationSeconds));

/** One run of each candidate in one world, all under the same requests (common random numbers). */
const simulateWorld = (lab: Lab, draw: number, trials: readonly Trial[]): void => {
  const { mix, workspace, options } = lab;
  const { models: parts, overheadMs, parameters } = lab.worlds[draw]!;
  const endpoints = endpointsIn(options.calibration, parameters);
  const { clientTimeoutMs } = options.calibration;
  const scores = trials.map((): PartScore[] => []);
  parts.forEach((model, part) => {
    lab.spentRequests += trials.length * requestsOf(model);
    const models = trials.map(({ candidate }) =>
      startedModel(modelOf(model, candidate, clientTimeoutMs), mix[part]!),
    );
    let i = 0;
    for (const replication of replicate(models, draw, { workspace, takesSamples: false }))
      scores[i++]!.push(scoreOf(replication, { slo: options.slo, overheadMs, endpoints }));
  });
  trials.forEach(({ runs }, i) => {
    runs.set(draw, scoreOfMix(mix, scores[i]!));
  });
};

/** The books on a candidate, opened if need be. */
export const trialOf = (lab: Lab, candidate: Candidate): Trial => {
  const name = nameOf(candidate);
  const known = lab.trials.get(name);
  if (known !== undefined) return known;
  const opened: Trial = { candidate, runs: new Map() };
  lab.trials.set(name, opened);
  return opened;
};

/**
 * Tries candidates in the given worlds, in that order, and drops one as soon as it has failed more often than it may.
 *
 * @param draws indices of worlds
 * @param failuresMax Infinity: every candidate sees every world
 */
export const tryAll = (
  lab: Lab,
  candidates: readonly Candidate[],
  {
    draws,
    failuresMax = Number.POSITIVE_INFINITY,
  }: { readonly draws: readonly number[]; readonly failuresMax?: number },
): Trial[] => {
  const trials = [...new Set(candidates.map((candidate) => trialOf(lab, candidate)))];
  const failures = new Map(trials.map((trial) => [trial, 0]));
  for (const draw of draws) {
    const alive = trials.filter((trial) => failures.get(trial)! <= failuresMax);
    if (alive.length === 0) break;
    const missing = alive.filter(({ runs }) => !runs.has(draw));
    if (missing.length > 0) simulateWorld(lab, draw, missing);
    for (const trial of alive)
      if (!meets(trial.runs.get(draw)!)) failures.set(trial, failures.get(trial)! + 1);
  }
  return candidates.map((candidate) => trialOf(lab, candidate));
};
