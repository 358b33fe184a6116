import type { Calibration } from '../../runs/schema/calibration.ts';
import { type Model, parseModel } from '../../runs/schema/model.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { expectedRequests } from '../../runs/schema/rate-steps.ts';
import type { Slo } from '../../runs/schema/run.ts';
import { drawWorld, type ModelParameters } from '../calibrate/draws.ts';
import { createWorkspace, replicate, type Workspace } from '../simulate/replicate.ts';
import { createRandom } from '../stats/random.ts';
import { type Candidate, nameOf, policyOf } from './candidates.ts';
import { mixedReplicas } from './cost.ts';
import { arrivalsOf, durationOf, type PlanLoad, ratesOf } from './load.ts';
import { meets, scoreOf, type Trial } from './trial.ts';

/** Streams of the draws, away from those of the simulated runs, which take three for each. */
const firstDrawStream = 1 << 20;

/** Time at the baseline rate that is simulated for what replicas settle to between spikes. */
const baselineSeconds = 240;
const settlingSeconds = 120;

/** One world that the recording may have come from, and what it is put through. */
type World = {
  readonly parameters: ModelParameters;
  readonly overheadMs: number;
  readonly spike: Model;
  readonly baseline: Model;
};

export type LabOptions = {
  readonly calibration: Calibration;
  readonly load: PlanLoad;
  readonly slo: Slo;
  readonly current: PolicySettings;
  readonly seed: number;
  readonly spikeShare: number;
  readonly draws: number;
  /** Changes every draw: for questions such as "what if replicas took longer to start". */
  readonly change?: (parameters: ModelParameters) => ModelParameters;
};

/** Where candidates are tried. It remembers every run: a candidate is never simulated twice in the same world. */
export type Lab = {
  readonly options: LabOptions;
  readonly worlds: readonly World[];
  readonly trials: Map<string, Trial>;
  readonly workspace: Workspace;
  /** What was spent so far. */
  spentRequests: number;
};

const createWorld = (options: LabOptions, draw: number): World => {
  const { calibration, load, slo, current, seed, change } = options;
  const random = createRandom(seed, firstDrawStream + draw);
  const { dispersion, overheadMs, ...drawn } = drawWorld(calibration, random);
  const parameters = change === undefined ? drawn.parameters : change(drawn.parameters);
  // The rule that was found with its hidden options, but only if it is the kind of rule that is to be set.
  const policy = parameters.policy.kind === current.kind ? parameters.policy : current;
  const shared = {
    schemaVersion: 1,
    ...parameters,
    policy,
    seed,
    recoveredErrorShare: slo.maxErrorShare,
  } as const;
  const baselineRate = [{ atSecond: 0, rate: ratesOf(load).baseline }];
  return {
    parameters,
    overheadMs,
    spike: parseModel({
      ...shared,
      durationSeconds: durationOf(load),
      arrivals: arrivalsOf(load, dispersion, random),
    }),
    baseline: parseModel({
      ...shared,
      durationSeconds: settlingSeconds + baselineSeconds,
      warmupSeconds: settlingSeconds,
      arrivals: arrivalsOf(
        { kind: 'rate', durationSeconds: settlingSeconds + baselineSeconds, steps: baselineRate },
        dispersion,
        random,
      ),
    }),
  };
};

/** Draw k is the same world in every lab of the same seed, whatever the load, the SLO or the number of draws. */
export const openLab = (options: LabOptions): Lab => ({
  options,
  worlds: Array.from({ length: options.draws }, (_, draw) => createWorld(options, draw)),
  trials: new Map(),
  workspace: createWorkspace(),
  spentRequests: 0,
});

const modelOf = (model: Model, candidate: Candidate): Model => ({
  ...model,
  policy: policyOf(model.policy, candidate),
  router: {
    ...model.router,
    ...(candidate.queueWaitMs === undefined ? {} : { queueWaitLimitMs: candidate.queueWaitMs }),
    ...(candidate.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: candidate.requestTimeoutMs }),
  },
});

const requestsOf = ({ arrivals, durationSeconds }: Model): number =>
  Math.round(expectedRequests(arrivals, durationSeconds));

/** One run of each candidate in one world, all under the same requests (common random numbers). */
const simulateWorld = (lab: Lab, draw: number, trials: readonly Trial[]): void => {
  const { slo, spikeShare } = lab.options;
  const { spike, baseline, overheadMs } = lab.worlds[draw]!;
  const run = (model: Model) => {
    lab.spentRequests += trials.length * requestsOf(model);
    const models = trials.map(({ candidate }) => modelOf(model, candidate));
    return replicate(models, draw, { workspace: lab.workspace, takesSamples: false });
  };
  const idle =
    spikeShare < 1
      ? Array.from(run(baseline), ({ tally }) => tally.occupiedSeconds / tally.measuredSeconds)
      : [];
  let i = 0;
  for (const replication of run(spike)) {
    const { tally } = replication;
    const occupied = { spike: tally.occupiedSeconds / tally.measuredSeconds, baseline: idle[i] ?? 0 };
    trials[i]!.runs.set(draw, {
      ...scoreOf(replication, { slo, overheadMs }),
      meanReplicas: mixedReplicas(occupied, spikeShare),
    });
    i++;
  }
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
