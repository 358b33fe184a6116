import type { ResolvedConfig } from '../../config/resolve.ts';
import { secondsToLetGo } from '../../planner/policies/let-go.ts';
import { plannedSecondsOf } from '../../planner/timeline/planned-rate.ts';
import { predictedReplicas } from '../../planner/verify/start.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { waitSecondsMax } from '../verify/wait-for-start.ts';

/**
 * What a round takes at least, in ms: the wait until the surplus of the load before has gone, and its own load. A load at the
 * margin takes as long again.
 */
export const roundMsOf = (
  { policy }: PlannedSettings,
  { phases }: Pick<ResolvedConfig, 'phases'>,
  firesMargin: boolean,
): number => {
  const surplus = predictedReplicas(policy) + 1;
  const heldSeconds = secondsToLetGo(policy, surplus, waitSecondsMax) ?? waitSecondsMax;
  return (heldSeconds + plannedSecondsOf(phases)) * 1000 * (firesMargin ? 2 : 1);
};
