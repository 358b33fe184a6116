import type { ArgumentsCamelCase, Argv } from 'yargs';
import {
  advisedRun,
  configOption,
  forceOption,
  marginOption,
  quietOption,
  recreatedOption,
} from '../shared-options.ts';

type Arguments = {
  readonly run: string;
  readonly config: string;
  readonly runs: string;
  readonly applied: boolean;
  readonly 'began-with': number | undefined;
  readonly yes: boolean;
  readonly force: boolean;
  readonly recreated: boolean;
  readonly margin: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
};

/** `headroom verify`: how yargs shows and reads it. */
export const verifyCommand = {
  command: 'verify <run>',
  describe: 'prove an advice: apply it, fire the same load again, score the prediction',
  builder: (args: Argv) =>
    args
      .positional('run', advisedRun)
      .option('config', configOption)
      .option('runs', { type: 'string', default: 'runs', describe: 'folder in which the re-run is recorded' })
      .option('applied', {
        type: 'boolean',
        default: false,
        describe: 'you have applied the settings already',
      })
      .option('began-with', {
        type: 'number',
        describe: 'ready replicas when the load begins, as you state it where the cluster can’t be read',
      })
      .option('margin', marginOption)
      .option('yes', {
        type: 'boolean',
        default: false,
        describe: 'the advice may be put into effect: cluster, Azure or sandbox',
      })
      .option('force', forceOption)
      .option('recreated', recreatedOption)
      .option('quiet', quietOption)
      .option('json', { type: 'boolean', default: false, describe: 'print verification.json' }),
  handler: async (args: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { loadConfig } = await import('../../config/load-config.ts');
    const { createProgress } = await import('../output/live.ts');
    const { listenForInterrupt } = await import('../run/interrupt.ts');
    const { readAdvice, runVerify } = await import('../verify/run-verify.ts');
    const { announce, told } = await import('../ci/announce.ts');
    const { printProofInShort, printVerified } = await import('../output/print-verified.ts');
    const { exitCodeOfProof } = await import('../exit-codes.ts');
    // Before the config, which asks for a key: without an advice nothing is fired.
    await readAdvice(args.run);
    using interrupt = listenForInterrupt();
    const config = await loadConfig(args.config);
    const verified = await runVerify(config, {
      folder: args.run,
      runsFolder: args.runs,
      isApplied: args.applied,
      isAllowed: args.yes,
      beganWith: args.beganWith,
      progress: createProgress(process.stderr, args),
      interrupt,
      isForced: args.force,
      isRecreated: args.recreated,
      firesMargin: args.margin,
    });
    const { verification } = verified;
    if (args.json) console.log(JSON.stringify(verification));
    else {
      printVerified(verified);
      printProofInShort(verified, config);
    }
    await announce(verified, told(args));
    process.exitCode = exitCodeOfProof(verification);
  },
};
