/** Float noise that must not cost a replica: 2.1 / 0.7 is 3.0000000000000004. */
const noiseShare = 1e-9;

/**
 * Ceiling, blind to float noise.
 *
 * @param demand >= 0
 * @example roundUp(2.1 / 0.7) // 3
 */
export const roundUp = (demand: number): number => Math.ceil(demand * (1 - noiseShare));

/** @example clampReplicas(12, { minReplicas: 1, maxReplicas: 10 }) // 10 */
export const clampReplicas = (
  replicas: number,
  bounds: { readonly minReplicas: number; readonly maxReplicas: number },
): number => Math.min(bounds.maxReplicas, Math.max(bounds.minReplicas, replicas));
