import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { analyze } from '../../planner/result/build-result.ts';
import { renderPruned, renderRuns } from '../../reports/runs-terminal.ts';
import { notAsPlannedText } from '../../reports/words/run/load-as-planned.ts';
import { runListSchema } from '../../runs/schema/run-list.ts';
import { nextLine } from '../output/next-command.ts';
import { print, printNote } from '../output/print.ts';
import { typedPath } from '../output/shown-path.ts';
import { readRecording } from '../read-recording.ts';
import { forgetBaseline, nameBaseline } from './baselines.ts';
import { findRun } from './find-run.ts';
import { listRuns } from './list-runs.ts';
import { type PruneRule, readAge, removeRuns, runsToPrune } from './prune.ts';

/** What the command line of `headroom runs prune` says, by the names of its options. */
type PruneArguments = {
  readonly keep?: number | undefined;
  readonly olderThan?: string | undefined;
  readonly yes: boolean;
};

/**
 * `headroom runs`: the runs of a folder, newest first.
 *
 * @param tag only runs with this tag
 * @throws HeadroomError E_RUN_FOLDER
 */
export const printRuns = async (
  runsFolder: string,
  { tag, json, nowMs }: { readonly tag?: string | undefined; readonly json: boolean; readonly nowMs: number },
): Promise<void> => {
  const all = await listRuns(runsFolder);
  const runs = tag === undefined ? all : all.filter((one) => one.kind === 'run' && one.tags.includes(tag));
  if (json) console.log(JSON.stringify(runListSchema.parse({ schemaVersion: 1, runs })));
  else if (runs.length > 0) {
    print(renderRuns(runs, nowMs));
    const newest = runs.find(({ kind }) => kind === 'run');
    if (newest !== undefined) print(nextLine(`headroom open ${typedPath(join(runsFolder, newest.id))}`));
  } else if (!existsSync(runsFolder)) print(`no run: there is no folder ${runsFolder}`);
  else print(`no run ${tag === undefined ? '' : `with the tag ${tag} `}in ${runsFolder}`);
};

const ruleOf = ({ keep, olderThan }: PruneArguments): PruneRule => {
  if (keep !== undefined) return { by: 'count', keep };
  if (olderThan !== undefined) return { by: 'age', olderThanMs: readAge(olderThan) };
  throw new HeadroomError('E_USAGE', {
    what: 'it is not said which runs to remove',
    fix: 'give --keep 20, or --older-than 30d',
  });
};

/**
 * `headroom runs prune`: removes runs with `--yes`, else tells which ones it would remove.
 *
 * @throws HeadroomError E_USAGE, E_RUN_FOLDER, E_DISK
 */
export const pruneRuns = async (runsFolder: string, args: PruneArguments, nowMs: number): Promise<void> => {
  const rule = ruleOf(args);
  const runs = runsToPrune(await listRuns(runsFolder), rule, nowMs);
  if (args.yes) await removeRuns(runs);
  print(renderPruned(runs, { isDone: args.yes, nowMs }));
};

/**
 * `headroom runs baseline`: keeps a run under a name to compare with, or forgets that name. It warns of one that `compare` refuses.
 *
 * @param run the run by path or name; undefined: the newest
 * @throws HeadroomError E_USAGE, E_RUN_FOLDER
 */
export const setBaseline = async (
  runsFolder: string,
  {
    name,
    run,
    remove,
  }: { readonly name: string; readonly run?: string | undefined; readonly remove: boolean },
): Promise<void> => {
  if (remove) {
    await forgetBaseline(runsFolder, name);
    print(`${name} is no longer a baseline; its run stays`);
    return;
  }
  const folder = await findRun(runsFolder, run);
  await nameBaseline(runsFolder, name, folder);
  print(`baseline ${name}: ${folder}`);
  const fault = notAsPlannedText(analyze(await readRecording(folder)).result);
  if (fault !== undefined)
    printNote(`Warning: compare refuses this run. ${fault} Record it again, then name that run.`);
};
