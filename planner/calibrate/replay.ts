import type { Arrivals } from '../../runs/schema/arrivals.ts';
import type { Model } from '../../runs/schema/model.ts';
import type { HpaSettings } from '../../runs/schema/policy.ts';
import type { CalibratedDistribution } from '../measure/empirical.ts';
import type { Stepper } from '../policies/index.ts';
import { createArrivals } from '../simulate/arrivals.ts';
import { type Run, run } from '../simulate/engine.ts';
import { createScratch } from '../simulate/router.ts';
import { fillServices } from '../simulate/services.ts';
import type { Workload } from '../simulate/workload.ts';
import { createRandom } from '../stats/random.ts';
import type { Recorded } from '../timeline/recording.ts';

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
  readonly takesSamples: boolean;
  /** Equal numbers draw the same requests, whatever the router and the policy. */
  readonly replay: number;
};

/** One simulated replay of a recording: its requests, how they ended, and a sample each second. */
export type Replayed = Pick<Run, 'outcomes' | 'samples'> & { readonly workload: Workload };

const arrivalsOf = ({ timeline: { load } }: Recorded, isEven: boolean): Arrivals =>
  isEven
    ? { kind: 'even', ratePerSecond: load.requests.map((rate, atSecond) => ({ atSecond, rate })) }
    : { kind: 'counts', perSecond: [...load.requests] };

/** The recorded load once more, on a simulated service: as many requests in each second, service times drawn anew. */
export const replayLoad = (recorded: Recorded, parts: ReplayParts): Replayed => {
  const { service, isEven, router, policy, podMetrics, nextLagSeconds, takesSamples, replay } = parts;
  const { seconds, slotsPerReplica } = recorded.timeline;
  const arrivals = createArrivals(arrivalsOf(recorded, isEven), seconds, createRandom(replay, 0));
  const serviceSeconds = new Float64Array(arrivals.count);
  fillServices(serviceSeconds, service, createRandom(replay, 1));
  const workload = { count: arrivals.count, arrivalSeconds: arrivals.seconds, serviceSeconds };
  const startupLag = { kind: 'constant' as const, meanMs: 0 };
  const { outcomes, samples } = run({
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
    scratch: createScratch(workload.count),
    takesSamples,
  });
  return { workload, outcomes, samples };
};
