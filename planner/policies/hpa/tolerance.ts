import type { HpaSettings } from '../../../runs/schema/policy.ts';

/** How far a ratio of value to target may be off 1 in each direction before anything changes. */
export type Tolerances = { readonly up: number; readonly down: number };

/** Those of the settings: a direction's own (Kubernetes 1.35 and later), else the one of the whole cluster. */
export const tolerancesOf = ({
  tolerance,
  behavior,
}: Pick<HpaSettings, 'tolerance' | 'behavior'>): Tolerances => ({
  up: behavior?.scaleUp?.tolerance ?? tolerance,
  down: behavior?.scaleDown?.tolerance ?? tolerance,
});

/**
 * Whether a ratio of current to target value is close enough to 1 to leave everything as it is. Both ends are inside.
 * Compared in double floats as the controller does it: 55 / 50 and 1 + 0.1 are the same float, so a utilization of
 * 55 % is inside a tolerance of 0.1 around 50 %.
 * Source: kubernetes/kubernetes, pkg/controller/podautoscaler/replica_calculator.go, Tolerances.isWithin
 *
 * @example isWithinTolerance(55 / 50, { up: 0.1, down: 0.1 }) // true
 */
export const isWithinTolerance = (ratio: number, { up, down }: Tolerances): boolean =>
  1 - down <= ratio && ratio <= 1 + up;
