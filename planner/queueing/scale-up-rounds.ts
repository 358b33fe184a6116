import { wholeReplicas } from './page-formula.ts';

export type ScaleUpRounds = {
  /** Replicas before the spike and after each round; the last ones suffice. */
  readonly replicas: readonly number[];
  /** Requests above capacity while too few replicas were ready; Infinity if the rule never asks for enough. */
  readonly lostRequests: number;
};

/**
 * What a step in load costs under the rule busy / total against a target, without randomness and queue: busy slots
 * can't exceed the slots there are, so the rule does not see the size of the spike, and replicas grow at most by
 * 1 / target per round of one tick and one start-up lag. Every request lost is the controller's.
 *
 * @param spike.fromRatePerSecond the load that the replicas had settled on
 * @param spike.lagSeconds from a decision to its replicas being ready
 * @param spike.tickSeconds between two decisions
 * @example
 * scaleUpRounds({ fromRatePerSecond: 700, toRatePerSecond: 2100, serviceSeconds: 0.1, slotsPerReplica: 1,
 *   targetUtilization: 0.7, lagSeconds: 20, tickSeconds: 1 }) // { replicas: [100, 143, 205, 293], lostRequests: 38220 }
 */
export const scaleUpRounds = (spike: {
  readonly fromRatePerSecond: number;
  readonly toRatePerSecond: number;
  readonly serviceSeconds: number;
  readonly slotsPerReplica: number;
  readonly targetUtilization: number;
  readonly lagSeconds: number;
  readonly tickSeconds: number;
}): ScaleUpRounds => {
  const perReplicaPerSecond = spike.slotsPerReplica / spike.serviceSeconds;
  const busyReplicas = (ratePerSecond: number) => ratePerSecond / perReplicaPerSecond;
  const replicas = [wholeReplicas(busyReplicas(spike.fromRatePerSecond) / spike.targetUtilization)];
  let lostRequests = 0;
  for (;;) {
    const ready = replicas.at(-1)!;
    const lostPerSecond = spike.toRatePerSecond - ready * perReplicaPerSecond;
    if (lostPerSecond <= 0) return { replicas, lostRequests };
    lostRequests += lostPerSecond * (spike.lagSeconds + spike.tickSeconds);
    const next = wholeReplicas(
      Math.min(ready, busyReplicas(spike.toRatePerSecond)) / spike.targetUtilization,
    );
    if (next <= ready) return { replicas, lostRequests: Number.POSITIVE_INFINITY };
    replicas.push(next);
  }
};
