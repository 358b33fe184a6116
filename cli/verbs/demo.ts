import type { ArgumentsCamelCase, Argv } from 'yargs';

type Arguments = { readonly runs: string; readonly quick: boolean };

/** `headroom demo`: how yargs shows and reads it. */
export const demoCommand = {
  command: 'demo',
  describe: 'the whole loop on a laptop, without a cluster: sandbox, spike, advice, the same spike again',
  builder: (args: Argv) =>
    args
      .option('runs', { type: 'string', default: 'runs', describe: 'folder in which the run folder is made' })
      .option('quick', {
        type: 'boolean',
        default: false,
        describe: 'a spike of seconds and its report: a first look, without advice and proof',
      }),
  handler: async ({ runs, quick }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { runDemo } = await import('../demo/run-demo.ts');
    await runDemo({ runsFolder: runs, isQuick: quick });
  },
};
