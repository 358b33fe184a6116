import type { ArgumentsCamelCase, Argv } from 'yargs';
import type { CompareArguments } from '../compare/run-compare.ts';

type Arguments = Omit<CompareArguments, 'runsFolder'> & {
  readonly 'runs-folder': string;
  readonly 'can-find': boolean;
};

/** `headroom compare`: how yargs shows and reads it. */
export const compareCommand = {
  command: 'compare <base> [runs..]',
  describe: 'whether runs of the same load differ beyond chance: better, same, worse, or can’t tell',
  builder: (args: Argv) =>
    args
      .positional('base', {
        type: 'string',
        demandOption: true,
        describe: 'the run folder to compare with; with --baseline the first one to compare',
      })
      .positional('runs', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe: 'the run to compare; several are repeats of the same',
      })
      .option('baseline', {
        type: 'string',
        describe: 'compare with the run that `headroom runs baseline` keeps under this name',
      })
      .option('runs-folder', {
        type: 'string',
        default: 'runs',
        describe: 'with --baseline: where they are kept',
      })
      .option('also-base', {
        type: 'string',
        array: true,
        describe: 'further runs of the base: repeats of the same',
      })
      .option('tolerance', {
        type: 'string',
        array: true,
        default: [] as string[],
        describe:
          'a difference that does not matter: p95=5%, errors=0.2%, service=3%, recovery=2s, replicas=1',
      })
      .option('can-find', {
        type: 'boolean',
        default: false,
        describe: 'compare nothing: say how small a difference from the base 1, 2, 4 and 8 runs would find',
      })
      .option('unlike', { type: 'boolean', default: false, describe: 'compare although the loads differ' })
      .option('html', {
        type: 'string',
        describe: 'also write this HTML file: every figure, and both sides in charts over each other',
      })
      .option('json', { type: 'boolean', default: false, describe: 'print JSON' })
      .epilogue('Exit codes: 0 better or same · 3 worse · 8 can’t tell · others: help exit-codes'),
  handler: async (args: ArgumentsCamelCase<Arguments>): Promise<void> => {
    if (args.canFind) {
      const { runCanFind } = await import('../compare/run-can-find.ts');
      await runCanFind(args);
      return;
    }
    const { runCompare } = await import('../compare/run-compare.ts');
    await runCompare(args);
  },
};
