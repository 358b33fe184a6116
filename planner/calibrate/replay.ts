import type { Arrivals } from '../../runs/schema/model/arrivals.ts';
import type { Model } from '../../runs/schema/model/model.ts';
import type { HpaSettings } from '../../runs/schema/policy.ts';
import type { CalibratedDistribution } from '../measure/empirical.ts';
import type { Stepper } from '../policies/index.ts';
import { type Run, run, type ScaleEvent } from '../simulate/engine.ts';
import { createWorkspace, scratchFor, type Workspace } from '../simulate/replicate.ts';
import { drawWorkload, type Workload } from '../simulate/workload.ts';
import { createRandom } from '../stats/random.ts';
import type { Recorded } from '../timeline/recording.ts';

/** Memory that replays use one after the other: the next one overwrites what the one before has come to. */
export type ReplayMemory = Pick<Workspace, 'workloads' | 'scratch'>;

/** What a replay is made from: the recorded counts of requests, and what is believed of the rest. */
type ReplayParts = {
  readonly service: CalibratedDistribution;
  /** Requests of a second come evenly spaced, as k6 sends them, or at random. */
  readonly isEven: boolean;
  readonly router: Model['router'];
  readonly policy: Stepper;
  /** What an HPA sees of its pods. */
  readonly podMetrics?: HpaSettings;
  readonly nextLagSeconds: () => number;
  /** Equal numbers draw the same requests, whatever the router and the policy. */
  readonly replay: number;
  /** By default each replay has its own. */
  readonly memory?: ReplayMemory;
};

/** One simulated replay of a recording: its requests, how they ended, and what the rule asked for. */
export type Replayed = Pick<Run, 'outcomes'> & {
  readonly workload: Workload;
  /** Replicas wanted at the end of each second. */
  readonly desired: readonly number[];
};

const arrivalsOf = ({ timeline: { load } }: Recorded, isEven: boolean): Arrivals =>
  isEven
    ? { kind: 'even', ratePerSecond: load.requests.map((rate, atSecond) => ({ atSecond, rate })) }
    : { kind: 'counts', perSecond: [...load.requests] };

/** From the changes alone: to look at the fleet each second takes as long as a fifth of a replay. */
const desiredBySecond = (
  events: readonly ScaleEvent[],
  { before, seconds }: { readonly before: number; readonly seconds: number },
): number[] => {
  let [desired, next] = [before, 0];
  return Array.from({ length: seconds }, (_, second) => {
    // A step at the very end of a second belongs to the next one.
    for (; next < events.length && events[next]!.atSecond < second + 1; next++) desired = events[next]!.to;
    return desired;
  });
};

/** The recorded load once more, on a simulated service: as many requests in each second, service times drawn anew. */
export const replayLoad = (recorded: Recorded, parts: ReplayParts): Replayed => {
  const { service, isEven, router, policy, podMetrics, nextLagSeconds, replay } = parts;
  const { memory = createWorkspace() } = parts;
  const { seconds, slotsPerReplica } = recorded.timeline;
  const workload = drawWorkload(
    { arrivals: arrivalsOf(recorded, isEven), durationSeconds: seconds, service },
    { arrivals: createRandom(replay, 0), services: createRandom(replay, 1) },
    memory.workloads,
  );
  const startupLag = { kind: 'constant' as const, meanMs: 0 };
  const { outcomes, scaleEvents } = run({
    model: {
      durationSeconds: seconds,
      warmupSeconds: 0,
      router,
      replica: { slots: slotsPerReplica, startupLag, parallelStartsLimit: null, nodeCapacity: null },
    },
    workload,
    policy,
    ...(podMetrics && { podMetrics }),
    nextLagSeconds,
    scratch: scratchFor(memory, workload.count),
    takesSamples: false,
  });
  return {
    workload,
    outcomes,
    desired: desiredBySecond(scaleEvents, { before: policy.desiredReplicas, seconds }),
  };
};
