import type { ArgumentsCamelCase, Argv } from 'yargs';
import { print } from '../output/print.ts';
import { configOption } from '../shared-options.ts';

type Arguments = { readonly run: string; readonly config: string; readonly yes: boolean };

/** `headroom rollback`: how yargs shows and reads it. */
export const rollbackCommand = {
  command: 'rollback <run>',
  describe:
    'restore what was in the cluster or in Azure before apply, verify or tune wrote; show it without --yes',
  builder: (args: Argv) =>
    args
      .positional('run', { type: 'string', demandOption: true, describe: 'run folder with an applied.json' })
      .option('config', configOption)
      .option('yes', { type: 'boolean', default: false, describe: 'restore it' }),
  handler: async (args: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { loadConfig } = await import('../../config/load-config.ts');
    const { forConfig } = await import('../output/for-config.ts');
    const { nextLine } = await import('../output/next-command.ts');
    const { shellPath } = await import('../../errors/shell-path.ts');
    const { runRollback } = await import('../apply/run-rollback.ts');
    const config = await loadConfig(args.config, { sendsNothing: true });
    const end = await runRollback(config, {
      folder: args.run,
      isAllowed: args.yes,
      note: print,
    });
    if (end === 'restored') print(`restored\n${nextLine(forConfig('headroom doctor', config))}`);
    if (end === 'shown')
      print(
        `nothing was restored: say --yes to restore it\n${nextLine(forConfig(`headroom rollback ${shellPath(args.run)} --yes`, config))}`,
      );
  },
};
