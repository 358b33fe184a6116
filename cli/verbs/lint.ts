import type { ArgumentsCamelCase, Argv } from 'yargs';

type Arguments = { readonly files: readonly string[]; readonly json: boolean };

/** `headroom lint`: how yargs shows and reads it. */
export const lintCommand = {
  command: 'lint <files..>',
  describe: 'find traps in settings files: HPA, KEDA, Knative, KServe, Azure ML v1 and v2',
  builder: (args: Argv) =>
    args
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe:
          'YAML or JSON files, or Python scripts with SDK arguments; other objects in them are passed over',
      })
      .option('json', { type: 'boolean', default: false, describe: 'print the findings as JSON' }),
  handler: async ({ files, json }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { runLint } = await import('../lint/run-lint.ts');
    await runLint({ files, asJson: json });
  },
};
