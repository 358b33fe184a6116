import type { ArgumentsCamelCase } from 'yargs';
import { exit } from '../../errors/catalogue.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { calibrate } from '../../planner/calibrate/calibrate.ts';
import { compareRuns } from '../../planner/compare/compare.ts';
import { furtherRuns } from '../../planner/compare/run-spread.ts';
import { analyze } from '../../planner/result/build-result.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { renderComparison } from '../../reports/comparison-terminal.ts';
import { unlikeText } from '../../reports/words/comparison.ts';
import { notAsPlannedText } from '../../reports/words/load-as-planned.ts';
import { type Comparison, comparisonSchema } from '../../runs/schema/comparison.ts';
import { readRecording } from '../read-recording.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { readTolerances } from './tolerances.ts';

/** What the command line of `headroom compare` says, by the names of its options. */
export type CompareArguments = {
  readonly base: string;
  readonly runs: readonly string[];
  readonly alsoBase?: readonly string[] | undefined;
  readonly tolerance: readonly string[];
  readonly unlike: boolean;
  readonly json: boolean;
};

const exitCodes: Readonly<Record<Comparison['verdict'], number>> = {
  better: exit.ok,
  same: exit.ok,
  worse: exit.sloNotMet,
  cantTell: exit.noVerdict,
};

/** A load that was cut or late is another load. */
const resultsOf = (recordings: readonly Recording[]) =>
  recordings.map((recording) => {
    const { result } = analyze(recording);
    const fault = notAsPlannedText(result);
    if (fault === undefined) return result;
    throw new HeadroomError('E_NOT_ENOUGH_DATA', {
      what: `${result.run.id} can't be compared. ${fault}`,
      where: result.run.id,
      fix: 'record the run again',
    });
  });

const refuseUnlike = ({ unlike }: Comparison, where: string): void => {
  if (unlike.length === 0) return;
  throw new HeadroomError('E_USAGE', {
    what: `${unlikeText(unlike)}, so a difference need not be one of the services`,
    where,
    fix: 'compare runs of the same load, or say --unlike',
  });
};

/**
 * `headroom compare`: whether runs of the same load differ beyond chance, and by how much.
 *
 * @throws HeadroomError E_RUN_FOLDER; E_USAGE for unlike loads and a run named twice; E_NOT_ENOUGH_DATA for a load that did not run as planned
 */
export const runCompare = async (args: ArgumentsCamelCase<CompareArguments>): Promise<void> => {
  const tolerances = readTolerances(args.tolerance);
  await refuseRepeated([args.base, ...(args.alsoBase ?? []), ...args.runs]);
  const bases = await Promise.all([args.base, ...(args.alsoBase ?? [])].map(readRecording));
  const compared = await Promise.all(args.runs.map(readRecording));
  const results = resultsOf(bases);
  const further = furtherRuns(calibrate(bases), bases[0]!.run);
  const comparison = comparisonSchema.parse(
    compareRuns({ results, further }, resultsOf(compared), tolerances),
  );
  if (!args.unlike) refuseUnlike(comparison, args.runs.join(' '));
  console.log(args.json ? JSON.stringify(comparison) : renderComparison(comparison));
  process.exitCode = exitCodes[comparison.verdict];
};
