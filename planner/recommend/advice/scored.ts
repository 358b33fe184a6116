import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { PlannedSettings, Predicted } from '../../../runs/schema/recommendation.ts';
import type { ModelParameters } from '../../calibrate/draws.ts';
import { steepestRise } from '../../measure/steepest-rise.ts';
import { isJudged } from '../../traffic/mix.ts';
import type { Found } from '../search/find.ts';
import { type Candidate, policyOf } from '../trials/candidates.ts';
import type { Trial } from '../trials/trial.ts';
import { predict } from './prediction.ts';

/** A candidate as a person sets it: of the router only what it changes. */
export const settingsOf = (
  { queueWaitMs, requestTimeoutMs, ...candidate }: Candidate,
  current: PolicySettings,
  { router }: ModelParameters,
): PlannedSettings => ({
  policy: policyOf(current, candidate),
  ...(queueWaitMs !== undefined && queueWaitMs !== router.queueWaitLimitMs && { queueWaitMs }),
  ...(requestTimeoutMs !== undefined && { requestTimeoutMs }),
});

/**
 * The settings of a candidate, and what is predicted for them.
 *
 * @param trial seen in every draw of the proof
 */
export const scored = (
  { plan, lab, proof, middle }: Pick<Found, 'plan' | 'lab' | 'proof' | 'middle'>,
  trial: Trial,
): Predicted => {
  const hasRise = lab.worlds[0]!.models.some(
    ({ arrivals }, i) => isJudged(lab.mix[i]!) && steepestRise(arrivals) !== null,
  );
  return {
    settings: settingsOf(trial.candidate, plan.current, middle),
    prediction: predict(trial, { price: plan.price, hasRise, draws: proof.draws }),
  };
};
