import { dirname } from 'node:path';
import { decide } from '../../reports/decision.ts';
import type { Report } from '../../reports/report.ts';
import { decisionText } from '../../reports/words/decision.ts';
import type { Comparison } from '../../runs/schema/comparison.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import type { WrittenReport } from '../write-report.ts';
import { shownPath } from './shown-path.ts';

/** The last line of an answer. */
export const nextLine = (command: string): string => `next: ${command}`;

const decided = (report: Report, folder: string): string | undefined =>
  // The report knows the run by its id; here its folder is known.
  decisionText(decide(report), report).commands[0]?.replaceAll(`runs/${report.result.run.id}`, () =>
    shownPath(folder),
  );

/** What to type after a test, as its report decides it; undefined: nothing is left to do. */
export const nextCommand = ({
  report,
  htmlPath,
}: Pick<WrittenReport, 'report' | 'htmlPath'>): string | undefined => decided(report, dirname(htmlPath));

/** What to type after a look at a recorded run: what its report decides, or else that report. */
export const nextAfterLook = (report: Report, folder: string): string =>
  decided(report, folder) ?? `headroom open ${shownPath(folder)}`;

type Proven = {
  readonly verification: Verification;
  /** The run that holds the advice, and the re-run that was to prove it. */
  readonly folder: string;
  readonly rerunFolder: string;
};

/** What to type after a re-run. */
export const nextAfterProof = ({ verification, folder, rerunFolder }: Proven): string => {
  const [planned, rerun] = [shownPath(folder), shownPath(rerunFolder)];
  const commands: Readonly<Record<Verification['verdict'], string>> = {
    confirmed: `headroom open ${planned}`,
    predictionOff: `headroom plan ${planned} ${rerun}`,
    refuted: `headroom plan ${planned} ${rerun}`,
    cantTell: `headroom verify ${planned}`,
  };
  return commands[verification.verdict];
};

const folderOf = ({ htmlPath }: Pick<WrittenReport, 'htmlPath'>): string => shownPath(dirname(htmlPath));

/** What to type after repeats: how small a difference from them further runs would show. */
export const nextOfRepeats = (all: readonly Pick<WrittenReport, 'htmlPath'>[]): string =>
  ['headroom compare', ...all.map(folderOf), '--can-find'].join(' ');

/** Where nothing tells how many runs it takes, so many show whether chance gets smaller. */
const repeats = 4;

/** What to type after a comparison of a run with others. */
export const nextAfterComparison = (
  { verdict, runsToTell }: Pick<Comparison, 'verdict' | 'runsToTell'>,
  folder: string,
): string => {
  const commands: Readonly<Record<Comparison['verdict'], string>> = {
    worse: `headroom explain ${shownPath(folder)}`,
    better: `headroom open ${shownPath(folder)}`,
    same: `headroom open ${shownPath(folder)}`,
    cantTell: `headroom test --repeat ${runsToTell ?? repeats}`,
  };
  return commands[verdict];
};
