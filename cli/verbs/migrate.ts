import type { ArgumentsCamelCase, Argv } from 'yargs';

type Arguments = { readonly file: string; readonly out: string | undefined; readonly json: boolean };

/** `headroom migrate`: how yargs shows and reads it. */
export const migrateCommand = {
  command: 'migrate <file>',
  describe: 'show Azure ML v1 and v2 side by side, and the v2 deployment that does what a v1 file says',
  builder: (args: Argv) =>
    args
      .positional('file', {
        type: 'string',
        demandOption: true,
        describe: 'deploymentconfig.json, a script with SDK arguments, or a v2 deployment',
      })
      .option('out', { type: 'string', describe: 'write the v2 deployment into this new file' })
      .option('json', { type: 'boolean', default: false, describe: 'print it as JSON' }),
  handler: async ({ file, out, json }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { runMigrate } = await import('../migrate/run-migrate.ts');
    await runMigrate({ file, out, asJson: json });
  },
};
