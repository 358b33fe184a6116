import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import { type ModelParameters, midModel } from '../../calibrate/draws.ts';
import type { Candidate } from '../trials/candidates.ts';
import { hardestDraws, type Lab } from '../trials/lab.ts';
import type { Trial } from '../trials/trial.ts';
import { type Bar, barFor } from './bar.ts';
import { chanceFailures, failuresAllowed } from './chance.ts';
import { choose } from './choose.ts';
import { inUseCandidate, openLabFor, type Plan, probeOf, spaceFor, splitDraws } from './plan.ts';
import type { Bars } from './prove.ts';
import type { Space } from './rows.ts';

/** What is searched, and in which worlds. */
export type Opened = {
  readonly plan: Plan;
  readonly lab: Lab;
  readonly space: Space;
  /** All draws that the search sees, hardest first. */
  readonly searched: readonly number[];
  /** What a candidate of the search must pass: the hardest of these draws. */
  readonly bar: Bar;
  /** Draws that the search does not see: predictions are made from them. */
  readonly proof: Bar;
  readonly middle: ModelParameters;
};

/** What a search has come to. */
export type Found = Opened & {
  readonly basis: Recommendation['basis'];
  /** Tried whole in every draw of the proof. */
  readonly chosen: Trial;
};

/**
 * What a candidate must pass: the asked confidence, on the draws that the search sees and on those kept from it. In the
 * search a few more draws may fail, as far as chance explains them: the proof decides, and is as strict as it was asked
 * to be. If both were, advices would hold more often than asked, and cost more. Where runs are long the search asks for its
 * hardest draws only; the proof always asks for all of its own.
 */
export const barsFor = (lab: Lab, probe: Candidate, confidence: number): Bars & Pick<Opened, 'searched'> => {
  const { searched, kept } = splitDraws(lab);
  const barOf = (draws: readonly number[]): Bar =>
    barFor(lab, probe, { draws, failuresMax: failuresAllowed(draws.length, confidence) });
  const whole = barOf(searched);
  return {
    searched: whole.draws,
    bar: {
      draws: hardestDraws(lab, whole.draws),
      failuresMax: whole.failuresMax + chanceFailures(whole.failuresMax),
    },
    proof: barOf(kept),
  };
};

/**
 * Draws the worlds of a search, and puts them in order.
 *
 * @param plan that is not refused
 */
export const openSearch = (plan: Plan): Opened => {
  const middle = midModel(plan.calibration);
  const space = spaceFor(plan, middle);
  plan.onProgress({ stage: 'worlds', share: 0 });
  const lab = openLabFor(plan);
  return { plan, lab, space, middle, ...barsFor(lab, probeOf(space), plan.confidence) };
};

/** Searches the cheapest settings that meet the SLO with the asked confidence; where none do, those that miss it by least. */
export const findSettings = (opened: Opened): Found => {
  const { plan, lab, space, searched, bar, proof } = opened;
  const { basis, trial: chosen } = choose(lab, space, {
    searched,
    bar,
    proof,
    current: inUseCandidate(plan, space.replicasMost),
    onRound: (share) => plan.onProgress({ stage: 'search', share: 0.05 + 0.55 * share }),
  });
  return { ...opened, basis, chosen };
};
