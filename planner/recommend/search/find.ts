import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { type ModelParameters, midModel } from '../../calibrate/draws.ts';
import type { Candidate } from '../trials/candidates.ts';
import type { Lab } from '../trials/lab.ts';
import type { Trial } from '../trials/trial.ts';
import { tryAll } from '../trials/try-all.ts';
import { type Bar, barFor } from './bar.ts';
import { failuresAllowed } from './chance.ts';
import { choose } from './choose.ts';
import { inUseCandidate, openLabFor, type Plan, probeOf, spaceFor, splitDraws } from './plan.ts';
import type { Bars } from './prove.ts';
import type { Space } from './rows.ts';

/** What a search has come to. */
export type Found = {
  readonly plan: Plan;
  readonly lab: Lab;
  readonly space: Space;
  readonly bar: Bar;
  /** Draws that the search has not seen: predictions are made from them. */
  readonly proof: Bar;
  readonly middle: ModelParameters;
  readonly basis: Recommendation['basis'];
  /** Tried in every draw, with the queue wait that all candidates of the search have. */
  readonly chosen: Trial;
};

/** What a candidate must pass: the asked confidence, on the draws that the search sees and on those kept from it. */
export const barsFor = (lab: Lab, probe: Candidate, confidence: number): Bars => {
  const { searched, kept } = splitDraws(lab);
  const barOf = (draws: readonly number[]): Bar =>
    barFor(lab, probe, { draws, failuresMax: failuresAllowed(draws.length, confidence) });
  return { bar: barOf(searched), proof: barOf(kept) };
};

/**
 * Searches the cheapest settings that meet the SLO with the asked confidence; where none do, those that miss it by least.
 *
 * @param plan that is not refused
 */
export const findSettings = (plan: Plan): Found => {
  const { calibration, confidence, onProgress } = plan;
  const middle = midModel(calibration);
  const space = spaceFor(plan, middle);

  onProgress({ stage: 'worlds', share: 0 });
  const lab = openLabFor(plan);
  const { bar, proof } = barsFor(lab, probeOf(space), confidence);
  const { basis, trial: chosen } = choose(lab, space, {
    bar,
    proof,
    current: inUseCandidate(plan, space.replicasMost),
    onRound: (share) => onProgress({ stage: 'search', share: 0.05 + 0.55 * share }),
  });
  tryAll(lab, [chosen.candidate], { draws: proof.draws });
  return { plan, lab, space, bar, proof, middle, basis, chosen };
};
