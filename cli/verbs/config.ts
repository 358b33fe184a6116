import type { ArgumentsCamelCase, Argv } from 'yargs';
import { configOption } from '../shared-options.ts';

type Arguments = { readonly what: string | undefined; readonly config: string };

const printSchema = async (): Promise<void> => {
  const { configJsonSchema } = await import('../../config/described/json-schema.ts');
  console.log(JSON.stringify(configJsonSchema(), null, 2));
};

/** `headroom config`: how yargs shows and reads it. */
export const configCommand = {
  command: 'config <what>',
  describe: 'check: every fault of k6.config.ts, or what it would do; schema: its JSON Schema',
  builder: (args: Argv) =>
    args
      .positional('what', { choices: ['schema', 'check'], demandOption: true, type: 'string' })
      .option('config', configOption),
  handler: async ({ what, config }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    if (what === 'schema') return printSchema();
    const { checkConfig } = await import('../config/run-config.ts');
    await checkConfig(config);
  },
};
