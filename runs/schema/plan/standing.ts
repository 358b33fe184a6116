import type { NotEnoughAdvice, Recommendation } from '../recommendation.ts';
import type { Unknown } from './unknown.ts';

/** An advice whose settings meet the SLO with the asked chance. */
type Certain = Recommendation & { readonly basis: 'certain' };

/** Whether settings were found that meet the SLO with the asked chance. What misses it by least is no recommendation. */
export const isCertain = (advice: Recommendation | NotEnoughAdvice): advice is Certain =>
  advice.kind === 'advice' && advice.basis === 'certain';

/**
 * The unknown that moves the cost so much that the run which finds it out is the answer, not this advice; undefined where there is
 * none.
 */
export const costlyUnknownOf = ({ unknowns }: Pick<Recommendation, 'unknowns'>): Unknown | undefined =>
  unknowns.find(({ isCostly }) => isCostly);
