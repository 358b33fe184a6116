import { expectedRequests } from '../../../runs/schema/arrivals.ts';
import type { Calibration } from '../../../runs/schema/calibration.ts';
import type { Model } from '../../../runs/schema/model.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { Retries } from '../../../runs/schema/retries.ts';
import type { Slo } from '../../../runs/schema/run.ts';
import { isFiredEvenly } from '../../calibrate/burstiness.ts';
import { type DrawnWorld, drawWorld, type ModelParameters } from '../../calibrate/draws.ts';
import { createWorkspace, replicate, type Workspace } from '../../simulate/replicate.ts';
import { createRandom } from '../../stats/random.ts';
import type { PlanLoad } from '../../traffic/load.ts';
import { isJudged, type MixPart, mixOf, type TrafficMix } from '../../traffic/mix.ts';
import { serviceModel } from '../../traffic/service-model.ts';
import { type Candidate, nameOf } from './candidates.ts';
import { endpointsIn } from './endpoint-latency.ts';
import { playedModel } from './played-model.ts';
import { meets, type PartScore, type RunScore, scoreOf, scoreOfMix, type Trial } from './trial.ts';

/** Streams of the draws, away from those of the simulated runs, which take three for each. */
const firstDrawStream = 1 << 20;

/** One world that the recording may have come from, and what it is put through: a model for each part of the mix. */
type World = Pick<DrawnWorld, 'parameters' | 'overheadMs'> & { readonly models: readonly Model[] };

/** What a lab's worlds come from. */
export type LabOptions = {
  readonly calibration: Calibration;
  readonly load: PlanLoad;
  readonly slo: Slo;
  readonly current: PolicySettings;
  readonly seed: number;
  readonly spikeShare: number;
  /** The SLO must also hold at a peak so much higher, a share. */
  readonly margin: number;
  /** How clients try again; absent: they do not. */
  readonly retries?: Retries;
  readonly draws: number;
  /** Leaves out the parts that only cost: for questions of whether settings hold. Their `meanReplicas` tell nothing. */
  readonly judgedOnly?: true;
  /** Changes every draw: for questions such as "what if replicas took longer to start". */
  readonly change?: (parameters: ModelParameters) => ModelParameters;
  /** Who simulates one world while another one is simulated here; nobody by default. Changes no result. */
  readonly helper?: Helper;
};

