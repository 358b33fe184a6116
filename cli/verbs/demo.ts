import type { ArgumentsCamelCase, Argv } from 'yargs';

type Arguments = { readonly runs: string; readonly quick: boolean };

export const demoCommand = {
  command: 'demo',
  describe:
    'start the sandbox, fire a spike at it, and report: the whole tool on a laptop, without a cluster',
  builder: (args: Argv) =>
    args
      .option('runs', { type: 'string', default: 'runs', describe: 'folder in which the run folder is made' })
      .option('quick', {
        type: 'boolean',
        default: false,
        describe: 'a spike of seconds: a first look, too short to recover',
      }),
  handler: async ({ runs, quick }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { runDemo } = await import('../demo.ts');
    await runDemo({ runsFolder: runs, isQuick: quick });
  },
};
