import { HeadroomError } from '../../errors/headroom-error.ts';
import { canFind } from '../../planner/compare/can-find.ts';
import { baseSideOf, firedSame, sideOf } from '../../planner/compare/sides.ts';
import { unlikeAmong } from '../../planner/compare/unlike.ts';
import { renderCanFind } from '../../reports/can-find-terminal.ts';
import { canFindSchema } from '../../runs/schema/plan/can-find.ts';
import { printAnswer } from '../output/print.ts';
import { readRecording } from '../read-recording.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { baselineFolder } from '../runs/baselines.ts';
import { type CompareArguments, refuseOtherLoads, refuseUnlike } from './run-compare.ts';
import { readTolerances } from './tolerances.ts';

/** All that the command line names are repeats of one service, the baseline by its name too. */
const foldersOf = async ({
  base,
  runs,
  alsoBase = [],
  baseline,
  runsFolder,
}: CompareArguments): Promise<string[]> => {
  const named = baseline === undefined ? [] : [await baselineFolder(runsFolder, baseline)];
  return [...named, base, ...runs, ...alsoBase];
};

const refusePage = (where: string): never => {
  throw new HeadroomError('E_USAGE', {
    what: '--can-find compares nothing, so there is no page to write',
    where,
    fix: 'leave out --html, or --can-find',
  });
};

/**
 * `headroom compare --can-find`: how small a difference from some runs further ones would show, before they are fired.
 *
 * @throws HeadroomError as `runCompare`, and E_USAGE for an HTML file
 */
export const runCanFind = async (args: CompareArguments): Promise<void> => {
  if (args.html !== undefined) refusePage(args.html);
  const tolerances = readTolerances(args.tolerance);
  const folders = await foldersOf(args);
  await refuseRepeated(folders);
  const recordings = await Promise.all(folders.map(readRecording));
  const side = sideOf(recordings);
  refuseOtherLoads(side);
  if (!args.unlike)
    refuseUnlike({ unlike: unlikeAmong(recordings.map(({ run }) => run)) }, folders.join(' '));
  const found = canFindSchema.parse(canFind(baseSideOf(side, firedSame(recordings)), tolerances));
  printAnswer(found, { asJson: args.json, text: () => renderCanFind(found) });
};
