import { dirname } from 'node:path';
import { predictedReplicas } from '../../planner/verify/start.ts';
import { decide } from '../../reports/decision.ts';
import type { Report } from '../../reports/report.ts';
import { decisionText } from '../../reports/words/plan/decision.ts';
import { afterMargin } from '../../reports/words/proof/margin-fired.ts';
import { verifyAgain } from '../../reports/words/proof/verification.ts';
import type { Comparison } from '../../runs/schema/comparison.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import type { WrittenReport } from '../write-report.ts';
import { forRecordedConfig } from './for-config.ts';
import { typedPath } from './shown-path.ts';
import { asStarted } from './started-as.ts';
import { withFolders } from './with-folders.ts';

/** The last line of an answer. */
export const nextLine = (command: string): string => asStarted(`next: ${command}`);

const decided = (report: Report, folder: string): string | undefined => {
  const [command] = decisionText(decide(report), report).commands;
  if (command === undefined) return undefined;
  const { run } = report.result;
  return forRecordedConfig(withFolders(command, { [run.id]: folder }), run, folder);
};

/** What to type after a test or its report, as that decides it; undefined: nothing is left to do. */
export const nextCommand = ({
  report,
  htmlPath,
}: Pick<WrittenReport, 'report' | 'htmlPath'>): string | undefined => decided(report, dirname(htmlPath));

/** What to type after a look at a recorded run: what its report decides, or else that report. */
export const nextAfterLook = (report: Report, folder: string): string =>
  decided(report, folder) ?? `headroom open ${typedPath(folder)}`;

type Proven = {
  readonly verification: Verification;
  /** The run that holds the advice, and the re-run that was to prove it. */
  readonly folder: string;
  readonly rerunFolder: string;
};

/** What to type after a re-run. */
export const nextAfterProof = ({ verification, folder, rerunFolder }: Proven): string => {
  const [planned, rerun] = [typedPath(folder), typedPath(rerunFolder)];
  const [margin] = afterMargin(verification, planned);
  if (verification.verdict === 'confirmed' && margin !== undefined)
    return withFolders(margin, { [verification.plannedFrom]: folder });
  const commands: Readonly<Record<Verification['verdict'], string>> = {
    // The proof is a second recording, and often shows that a replica less would do.
    confirmed: `headroom open ${planned} shows the proof; headroom plan ${planned} ${rerun} plans again from both runs, perhaps for less`,
    predictionOff: `headroom plan ${planned} ${rerun}`,
    refuted: `headroom plan ${planned} ${rerun}`,
    cantTell: verifyAgain(verification, planned, predictedReplicas(verification.settings.policy)),
  };
  return commands[verification.verdict];
};

const folderOf = ({ htmlPath }: Pick<WrittenReport, 'htmlPath'>): string => typedPath(dirname(htmlPath));

/** What to type after repeats: how small a difference from them further runs would show. */
export const nextOfRepeats = (all: readonly Pick<WrittenReport, 'htmlPath'>[]): string =>
  ['headroom compare', ...all.map(folderOf), '--can-find'].join(' ');

/** What to type after a comparison of a run with others. */
export const nextAfterComparison = (
  { verdict, runsToTell, unlike }: Pick<Comparison, 'verdict' | 'runsToTell' | 'unlike'>,
  folder: string,
): string => {
  const commands: Readonly<Record<Comparison['verdict'], string>> = {
    worse: `headroom explain ${typedPath(folder)}`,
    better: `headroom open ${typedPath(folder)}`,
    same: `headroom open ${typedPath(folder)}`,
    // More runs are asked for only where they would tell: of one config they are none of two loads.
    cantTell:
      runsToTell === null || unlike.length > 0
        ? `headroom open ${typedPath(folder)}`
        : `headroom test --repeat ${runsToTell}`,
  };
  return commands[verdict];
};
