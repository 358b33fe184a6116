import type { ArgumentsCamelCase, Argv } from 'yargs';
import { printNote } from '../output/print.ts';
import { configOption } from '../shared-options.ts';

type Arguments = { readonly config: string; readonly json: boolean };

/** `headroom doctor`: how yargs shows and reads it. */
export const doctorCommand = {
  command: 'doctor',
  describe: 'look at what is often wrong before a load: k6, endpoint, cluster, rights, autoscaler',
  builder: (args: Argv) =>
    args
      .option('config', configOption)
      .option('json', { type: 'boolean', default: false, describe: 'print the findings as JSON' }),
  handler: async ({ config: file, json }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { loadConfig } = await import('../../config/load-config.ts');
    const { runDoctor } = await import('../doctor/run-doctor.ts');
    await runDoctor(await loadConfig(file), { asJson: json, note: printNote });
  },
};
