import type { ArgumentsCamelCase, Argv } from 'yargs';
import { print } from '../output/print.ts';
import { configOption } from '../shared-options.ts';

type Arguments = { readonly config: string; readonly namespace: string | undefined; readonly yes: boolean };

/** `headroom clean`: how yargs shows and reads it. */
export const cleanCommand = {
  command: 'clean',
  describe: 'show what tests that crashed left in the cluster for their runners; remove it with --yes',
  builder: (args: Argv) =>
    args
      .option('config', configOption)
      .option('namespace', { type: 'string', describe: 'of the runners, if not as in the config' })
      .option('yes', { type: 'boolean', default: false, describe: 'remove it' }),
  handler: async ({ config: file, namespace, yes }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { loadConfig } = await import('../../config/load-config.ts');
    const { runClean } = await import('../clean/run-clean.ts');
    const config = await loadConfig(file, { sendsNothing: true });
    for (const line of await runClean({ config, namespace, isAllowed: yes, nowMs: Date.now() })) print(line);
  },
};
