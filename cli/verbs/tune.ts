import type { ArgumentsCamelCase, Argv } from 'yargs';
import { printAnswer } from '../output/print.ts';
import { configOption, forceOption, marginOption, quietOption } from '../shared-options.ts';

type Arguments = {
  readonly config: string;
  readonly runs: string;
  readonly rounds: number;
  readonly 'budget-minutes': number;
  readonly margin: boolean;
  readonly yes: boolean;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
};

/** `headroom tune`: how yargs shows and reads it. */
export const tuneCommand = {
  command: 'tune',
  describe: 'test, plan, apply and verify until an advice is confirmed',
  builder: (args: Argv) =>
    args
      .option('config', configOption)
      .option('runs', { type: 'string', default: 'runs', describe: 'folder in which the runs are recorded' })
      .option('rounds', { type: 'number', default: 3, describe: 'try at most this many advices' })
      .option('budget-minutes', {
        type: 'number',
        default: 60,
        describe: 'start no round that would end later',
      })
      .option('margin', marginOption)
      .option('yes', {
        type: 'boolean',
        default: false,
        describe: 'the advice may be put into effect: cluster, Azure or sandbox',
      })
      .option('force', forceOption)
      .option('quiet', quietOption)
      .option('json', { type: 'boolean', default: false, describe: 'print JSON' }),
  handler: async (args: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { loadConfig } = await import('../../config/load-config.ts');
    const { createProgress } = await import('../output/live.ts');
    const { listenForInterrupt } = await import('../run/interrupt.ts');
    const { runTune } = await import('../tune/run-tune.ts');
    const { renderTuned } = await import('../output/tuned.ts');
    const { exitCodeOfTuned } = await import('../exit-codes.ts');
    using interrupt = listenForInterrupt();
    const config = await loadConfig(args.config);
    const tuned = await runTune(config, {
      runsFolder: args.runs,
      roundsMax: args.rounds,
      budgetMinutes: args.budgetMinutes,
      isAllowed: args.yes,
      firesMargin: args.margin,
      progress: createProgress(process.stderr, args),
      interrupt,
      isForced: args.force,
    });
    printAnswer(tuned, { asJson: args.json, text: () => renderTuned(tuned, config) });
    process.exitCode = exitCodeOfTuned(tuned);
  },
};
