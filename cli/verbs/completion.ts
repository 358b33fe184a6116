import type { ArgumentsCamelCase, Argv } from 'yargs';

type Arguments = { readonly shell: string };

/** `headroom completion`: how yargs shows and reads it. `npm run help` writes the scripts. */
export const completionCommand = {
  command: 'completion <shell>',
  describe: 'print a script that completes verbs and options: bash, zsh or fish',
  builder: (args: Argv) =>
    args.positional('shell', { choices: ['bash', 'zsh', 'fish'], demandOption: true, type: 'string' }),
  handler: async ({ shell }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { readFile } = await import('node:fs/promises');
    const { dirname, join } = await import('node:path');
    const { launcherPath } = await import('../version.ts');
    const file = join(dirname(launcherPath), 'completion', `headroom.${shell}`);
    process.stdout.write(await readFile(file, 'utf8'));
  },
};
