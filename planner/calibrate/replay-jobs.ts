import type { Calibration } from '../../runs/schema/calibration.ts';
import { type BeginAll, beginJobs, type Jobs, type SharedWork } from '../simulate/shared-work.ts';
import { asServed } from '../timeline/as-served.ts';
import { type Recorded, type Recording, recordedOf } from '../timeline/recording.ts';
import { withLikeliestUsage } from './hpa.ts';
import { policyReplays, type ReadingContext } from './policy-readings.ts';
import type { ReplayMemory } from './replay.ts';
import type { RouterContext } from './router/replay-reading.ts';
import { routerWeighing } from './router/weigh-readings.ts';

/** Replays of recordings that weigh readings of their router or of their rule. Plain data, to be sent to another thread. */
export type ReplayTask =
  | { readonly of: 'router'; readonly context: Omit<RouterContext, 'memory'> }
  | {
      readonly of: 'policy';
      readonly hpa: Calibration['hpa'];
      readonly policy: Calibration['policy'];
      readonly context: Omit<ReadingContext, 'memory'>;
    };

/** Somebody who replays the same recordings on a thread of its own. */
export type ReplayHelper = {
  /** Begins with the last of so many jobs of a task. */
  readonly shareReplays: (
    recordings: readonly Recording[],
    task: ReplayTask,
    count: number,
  ) => SharedWork<unknown> | null;
};

/** What is replayed of recordings: each request as the service saw it. */
export const runsToReplay = (recordings: readonly Recording[]): Recorded[] =>
  recordings.map((recording) => recordedOf(asServed(recording)));

/** The jobs of a task. */
export const jobsOf = (runs: readonly Recorded[], task: ReplayTask, memory: ReplayMemory): Jobs<unknown> =>
  task.of === 'router'
    ? routerWeighing(runs, { ...task.context, memory })
    : policyReplays(withLikeliestUsage(runs, task.hpa), task.policy, { ...task.context, memory });

/** Shares the jobs of a task with a helper, where there is one. */
export const sharedWith =
  (helper: ReplayHelper | undefined, recordings: readonly Recording[], task: ReplayTask): BeginAll =>
  <Result>(jobs: Jobs<Result>) => {
    const shared = helper?.shareReplays(recordings, task, jobs.count) ?? null;
    // Its jobs are made by `jobsOf` of the same task.
    return beginJobs(jobs, shared as SharedWork<Result> | null);
  };
