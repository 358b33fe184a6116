import type { ArgumentsCamelCase, Argv } from 'yargs';
import { print } from '../output/print.ts';
import { advisedRun, configOption, recreatedOption } from '../shared-options.ts';

type Arguments = {
  readonly run: string;
  readonly config: string;
  readonly object: string | undefined;
  readonly yes: boolean;
  readonly force: boolean;
  readonly recreated: boolean;
};

/** `headroom apply`: how yargs shows and reads it. */
export const applyCommand = {
  command: 'apply <run>',
  describe: 'show what an advice changes in the cluster or in Azure, by a dry run there; write it with --yes',
  builder: (args: Argv) =>
    args
      .positional('run', advisedRun)
      .option('config', configOption)
      .option('object', {
        type: 'string',
        describe:
          'Kind/name to write to, such as HorizontalPodAutoscaler/score (default: what scales the service)',
      })
      .option('yes', { type: 'boolean', default: false, describe: 'write it' })
      .option('force', {
        type: 'boolean',
        default: false,
        describe: 'write also where a GitOps tool keeps the object as Git has it',
      })
      .option('recreated', recreatedOption),
  handler: async (args: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { loadConfig } = await import('../../config/load-config.ts');
    const { runApply } = await import('../apply/run-apply.ts');
    const { forConfig } = await import('../output/for-config.ts');
    const { nextLine } = await import('../output/next-command.ts');
    const { exit } = await import('../../errors/exit-codes.ts');
    const config = await loadConfig(args.config, { sendsNothing: true });
    const end = await runApply(config, {
      folder: args.run,
      object: args.object,
      isAllowed: args.yes,
      isForced: args.force,
      isRecreated: args.recreated,
      note: print,
    });
    const { shellPath } = await import('../../errors/shell-path.ts');
    const run = shellPath(args.run);
    const object = args.object === undefined ? '' : ` --object ${shellPath(args.object)}`;
    const flags = `${args.force ? ' --force' : ''}${args.recreated ? ' --recreated' : ''}`;
    const again = `headroom apply ${run}${object}${flags} --yes`;
    const verify = nextLine(forConfig(`headroom verify ${run} --applied`, config));
    const words = {
      written: `applied\n${verify}`,
      shown: `nothing was written: say --yes to write it\n${nextLine(forConfig(again, config))}`,
      byHand: `nothing was written, as only the Python SDK can: make this call, then\n${verify}`,
    };
    print(words[end]);
    process.exitCode = end === 'byHand' && args.yes ? exit.usage : exit.ok;
  },
};
