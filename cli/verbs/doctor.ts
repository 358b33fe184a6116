import type { ArgumentsCamelCase, Argv } from 'yargs';
import { printNote } from '../output/print.ts';
import { configOption } from '../shared-options.ts';

type Arguments = { readonly config: string; readonly yes: boolean; readonly json: boolean };

/** `headroom doctor`: how yargs shows and reads it. */
export const doctorCommand = {
  command: 'doctor',
  describe: 'look at what is often wrong before a load: k6, endpoint, cluster, rights, autoscaler',
  builder: (args: Argv) =>
    args
      .option('config', configOption)
      .option('yes', {
        type: 'boolean',
        default: false,
        describe: 'also start a pod of load.runners.image, which reports its version, and remove it',
      })
      .option('json', { type: 'boolean', default: false, describe: 'print the findings as JSON' }),
  handler: async ({ config: file, yes, json }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { loadConfig } = await import('../../config/load-config.ts');
    const { runDoctor } = await import('../doctor/run-doctor.ts');
    await runDoctor(await loadConfig(file), { asJson: json, mayAskImage: yes, note: printNote });
  },
};
