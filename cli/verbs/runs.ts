import type { ArgumentsCamelCase, Argv } from 'yargs';
import { runsOption } from '../shared-options.ts';

type ListArguments = { readonly runs: string; readonly tag: string | undefined; readonly json: boolean };

type PruneArguments = {
  readonly runs: string;
  readonly keep: number | undefined;
  readonly 'older-than': string | undefined;
  readonly yes: boolean;
};

type BaselineArguments = {
  readonly runs: string;
  readonly name: string;
  readonly run: string | undefined;
  readonly remove: boolean;
};

const pruneCommand = {
  command: 'prune',
  describe: 'remove old runs, never a baseline; without --yes it only lists them',
  builder: (args: Argv<{ runs: string }>) =>
    args
      .option('keep', { type: 'number', describe: 'keep so many of the newest' })
      .option('older-than', { type: 'string', describe: 'remove those older than 12h, 30d or 8w' })
      .conflicts('keep', 'older-than')
      .option('yes', { type: 'boolean', default: false, describe: 'remove them' }),
  handler: async ({ runs, ...rule }: ArgumentsCamelCase<PruneArguments>): Promise<void> => {
    const { pruneRuns } = await import('../runs/run-runs.ts');
    await pruneRuns(runs, rule, Date.now());
  },
};

const baselineCommand = {
  command: 'baseline <name> [run]',
  describe: 'keep a run under a name for `compare --baseline`; the newest where none is named',
  builder: (args: Argv<{ runs: string }>) =>
    args
      .positional('name', { type: 'string', demandOption: true, describe: 'such as main' })
      .positional('run', { type: 'string', describe: 'its folder, or its name in the folder of runs' })
      .option('remove', { type: 'boolean', default: false, describe: 'forget the name; its run stays' }),
  handler: async ({ runs, ...named }: ArgumentsCamelCase<BaselineArguments>): Promise<void> => {
    const { setBaseline } = await import('../runs/run-runs.ts');
    await setBaseline(runs, named);
  },
};

/** The verbs whose first word is `runs`. */
export const runsParts = [pruneCommand, baselineCommand] as const;

/** `headroom runs`: how yargs shows and reads it. */
export const runsCommand = {
  command: 'runs',
  describe:
    'list the recorded runs: verdict, peak, proof, title, commit, tags; prune old ones, name baselines',
  builder: (args: Argv) =>
    args
      .option('runs', { ...runsOption, global: true })
      .command(pruneCommand)
      .command(baselineCommand)
      .option('tag', { type: 'string', global: false, describe: 'only runs with this tag' })
      .option('json', { type: 'boolean', global: false, default: false, describe: 'print JSON' })
      .demandCommand(0),
  handler: async ({ runs, tag, json }: ArgumentsCamelCase<ListArguments>): Promise<void> => {
    const { printRuns } = await import('../runs/run-runs.ts');
    await printRuns(runs, { tag, json, nowMs: Date.now() });
  },
};
