import { exit } from '../../errors/exit-codes.ts';
import { changesNothing } from '../../planner/recommend/trials/in-force.ts';
import { nextRunText } from '../../reports/words/plan/unknowns.ts';
import { missedAtMargin } from '../../runs/schema/missed-at-margin.ts';
import { isCertain } from '../../runs/schema/plan/standing.ts';
import type { NotEnoughAdvice, Recommendation } from '../../runs/schema/recommendation.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import { exitCodeOfAdvice } from '../exit-codes.ts';

/** What is known beside an advice. */
type Known = {
  /** The last recording stops before the end of its plan. */
  readonly isFromCut: boolean;
  /** What the last round came to; undefined: there was none. */
  readonly proof: Pick<Verification, 'sloHeld' | 'margin'> | undefined;
};

/**
 * How tuning ends with an advice that leaves nothing to try: settings that stay are put through no further load, so they are kept
 * only by an advice that is not interim, and settings that a round has set only if that round has held the SLO, at the margin too where that was fired. null: the advice
 * changes something, and its settings are tried.
 */
export const endWithoutRound = (
  advice: Recommendation | NotEnoughAdvice,
  { isFromCut, proof }: Known,
): 'unchanged' | 'notProven' | 'marginMissed' | 'noAdvice' | 'nothingHolds' | null => {
  if (advice.kind !== 'advice') return 'noAdvice';
  if (!isCertain(advice)) return nextRunText(advice) === undefined ? 'nothingHolds' : 'noAdvice';
  if (!changesNothing(advice)) return null;
  if (exitCodeOfAdvice(advice, isFromCut) !== exit.ok) return 'noAdvice';
  if (proof !== undefined && missedAtMargin(proof)) return 'marginMissed';
  return proof === undefined || proof.sloHeld === true ? 'unchanged' : 'notProven';
};
