import { exitCodeOf } from '../errors/catalogue.ts';
import { exit } from '../errors/exit-codes.ts';
import type { Comparison } from '../runs/schema/comparison.ts';
import { costlyUnknownOf, isCertain } from '../runs/schema/plan/standing.ts';
import type { NotEnoughAdvice, Recommendation } from '../runs/schema/recommendation.ts';
import type { Result } from '../runs/schema/result.ts';
import type { Verification } from '../runs/schema/verification.ts';

/** The exit code of a test: how the run ended comes before what it measured. */
export const exitCodeOfResult = ({ run, verdict }: Result): number => {
  if (run.stopped?.by === 'user') return exit.interrupted;
  if (run.status === 'failed') return exitCodeOf('E_K6_FAILED');
  if (verdict.met === null) return exit.cantTell;
  return verdict.met ? exit.ok : exit.sloNotMet;
};

/** The exit code of repeats: of the first that is not ok. */
export const exitCodeOfResults = (results: readonly Result[]): number =>
  results.map(exitCodeOfResult).find((code) => code !== exit.ok) ?? exit.ok;

/**
 * The exit code of a plan: 0 only where there is something to apply that no further run is likely to change.
 *
 * @param isFromCut the recording stops before the end of its plan, so a whole one may change it
 */
export const exitCodeOfAdvice = (advice: Recommendation | NotEnoughAdvice, isFromCut = false): number =>
  isCertain(advice) && costlyUnknownOf(advice) === undefined && !isFromCut ? exit.ok : exit.noAdvice;

/** The exit code of each verdict on runs against runs. */
const ofComparison: Readonly<Record<Comparison['verdict'], number>> = {
  better: exit.ok,
  same: exit.ok,
  worse: exit.sloNotMet,
  cantTell: exit.cantTell,
};

/** The exit code of a comparison. */
export const exitCodeOfComparison = ({ verdict }: Pick<Comparison, 'verdict'>): number =>
  ofComparison[verdict];

const ofProof: Readonly<Record<Verification['verdict'], number>> = {
  confirmed: exit.ok,
  predictionOff: exit.notConfirmed,
  refuted: exit.notConfirmed,
  cantTell: exit.cantTell,
};

/** The exit code of a proof: a confirmed one is 0 only where its margin held too, as far as that was fired. */
export const exitCodeOfProof = ({ verdict, margin }: Pick<Verification, 'verdict' | 'margin'>): number => {
  if (verdict !== 'confirmed' || margin?.fired !== true || margin.sloHeld === true) return ofProof[verdict];
  return margin.sloHeld === null ? exit.cantTell : exit.notConfirmed;
};

/** How tuning may end. */
export type TunedEnd =
  | 'confirmed'
  | 'unchanged'
  | 'notProven'
  | 'marginMissed'
  | 'noAdvice'
  | 'nothingHolds'
  | 'roundsUsedUp'
  | 'budgetUsedUp';

type Ended = {
  readonly end: TunedEnd;
  /** Whether the last load met the SLO; null: can't tell. */
  readonly sloHeld: boolean | null;
  readonly rounds: readonly { readonly verification: Pick<Verification, 'verdict' | 'margin'> }[];
};

/** The exit code of tuning: that of its last proof, or of the settings in use where they stay. */
export const exitCodeOfTuned = ({ end, sloHeld, rounds }: Ended): number => {
  if (end === 'noAdvice' || end === 'nothingHolds') return exit.noAdvice;
  if (end === 'unchanged') return sloHeld === null ? exit.cantTell : sloHeld ? exit.ok : exit.sloNotMet;
  const last = rounds.at(-1);
  return last === undefined ? exit.notConfirmed : exitCodeOfProof(last.verification);
};
