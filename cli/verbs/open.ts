import type { ArgumentsCamelCase, Argv } from 'yargs';
import { runsOption } from '../shared-options.ts';

type Arguments = { readonly run: string | undefined; readonly runs: string };

/** `headroom open`: how yargs shows and reads it. */
export const openCommand = {
  command: 'open [run]',
  describe: 'open the report of a run in the browser, the newest where none is named',
  builder: (args: Argv) =>
    args
      .positional('run', { type: 'string', describe: 'its folder, or its name in the folder of runs' })
      .option('runs', runsOption),
  handler: async ({ run, runs }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { openReport } = await import('../runs/open-report.ts');
    await openReport(runs, run);
  },
};
