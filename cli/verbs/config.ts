import type { ArgumentsCamelCase, Argv } from 'yargs';
import { formatQuantity } from '../../reports/format.ts';
import { configOption } from '../shared-options.ts';

type Arguments = { readonly what: string | undefined; readonly config: string };

const printSchema = async (): Promise<void> => {
  const { configJsonSchema } = await import('../../config/json-schema.ts');
  console.log(JSON.stringify(configJsonSchema(), null, 2));
};

const check = async (file: string): Promise<void> => {
  const { loadConfig } = await import('../../config/load-config.ts');
  const { readAllPayloads } = await import('../../load/plan/payloads.ts');
  const config = await loadConfig(file);
  for (const { notes } of await readAllPayloads(config.endpoints))
    for (const note of notes) console.error(note);
  for (const warning of config.warnings) console.error(`warning: ${warning}`);
  console.log(
    `${file}: valid. ${formatQuantity(config.phases.length, 'phase')} against ${config.target.url}`,
  );
};

/** `headroom config`: how yargs shows and reads it. */
export const configCommand = {
  command: 'config <what>',
  describe: 'schema: print the JSON Schema of k6.config.ts; check: validate the file',
  builder: (args: Argv) =>
    args
      .positional('what', { choices: ['schema', 'check'], demandOption: true, type: 'string' })
      .option('config', configOption),
  handler: async ({ what, config }: ArgumentsCamelCase<Arguments>): Promise<void> =>
    what === 'schema' ? printSchema() : check(config),
};
