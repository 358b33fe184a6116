import { basename, dirname, resolve } from 'node:path';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { compareRuns } from '../../planner/compare/compare.ts';
import { baseSideOf, firedSame, type Side, sideOf } from '../../planner/compare/sides.ts';
import type { ComparedResults } from '../../reports/charts/comparison-figure.ts';
import { renderComparisonHtml } from '../../reports/comparison-html.ts';
import { renderComparison } from '../../reports/comparison-terminal.ts';
import { unlikeFix, unlikeText } from '../../reports/words/proof/comparison.ts';
import { notAsPlannedText } from '../../reports/words/run/load-as-planned.ts';
import { writeText } from '../../runs/folder.ts';
import { type Comparison, comparisonSchema } from '../../runs/schema/comparison.ts';
import { announceComparison, told } from '../ci/announce.ts';
import { exitCodeOfComparison } from '../exit-codes.ts';
import { forRecordedConfig } from '../output/for-config.ts';
import { nextAfterComparison, nextLine } from '../output/next-command.ts';
import { printAnswer } from '../output/print.ts';
import { readRecording } from '../read-recording.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { refuseWhileFired } from '../refuse-while-fired.ts';
import { baselineFolder } from '../runs/baselines.ts';
import { readTolerances } from './tolerances.ts';

/** What the command line of `headroom compare` says, by the names of its options. */
export type CompareArguments = {
  readonly base: string;
  readonly runs: readonly string[];
  readonly baseline?: string | undefined;
  readonly runsFolder: string;
  readonly alsoBase?: readonly string[] | undefined;
  readonly tolerance: readonly string[];
  readonly unlike: boolean;
  /** A file to write the comparison into, with charts. */
  readonly html?: string | undefined;
  readonly json: boolean;
};

/** A load that was cut or late is another load. @throws HeadroomError E_NOT_ENOUGH_DATA */
export const refuseOtherLoads = ({ results }: Side): void => {
  for (const result of results) {
    const fault = notAsPlannedText(result);
    if (fault === undefined) continue;
    throw new HeadroomError('E_NOT_ENOUGH_DATA', {
      what: `${result.run.id} can't be compared. ${fault}`,
      where: result.run.id,
      fix: 'record the run again',
    });
  }
};

/** @throws HeadroomError E_USAGE where the loads differ */
export const refuseUnlike = ({ unlike }: Pick<Comparison, 'unlike'>, where: string): void => {
  if (unlike.length === 0) return;
  throw new HeadroomError('E_USAGE', {
    what: `${unlikeText(unlike)}, so a difference need not be one of the services`,
    where,
    fix: unlikeFix(unlike),
  });
};

type Folders = { readonly base: readonly string[]; readonly compared: readonly string[] };

/** With a baseline by name, all runs of the command line are compared with it. */
const foldersOf = async ({
  base,
  runs,
  alsoBase = [],
  baseline,
  runsFolder,
}: Omit<CompareArguments, 'json'>): Promise<Folders> => {
  if (baseline !== undefined) {
    return { base: [await baselineFolder(runsFolder, baseline), ...alsoBase], compared: [base, ...runs] };
  }
  if (runs.length > 0) return { base: [base, ...alsoBase], compared: runs };
  throw new HeadroomError('E_USAGE', {
    what: 'it takes two runs to compare',
    where: base,
    fix: 'name the base and then the run to compare, or the base by --baseline',
  });
};

type Compared = {
  readonly comparison: Comparison;
  readonly results: ComparedResults;
  /** The folder of the first run that was compared with the base. */
  readonly folder: string;
};

const compare = async (args: Omit<CompareArguments, 'json'>): Promise<Compared> => {
  const tolerances = readTolerances(args.tolerance);
  const folders = await foldersOf(args);
  await refuseWhileFired([...folders.base, ...folders.compared]);
  await refuseRepeated([...folders.base, ...folders.compared]);
  const bases = await Promise.all(folders.base.map(readRecording));
  const others = await Promise.all(folders.compared.map(readRecording));
  const [base, compared] = [sideOf(bases), sideOf(others)];
  for (const side of [base, compared]) refuseOtherLoads(side);
  const comparison = comparisonSchema.parse(
    compareRuns(baseSideOf(base, firedSame([...bases, ...others])), compared, tolerances),
  );
  if (!args.unlike) refuseUnlike(comparison, folders.compared.join(' '));
  return {
    comparison,
    results: { base: base.results, compared: compared.results },
    folder: folders.compared[0]!,
  };
};

/**
 * Whether runs of the same load differ beyond chance, and by how much.
 *
 * @throws HeadroomError E_RUN_FOLDER; E_USAGE for unlike loads and a run named twice; E_NOT_ENOUGH_DATA for a load that did not run as planned
 */
export const comparisonOf = async (args: Omit<CompareArguments, 'json'>): Promise<Comparison> =>
  (await compare(args)).comparison;

/** `headroom compare`: the comparison on stdout, and its exit code. @throws HeadroomError as `comparisonOf`, and E_DISK */
export const runCompare = async (args: CompareArguments): Promise<void> => {
  const { comparison, results, folder } = await compare(args);
  if (args.html !== undefined) {
    const file = resolve(args.html);
    await writeText(dirname(file), basename(file), await renderComparisonHtml(comparison, results));
  }
  printAnswer(comparison, {
    asJson: args.json,
    text: () =>
      `${renderComparison(comparison)}\n${nextLine(forRecordedConfig(nextAfterComparison(comparison, folder), results.compared[0]!.run, folder))}`,
  });
  await announceComparison(comparison, told(args));
  process.exitCode = exitCodeOfComparison(comparison);
};
