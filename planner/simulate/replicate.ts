import type { Model, StartupLag } from '../../runs/schema/model/model.ts';
import { boundsOf, clampReplicas, type Stepper, startPolicy } from '../policies/index.ts';
import { createSampler, type Sampler } from '../stats/distributions.ts';
import type { Random } from '../stats/random.ts';
import { giveBack } from './buffers.ts';
import { type CourseStep, runUnlessFailing } from './engine.ts';
import { isRemembered, keepRun, type PastRuns, takenBefore } from './past-runs.ts';
import { createScratch, type Scratch } from './router.ts';
import { type Replication, tallyRun } from './tally.ts';
import {
  choiceSeedFor,
  createWorkload,
  createWorkloadMemory,
  randomFor,
  shareWorkload,
  type Workload,
  type WorkloadMemory,
} from './workload.ts';

/** Start-up lags in milliseconds, in order of the starts; the parts of one start are drawn one after the other. */
const lagSampler = (lag: StartupLag, random: Random): Sampler => {
  if (lag.kind !== 'parts') return createSampler(lag, random);
  const parts = [lag.schedule, lag.pull, lag.init, lag.ready].map((part) => createSampler(part, random));
  return () => parts.reduce((sum, sample) => sum + sample(), 0);
};

/** Memory for runs one after the other: it grows with the largest workload and is used again. */
export type Workspace = {
  readonly workloads: WorkloadMemory;
  scratch: Scratch;
  /** What the workloads' memory holds, and whose it is. */
  latest?: { readonly model: Model; readonly replication: number; readonly workload: Workload };
};

/** Memory that replications share, one after the other. */
export const createWorkspace = (): Workspace => ({
  workloads: createWorkloadMemory(),
  scratch: createScratch(0),
});

/** Gives the memory of a workspace back, which nobody needs any more: a large one would wait long for the garbage collector. */
export const giveBackWorkspace = ({ workloads, scratch }: Pick<Workspace, 'workloads' | 'scratch'>): void => {
  for (const memory of [...Object.values(workloads), ...Object.values(scratch)]) giveBack(memory);
};

/** Memory for the outcomes of so many requests, the same as before where that is enough. */
export const scratchFor = (workspace: Pick<Workspace, 'scratch'>, requests: number): Scratch => {
  if (workspace.scratch.codes.length < requests) {
    Object.values(workspace.scratch).forEach(giveBack);
    // A little more, since the next replication of the same model may have a few requests more.
    workspace.scratch = createScratch(Math.ceil(1.02 * requests));
  }
  return workspace.scratch;
};

/** The autoscaler before its first step, with the replicas that the model starts with. */
const initialPolicy = ({ policy, initialReplicas }: Model): Stepper => {
  const stepper = startPolicy(policy);
  return initialReplicas === undefined
    ? stepper
    : { ...stepper, desiredReplicas: clampReplicas(initialReplicas, boundsOf(policy)) };
};

type Parts = {
  readonly workspace: Workspace;
  readonly takesSamples: boolean;
  readonly countsWaits?: boolean;
};

type RunParts = Omit<Parts, 'countsWaits'> & {
  readonly workload: Workload;
  readonly countsWaits: boolean;
  readonly policy: Stepper;
  readonly course?: CourseStep[];
};

/**
 * Failures after which more than a share of the measured requests is sure to fail. One more than that share, so that no rounding
 * decides. A warm-up does not count, and what is tried again has not failed for good: with either there are none.
 */
const failuresMaxFor = (
  { warmupSeconds, retries }: Model,
  { count }: Workload,
  errorShareMax: number,
): number =>
  warmupSeconds > 0 || retries !== undefined
    ? Number.POSITIVE_INFINITY
    : Math.floor(errorShareMax * count) + 1;

/** One replication; null as soon as more than a share of its requests is sure to fail. */
const replicateUnlessFailing = (
  model: Model,
  replication: number,
  { errorShareMax, ...parts }: RunParts & { readonly errorShareMax: number },
): Replication | null => {
  const { workload, workspace, countsWaits, ...options } = parts;
  const sampleLag = lagSampler(model.replica.startupLag, randomFor(model.seed, replication, 'startupLags'));
  const finished = runUnlessFailing(
    {
      ...options,
      model,
      workload,
      ...(model.policy.kind === 'hpa' && { podMetrics: model.policy }),
      nextLagSeconds: () => sampleLag() / 1000,
      scratch: scratchFor(workspace, workload.count),
      choiceSeed: choiceSeedFor(model.seed, replication),
    },
    failuresMaxFor(model, workload, errorShareMax),
  );
  return finished && tallyRun(model, { workload, run: finished, countsWaits });
};

/** The workload of a model, or the latest one again if that is the same by reference. */
const workloadFor = (workspace: Workspace, model: Model, replication: number): Workload => {
  const { latest } = workspace;
  const isSame =
    latest?.replication === replication &&
    latest.model.arrivals === model.arrivals &&
    latest.model.service === model.service &&
    latest.model.seed === model.seed &&
    latest.model.durationSeconds === model.durationSeconds;
  if (isSame) return latest.workload;
  const workload = createWorkload(model, replication, workspace.workloads);
  workspace.latest = { model, replication, workload };
  return workload;
};

/** Whether models differ in their settings only, so that they can share what is thrown at them. */
export const areCandidates = (models: readonly Model[]): boolean =>
  models.every((model) => shareWorkload(model, models[0]!) && model.replications === models[0]!.replications);

/**
 * One replication of each candidate, one after the other. They share arrivals and service times, and start k of a
 * replica takes as long in all of them (common random numbers): a difference between two candidates comes from their
 * settings alone.
 *
 * @param candidates models for which `areCandidates` holds
 * @param options.countsWaits false spares the time where nobody asks for waits: a twentieth of all
 */
export function* replicate(
  candidates: readonly Model[],
  replication: number,
  { countsWaits = true, ...options }: Parts,
): Generator<Replication> {
  const [first] = candidates;
  if (first === undefined) return;
  const workload = workloadFor(options.workspace, first, replication);
  for (const model of candidates)
    yield replicateUnlessFailing(model, replication, {
      ...options,
      workload,
      countsWaits,
      policy: initialPolicy(model),
      errorShareMax: Number.POSITIVE_INFINITY,
    })!;
}

/**
 * One replication of one candidate, without per-second samples. It is not simulated where a past run took the same course: its
 * result is the same to the bit.
 *
 * @param options.pastRuns remembers the run
 * @param options.errorShareMax it may end where more than this share of the measured requests is sure to fail; by default it does not
 * @returns null if it has ended so
 */
export const replicateOnce = (
  model: Model,
  replication: number,
  options: {
    readonly workspace: Workspace;
    readonly pastRuns: PastRuns;
    readonly countsWaits: boolean;
    readonly errorShareMax?: number;
  },
): Replication | null => {
  const { workspace, pastRuns, countsWaits, errorShareMax = Number.POSITIVE_INFINITY } = options;
  const policy = initialPolicy(model);
  const played = { model, replication, policy, countsWaits };
  const known = takenBefore(pastRuns, played);
  if (known !== undefined) return known;
  const workload = workloadFor(workspace, model, replication);
  const parts = { workspace, takesSamples: false, countsWaits, workload, policy, errorShareMax };
  if (!isRemembered(policy)) return replicateUnlessFailing(model, replication, parts);
  const course: CourseStep[] = [];
  const result = replicateUnlessFailing(model, replication, { ...parts, course });
  if (result !== null) keepRun(pastRuns, { ...played, course, result });
  return result;
};
