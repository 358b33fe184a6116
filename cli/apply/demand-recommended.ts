import { HeadroomError } from '../../errors/headroom-error.ts';
import { shellPath } from '../../errors/shell-path.ts';
import { isCut, lacksEnd } from '../../planner/result/cut.ts';
import { decideOnAdvice } from '../../reports/decision.ts';
import { proofFor } from '../../reports/report.ts';
import { nextRunText, recordWholeText } from '../../reports/words/plan/unknowns.ts';
import { readJsonIfAny } from '../../runs/folder.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { resultSchema } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import { verificationSchema } from '../../runs/schema/verification.ts';

/** Whether the recording stops before the end of its plan: as its report tells; without one, as the run itself does. */
const isFromCut = async (folder: string, run: Run): Promise<boolean> => {
  const file = await readJsonIfAny(folder, 'result.json', resultSchema);
  return file.kind === 'read' ? lacksEnd(file.value) : isCut(run);
};

/** An interim advice may be tried: that is a load, whose end tells what became of it. */
const tryIt = ({ load }: Recommendation, folder: string): string =>
  load.isOther
    ? ''
    : ` To try the settings all the same, headroom verify ${shellPath(folder)} --yes sets them and fires the recorded load at them.`;

/** Why settings are not written, and what to do instead; null: they are recommended. */
const refusal = async (
  advice: Recommendation,
  { folder, run }: { readonly folder: string; readonly run: Run },
): Promise<{ readonly what: string; readonly fix: string } | null> => {
  const proof = await readJsonIfAny(folder, 'verification.json', verificationSchema);
  const { verification } = proofFor({ run }, advice, proof.kind === 'read' ? proof.value : undefined).files;
  const decision = decideOnAdvice(advice, { isFromCut: await isFromCut(folder, run), verification });
  const nextRun = nextRunText(advice);
  if (decision.kind === 'nothingHolds')
    return nextRun === undefined
      ? {
          what: 'there is no advice to apply: no settings that were tried meet the SLO',
          fix: 'change the SLO, the budget or the service, and plan again',
        }
      : { what: 'there is no advice to apply yet: what was recorded can’t carry one', fix: nextRun };
  if (decision.kind === 'withdrawn')
    return {
      what: `the advice is withdrawn: the re-run ${decision.proof.verifiedBy} has shown that its settings do not hold`,
      fix: `plan again with both runs: headroom plan ${shellPath(folder)} and the folder of the re-run`,
    };
  if (decision.kind !== 'recordWhole' && decision.kind !== 'interim') return null;
  return {
    what: 'the advice is interim: a further run comes first, and may change it',
    fix: `${nextRun ?? recordWholeText}${tryIt(advice, folder)}`,
  };
};

/**
 * Whether a plan recommends the settings that it names: what misses the SLO by least, what a further run may change and what
 * a re-run has refuted is not written. What each report recommends is decided in one place, which is asked here, too.
 *
 * @throws HeadroomError E_NOT_ENOUGH_DATA, whose exit code is that of such a plan, before anything is shown or written
 */
export const demandRecommended = async (
  advice: Recommendation,
  { folder, run }: { readonly folder: string; readonly run: Run },
): Promise<void> => {
  const refused = await refusal(advice, { folder, run });
  if (refused !== null) throw new HeadroomError('E_NOT_ENOUGH_DATA', { ...refused, where: folder });
};
