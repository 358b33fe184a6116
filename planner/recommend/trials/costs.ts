import { isJudged, type MixPart } from '../../traffic/mix.ts';
import type { Candidate } from './candidates.ts';
import { mixedReplicas } from './cost.ts';
import { knownScore } from './known-scores.ts';
import { type Lab, trialOf } from './lab.ts';
import { foundBy, type Tries } from './tries.ts';

/** Which part of the cost is asked for: of which parts of the mix, in which draws. */
type CostOptions = {
  readonly draws: readonly number[];
  readonly counts: (part: MixPart) => boolean;
};

/** A part of the mix that costs, or the one that stands in for it, with its share of the time. */
type Place = { readonly part: number; readonly share: number };

/** Mean cost of each candidate over the draws, of the parts that count. No other part is simulated. */
function* costing(
  lab: Lab,
  candidates: readonly Candidate[],
  { draws, counts }: CostOptions,
): Tries<number[]> {
  const places = lab.standIns.flatMap((part, i): Place[] => {
    const { share } = lab.mix[i]!;
    return counts(lab.mix[i]!) ? [{ part, share }] : [];
  });
  yield draws.flatMap((draw) =>
    candidates.map((candidate) => ({
      lab,
      draw,
      trial: trialOf(lab, candidate),
      parts: places.map(({ part }) => part),
    })),
  );
  return candidates.map((candidate) => {
    const parts = draws.flatMap((draw) =>
      places.map(({ part, share }) => ({
        share,
        meanReplicas: knownScore({ lab, draw, part, candidate })!.occupiedMean,
      })),
    );
    return mixedReplicas(parts) / draws.length;
  });
}

/**
 * What candidates cost at the levels of the traffic mix alone: the least that they can cost. Where the load takes a small
 * share of the time, this is nearly the whole cost, for a tenth of the simulated requests. 0 in a mix without levels.
 *
 * @returns by candidate: mean over the draws, in replica-hours per hour of the whole mix
 */
export const levelCosting = (
  lab: Lab,
  candidates: readonly Candidate[],
  draws: readonly number[],
): Tries<number[]> => costing(lab, candidates, { draws, counts: (part) => !isJudged(part) });

/** What one candidate costs at the levels alone: see `levelCosting`. */
export const levelCostOf = (lab: Lab, candidate: Candidate, draws: readonly number[]): number =>
  foundBy(lab.state, levelCosting(lab, [candidate], draws))[0]!;

/** Share of the time at levels: for so long a candidate costs its minimum of replicas at least. */
export const levelShareOf = ({ mix }: Lab): number =>
  mix.reduce((sum, part) => (isJudged(part) ? sum : sum + part.share), 0);

/** What a candidate costs in some draws. Parts of the mix that are only judged are not simulated. */
export const wholeCostOf = (lab: Lab, candidate: Candidate, draws: readonly number[]): number => {
  const costs = costing(lab, [candidate], { draws, counts: ({ share }) => share > 0 });
  return foundBy(lab.state, costs)[0]!;
};
