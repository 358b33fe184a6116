import type { NotEnoughAdvice, Recommendation } from '../../runs/schema/recommendation.ts';
import { beginBeforeChoice } from './advice/begun.ts';
import { describe } from './advice/describe.ts';
import { refusalOf } from './advice/refuse.ts';
import { findSettings, openSearch } from './search/find.ts';
import { type PlanRequest, withDefaults } from './search/request.ts';

/**
 * Finds the cheapest settings that meet the SLO under a load with the asked confidence, and says why.
 *
 * Every candidate is simulated in the same worlds, drawn from the calibrated intervals, under the same requests
 * (common random numbers). A closed form bounds the search. The draws that are hardest place the edge between too few
 * replicas and enough. Candidates near the edge are simulated in every draw, of a large service in the harder half. The
 * search sees them under the load with its margin, which is the harder one. Half of the draws is kept from the search. On
 * them the best of its candidates must pass again, also under the load as planned. The prediction comes from them alone.
 *
 * A harder task (a higher peak, a longer lag, a tighter SLO) gets no cheaper advice, but for the resolution of the
 * search. The counts that are searched and the worlds of a seed are the same for every task. What passes a tighter
 * SLO passes a looser one, and the longest wait depends on neither load nor lag. Autoscalers themselves are only
 * nearly monotone: under a longer lag the same settings may take up to 1 % fewer replica-hours.
 *
 * A day is judged at its hardest rises, each on its own, and costs by its levels (`mix.ts`). More traffic in one of its
 * hours makes no cheaper plan either, but for an hour before a rise: what stands ready for it helps the rise.
 *
 * @returns what to set with its prediction, or what to run next if the data can't carry an advice
 */
export const recommend = (request: PlanRequest): Recommendation | NotEnoughAdvice => {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return refusal;
  const opened = openSearch(withDefaults(request));
  const begun = beginBeforeChoice(opened);
  return describe(findSettings(opened), begun);
};
