import type { Timeline } from '../../runs/schema/result/timeline.ts';

/**
 * Offered load of each second: arrivals x mean service time / (ready replicas x slots). Unlike utilization it does not
 * stop at 1, which is why errors and waits are best read against it. null where replicas are unknown or none.
 *
 * @param serviceMs mean service time; null where it is not known
 */
export const offeredLoadBySecond = (
  { load, cluster, slotsPerReplica }: Timeline,
  serviceMs: number | null,
): (number | null)[] =>
  load.requests.map((arrivals, second) => {
    const ready = cluster.ready[second];
    if (serviceMs === null || !ready) return null;
    return (arrivals * serviceMs) / 1000 / (ready * slotsPerReplica);
  });
