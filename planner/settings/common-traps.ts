import type { ScalingSettings } from './settings.ts';
import { type Trap, trapIf } from './trap.ts';

/** Below this a target utilization is a share in a field for percentages: 0.7 for 70 %. */
const leastTargetUtilization = 0.0101;

/**
 * Traps that every platform shares.
 *
 * @param settings what counts on the platform: its defaults under what the file says
 */
export const commonTraps = (settings: ScalingSettings): readonly Trap[] => {
  const { minReplicas = 0, maxReplicas = 0, targetUtilization = 1 } = settings;
  const { queueWaitMs = 0, requestTimeoutMs = Number.POSITIVE_INFINITY } = settings;
  return [
    ...trapIf(maxReplicas > 0 && minReplicas > maxReplicas, {
      rule: 'bounds-out-of-order',
      level: 'error',
      minReplicas,
      maxReplicas,
    }),
    ...trapIf(targetUtilization < leastTargetUtilization, {
      rule: 'share-for-percentage',
      level: 'error',
      targetUtilization,
    }),
    ...trapIf(queueWaitMs >= requestTimeoutMs, {
      rule: 'queue-wait-reaches-timeout',
      level: 'warning',
      queueWaitMs,
      requestTimeoutMs,
    }),
  ];
};
