import type { PolicySettings } from '../../runs/schema/policy.ts';
import { maximumOf, minimumOf } from '../platforms/bounds.ts';

/** Float noise that must not cost a replica: 2.1 / 0.7 is 3.0000000000000004. */
const noiseShare = 1e-9;

/**
 * Ceiling, blind to float noise.
 *
 * @param demand >= 0
 * @example roundUp(2.1 / 0.7) // 3
 */
export const roundUp = (demand: number): number => Math.ceil(demand * (1 - noiseShare));

/** Fewest and most replicas that a policy may ask for; the most may be infinite. */
export type ReplicaBounds = { readonly minReplicas: number; readonly maxReplicas: number };

/**
 * The bounds of any policy: a fixed number is both of them.
 *
 * @example boundsOf({ kind: 'fixed', replicas: 3 }) // { minReplicas: 3, maxReplicas: 3 }
 */
export const boundsOf = (settings: PolicySettings): ReplicaBounds => ({
  minReplicas: minimumOf(settings),
  maxReplicas: maximumOf(settings) ?? Number.POSITIVE_INFINITY,
});

/** @example clampReplicas(12, { minReplicas: 1, maxReplicas: 10 }) // 10 */
export const clampReplicas = (replicas: number, { minReplicas, maxReplicas }: ReplicaBounds): number =>
  Math.min(maxReplicas, Math.max(minReplicas, replicas));
