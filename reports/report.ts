import type { Calibration } from '../runs/schema/calibration.ts';
import { isPlanOf } from '../runs/schema/plan/plan-of.ts';
import { isCertain } from '../runs/schema/plan/standing.ts';
import type { NotEnoughAdvice, Recommendation } from '../runs/schema/recommendation.ts';
import type { Result } from '../runs/schema/result.ts';
import type { Verification } from '../runs/schema/verification.ts';

/** A file with the advised settings, ready to apply. */
export type SettingsFile = {
  /** Inside `settings/` of the run folder. */
  readonly name: string;
  readonly text: string;
};

/** What `headroom plan` and `headroom verify` have left in a run folder, as far as it is there and readable. */
export type PlanFiles = {
  /** `calibration.json` */
  readonly calibration?: Calibration;
  /** `recommendation.json` */
  readonly advice?: Recommendation | NotEnoughAdvice;
  /** The files in `settings/`. */
  readonly settingsFiles?: readonly SettingsFile[];
  /** `verification.json`: how a re-run with the advice came out. */
  readonly verification?: Verification;
  /** `proof.json`: of a re-run, what it says of the advice that it was fired to prove. */
  readonly ownProof?: Verification;
};

/** Runs that belong to one, as far as their folders lie beside its own. */
export type RelatedRuns = {
  /** The re-run of `verification.json`. */
  readonly rerun?: Result;
  /** Of a re-run: the run whose advice it was fired to prove. */
  readonly planned?: { readonly id: string };
};

/** All that a report is a function of: the run, the advice that was made from it, and its proof. */
export type Report = PlanFiles &
  RelatedRuns & {
    readonly result: Result;
    /** Sentences about files that are there but can't be shown. */
    readonly notes?: readonly string[];
  };

type Part = { readonly files: PlanFiles; readonly notes: readonly string[] };

const without = (note: string): Part => ({ files: {}, notes: [note] });
const nothing: Part = { files: {}, notes: [] };

/** The model and the advice of a run, each as far as it is this run's own; else why it is not shown. */
export const planFor = (
  { run }: Pick<Result, 'run'>,
  { calibration, advice, settingsFiles = [] }: PlanFiles,
): Part => {
  if (calibration !== undefined && !isPlanOf(calibration, run)) {
    return without(
      `calibration.json was made from other runs (${calibration.runs.join(', ')}), so neither it nor the advice beside it is shown. Plan again: headroom plan with this folder.`,
    );
  }
  const model = calibration && { calibration };
  if (advice === undefined) return { files: { ...model }, notes: [] };
  if (!isPlanOf(advice, run)) {
    return {
      files: { ...model },
      notes: [
        `recommendation.json is the advice of another run (${advice.runs?.at(-1)}), so it is not shown. Plan again: headroom plan with this folder.`,
      ],
    };
  }
  // Settings without an advice that names them would be nobody's.
  const isAdvised = isCertain(advice);
  const planned = { advice, ...(isAdvised && settingsFiles.length > 0 && { settingsFiles }) };
  if (model !== undefined) return { files: { ...model, ...planned }, notes: [] };
  return {
    files: planned,
    notes: [
      'There is an advice without the model it rests on: which autoscaler rule was tried is not shown. Plan again: headroom plan with this folder.',
    ],
  };
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The proof, where it is one of the advice as it stands now; else why it is not shown. */
export const proofFor = (
  { run }: Pick<Result, 'run'>,
  advice: PlanFiles['advice'],
  verification: PlanFiles['verification'],
): Part => {
  if (verification === undefined) return nothing;
  if (advice?.kind !== 'advice')
    return without('verification.json is not shown: the advice that it is about is not here.');
  if (verification.plannedFrom !== run.id) {
    return without(
      `verification.json is about the advice of another run (${verification.plannedFrom}), so it is not shown.`,
    );
  }
  if (!isSame(verification.settings, advice.settings)) {
    return without(
      `verification.json is about other settings than the advice has now, so it is not shown.${run.isDemo ? '' : ' Prove the new advice: headroom verify with this folder.'}`,
    );
  }
  return { files: { verification }, notes: [] };
};

const ownProofOf = ({ run }: Result, { ownProof }: PlanFiles): Part => {
  if (ownProof === undefined) return nothing;
  return ownProof.verifiedBy === run.id && ownProof.plannedFrom === run.provesAdviceOf
    ? { files: { ownProof }, notes: [] }
    : without(`proof.json is about another re-run (${ownProof.verifiedBy}), so it is not shown.`);
};

/**
 * Puts a run and the files beside it together, and leaves out what does not belong to it: the model of other runs, the
 * proof of another advice. What is left out is said in the notes.
 *
 * @param unreadable notes on files that were there and could not be read
 */
export const assembleReport = (
  result: Result,
  { rerun, planned, ...files }: PlanFiles & RelatedRuns,
  unreadable: readonly string[] = [],
): Report => {
  const plan = planFor(result, files);
  const proof = proofFor(result, plan.files.advice, files.verification);
  const own = ownProofOf(result, files);
  return {
    result,
    ...plan.files,
    ...proof.files,
    ...own.files,
    ...(proof.files.verification && rerun && { rerun }),
    ...(planned && { planned }),
    notes: [...unreadable, ...plan.notes, ...proof.notes, ...own.notes],
  };
};
