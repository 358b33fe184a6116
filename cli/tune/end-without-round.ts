import { exit } from '../../errors/exit-codes.ts';
import { changesNothing } from '../../planner/recommend/trials/in-force.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { exitCodeOfAdvice } from '../exit-codes.ts';

/**
 * How tuning ends with an advice that leaves nothing to try: settings that stay are put through no further load, so they are kept
 * only by an advice that is not interim. null: the advice changes something, and its settings are tried.
 *
 * @param isFromCut the last recording stops before the end of its plan
 */
export const endWithoutRound = (
  advice: Recommendation,
  isFromCut: boolean,
): 'unchanged' | 'noAdvice' | null => {
  if (!changesNothing(advice)) return null;
  return exitCodeOfAdvice(advice, isFromCut) === exit.ok ? 'unchanged' : 'noAdvice';
};
