import type { PolicySettings } from '../policy.ts';
import type { Arrivals } from './arrivals.ts';
import { expectedRequests } from './expected-requests.ts';

/** What one replication may hold in memory: about 25 bytes a request. */
const requestsPerReplicationMax = 10_000_000;

/** What the counters of a histogram hold; some ten minutes of one core. */
const requestsMax = 4_000_000_000;

/** How many replicas a simulation keeps at the least: each costs time and memory, used or not. */
const leastReplicasMax = 10_000;

/** How often a rule may look, and a metric be read: no controller does it more often, and each look costs time. */
const periodSecondsMin = 0.01;

/** How often a model is simulated that does not say it. */
export const usualReplications = 20;

/** What is wrong between several fields of a model whose fields are sound by themselves. */
export type ModelFault = {
  /** Keys and places in lists, from the top down. */
  readonly path: readonly (string | number)[];
  /** How to put it right. */
  readonly message: string;
};

type Load = {
  readonly durationSeconds: number;
  readonly arrivals: Arrivals;
  readonly replications: number;
};

/** The last second that the arrivals name, if requests come in or after `durationSeconds`. */
const lateSecond = (arrivals: Arrivals, durationSeconds: number): number | undefined => {
  switch (arrivals.kind) {
    case 'counts':
      return arrivals.perSecond.length > durationSeconds ? arrivals.perSecond.length - 1 : undefined;
    case 'timestamps': {
      const last = arrivals.seconds.reduce((latest, second) => Math.max(latest, second), 0);
      return last >= durationSeconds ? last : undefined;
    }
    default:
      return undefined;
  }
};

/** What of the requests of a replication, or of all, is more than a simulation can hold. */
const tooMany = ({ durationSeconds, arrivals, replications }: Load): ModelFault | false => {
  const requests = Math.round(expectedRequests(arrivals, durationSeconds));
  if (requests > requestsPerReplicationMax) {
    const message = `${requests} requests, above ${requestsPerReplicationMax}: make it shorter`;
    return { path: ['durationSeconds'], message };
  }
  if (requests * replications <= requestsMax) return false;
  const message = `${requests * replications} requests in all, above ${requestsMax}: fewer will do`;
  return { path: ['replications'], message };
};

/** Arrivals come within the duration, and are no more than a simulation can hold. */
export const faultsOfLoad = (load: Load): ModelFault[] => {
  const late = lateSecond(load.arrivals, load.durationSeconds);
  const isLate = late !== undefined && {
    path: ['durationSeconds'],
    message: `requests come in second ${late}: make it longer, or cut the arrivals`,
  };
  return [isLate, tooMany(load)].filter((fault) => fault !== false);
};

/** An HPA takes the largest answer of its metrics: one that nothing here follows could not be left out. */
const unfollowedMetrics = (policy: PolicySettings): ModelFault[] => {
  if (policy.kind !== 'hpa') return [];
  return policy.metrics.flatMap(({ name, source }, index) => {
    if (source !== 'none') return [];
    const message = `nothing in a simulation follows ${name}: leave it out, or say what it follows (utilization, concurrency, requestRate)`;
    return [{ path: ['policy', 'metrics', index, 'source'], message }];
  });
};

const replicaKeys: readonly string[] = ['minReplicas', 'replicas'];
const periodKeys: readonly string[] = [
  'refreshSeconds',
  'syncPeriodSeconds',
  'metricsResolutionSeconds',
  'granularitySeconds',
  'tickSeconds',
];

/** Numbers of a rule with which a simulation would not end. */
const endless = (policy: PolicySettings): ModelFault[] =>
  Object.entries(policy).flatMap(([key, value]): ModelFault[] => {
    if (typeof value !== 'number') return [];
    const path = ['policy', key];
    if (replicaKeys.includes(key) && value > leastReplicasMax)
      return [{ path, message: `at most ${leastReplicasMax} replicas can be simulated all the time` }];
    if (periodKeys.includes(key) && value < periodSecondsMin)
      return [{ path, message: `at least ${periodSecondsMin} seconds: each look is simulated` }];
    return [];
  });

/** What of an autoscaler's rule can't be simulated. */
export const faultsOfPolicy = (policy: PolicySettings): ModelFault[] => [
  ...unfollowedMetrics(policy),
  ...endless(policy),
];