/** Somebody with a lab of the same options, on a thread of its own. */
export type Helper = {
  /**
   * Asks for the runs of candidates in one world; null if that can't be done now.
   *
   * @returns the runs, waiting for them, to be called once; null if they did not come
   */
  readonly begin: (
    options: LabOptions,
    draw: number,
    candidates: readonly Candidate[],
  ) => (() => WorldRuns | null) | null;
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
  const { calibration, slo, current, seed, retries, change } = options;
  const random = createRandom(seed, firstDrawStream + draw);
  const { dispersion, overheadMs, ...drawn } = drawWorld(calibration, random);
  const parameters = change === undefined ? drawn.parameters : change(drawn.parameters);
  const models = mix.map((part) =>
    serviceModel(parameters, {
      load: part.load,
      dispersion: dispersionFor(part, dispersion),
      current,
      recoveredErrorShare: slo.maxErrorShare,
      ...(retries && { retries }),
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
  const { load, spikeShare, margin, current, draws, calibration, judgedOnly } = options;
  const whole = mixOf(load, { spikeShare, margin, policy: current, isEven: isFiredEvenly(calibration) });
  const mix = judgedOnly ? whole.filter(isJudged) : whole;
  return {
    options,
    mix,
    worlds: Array.from({ length: draws }, (_, draw) => lazyWorld(options, mix, draw)),
    trials: new Map(),
    workspace: createWorkspace(),
    spentRequests: 0,
  };
};

const requestsOf = ({ arrivals, durationSeconds }: Model): number =>
  Math.round(expectedRequests(arrivals, durationSeconds));

/** Runs of candidates in one world: plain data, the same wherever they are simulated. */
export type WorldRuns = {
  /** In the order of the candidates. */
  readonly scores: readonly RunScore[];
  /** What each of them took. */
  readonly requestsEach: number;
};

/** One run of each candidate in one world, all under the same requests (common random numbers). */
export const runWorld = (lab: Lab, draw: number, candidates: readonly Candidate[]): WorldRuns => {
  const { mix, workspace, options } = lab;
  const { models: parts, overheadMs, parameters } = lab.worlds[draw]!;
  const endpoints = endpointsIn(options.calibration, parameters);
  const { clientTimeoutMs } = options.calibration;
  const scores = candidates.map((): PartScore[] => []);
  parts.forEach((model, part) => {
    const models = candidates.map((candidate) =>
      playedModel(model, { candidate, clientTimeoutMs, part: mix[part]! }),
    );
    let i = 0;
    for (const replication of replicate(models, draw, { workspace, takesSamples: false }))
      scores[i++]!.push(scoreOf(replication, { slo: options.slo, overheadMs, endpoints }));
  });
  return {
    scores: scores.map((ofParts) => scoreOfMix(mix, ofParts)),
    requestsEach: parts.reduce((sum, model) => sum + requestsOf(model), 0),
  };
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

const missingIn = (trials: readonly Trial[], draw: number): Trial[] =>
  trials.filter(({ runs }) => !runs.has(draw));

const candidatesOf = (trials: readonly Trial[]): Candidate[] => trials.map(({ candidate }) => candidate);

/** What the helper was asked for: the world after the next one, which may turn out not to be needed for all. */
type Ahead = {
  readonly draw: number;
  readonly trials: readonly Trial[];
  readonly runs: () => WorldRuns | null;
};

const askAhead = (lab: Lab, draw: number | undefined, alive: readonly Trial[]): Ahead | null => {
  if (draw === undefined) return null;
  const trials = missingIn(alive, draw);
  if (trials.length === 0) return null;
  const runs = lab.options.helper?.begin(lab.options, draw, candidatesOf(trials)) ?? null;
  return runs && { draw, trials, runs };
};

/** Writes down the runs of those that still want them: the books are the same with a helper and without. */
const keep = (lab: Lab, draw: number, trials: readonly Trial[], { scores, requestsEach }: WorldRuns): void =>
  trials.forEach(({ runs }, i) => {
    runs.set(draw, scores[i]!);
    lab.spentRequests += requestsEach;
  });

/** Makes sure that these trials have a run in this world, by what the helper has done ahead or by simulating them now. */
const complete = (lab: Lab, draw: number, alive: readonly Trial[], ahead: WorldRuns | null): void => {
  const missing = missingIn(alive, draw);
  if (missing.length > 0) keep(lab, draw, missing, ahead ?? runWorld(lab, draw, candidatesOf(missing)));
};

const onlyOf = (wanted: readonly Trial[], { trials }: Ahead, runs: WorldRuns): WorldRuns => ({
  ...runs,
  scores: wanted.map((trial) => runs.scores[trials.indexOf(trial)]!),
});

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
  let ahead = null as Ahead | null;
  for (const [i, draw] of draws.entries()) {
    const alive = trials.filter((trial) => failures.get(trial)! <= failuresMax);
    const done: WorldRuns | null = ahead?.draw === draw ? ahead.runs() : null;
    if (alive.length === 0) break;
    const known: WorldRuns | null = done && onlyOf(missingIn(alive, draw), ahead!, done);
    // Who has just got a world from the helper has nothing to do meanwhile: the next two are shared again.
    ahead = known === null ? askAhead(lab, draws[i + 1], alive) : null;
    complete(lab, draw, alive, known);
    for (const trial of alive)
      if (!meets(trial.runs.get(draw)!)) failures.set(trial, failures.get(trial)! + 1);
  }
  return candidates.map((candidate) => trialOf(lab, candidate));
};
