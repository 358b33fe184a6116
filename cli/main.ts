import yargs from 'yargs';
import { exit } from '../errors/catalogue.ts';
import { formatError, HeadroomError } from '../errors/headroom-error.ts';
import { applyCommand } from './verbs/apply.ts';
import { capacityCommand } from './verbs/capacity.ts';
import { compareCommand } from './verbs/compare.ts';
import { configCommand } from './verbs/config.ts';
import { demoCommand } from './verbs/demo.ts';
import { doctorCommand } from './verbs/doctor.ts';
import { explainCommand } from './verbs/explain.ts';
import { initCommand } from './verbs/init.ts';
import { k6Command } from './verbs/k6.ts';
import { lintCommand } from './verbs/lint.ts';
import { migrateCommand } from './verbs/migrate.ts';
import { planCommand } from './verbs/plan.ts';
import { rbacCommand } from './verbs/rbac.ts';
import { reportCommand } from './verbs/report.ts';
import { rollbackCommand } from './verbs/rollback.ts';
import { sandboxCommand } from './verbs/sandbox.ts';
import { simulateCommand } from './verbs/simulate.ts';
import { testCommand } from './verbs/test.ts';
import { tuneCommand } from './verbs/tune.ts';
import { verifyCommand } from './verbs/verify.ts';

const usage = `headroom: spike-test a scoring endpoint on Kubernetes, explain every failed second,
and find the autoscaler settings that hold it.

Usage: headroom <verb> [options]`;

const exitCodesHelp = `Exit codes: 0 SLO met · 1 internal · 2 usage or config · 3 SLO not met · 4 not enough data ·
5 verification failed · 6 k6 missing or failed · 7 endpoint out of reach or refusing, or cluster ·
8 no verdict: the load did not run as planned · 130 interrupted`;

/** Columns of the help text: fixed, so that the text is the same on every terminal. */
const helpColumns = 110;

/** The parser with every verb. Verbs are described here and in cli/verbs; their work is imported when one runs. */
export const createParser = (argv: readonly string[]) =>
  yargs([...argv])
    .scriptName('headroom')
    .usage(usage)
    .command(initCommand)
    .command(doctorCommand)
    .command(testCommand)
    .command(reportCommand)
    .command(explainCommand)
    .command(planCommand)
    .command(capacityCommand)
    .command(compareCommand)
    .command(applyCommand)
    .command(rollbackCommand)
    .command(verifyCommand)
    .command(tuneCommand)
    .command(simulateCommand)
    .command(sandboxCommand)
    .command(demoCommand)
    .command(lintCommand)
    .command(migrateCommand)
    .command(rbacCommand)
    .command(k6Command)
    .command(configCommand)
    .option('verbose', { type: 'boolean', default: false, describe: 'show the cause of an error' })
    .epilogue(exitCodesHelp)
    .version(false)
    .wrap(helpColumns)
    .strict()
    .recommendCommands()
    .demandCommand(1, 'name a verb')
    .exitProcess(false)
    .fail((message, error) => {
      // yargs would go on to run the verb if this did not throw.
      throw (
        error ??
        new HeadroomError('E_USAGE', { what: message, fix: 'headroom --help lists the verbs and options' })
      );
    });

/** `help plan` asks what `plan --help` asks. */
const withHelpAsOption = ([first, ...rest]: readonly string[]): readonly string[] =>
  first === 'help' ? [...rest, '--help'] : first === undefined ? [] : [first, ...rest];

/** Runs one command line and gives the exit code; prints errors to stderr in the catalogue's form. */
export const main = async (argv: readonly string[]): Promise<number> => {
  try {
    process.exitCode = exit.ok;
    await createParser(withHelpAsOption(argv)).parseAsync();
    return Number(process.exitCode ?? exit.ok);
  } catch (error) {
    const verbose = argv.includes('--verbose');
    if (error instanceof HeadroomError) {
      console.error(formatError(error));
      if (verbose) for (const { cause } of error.details) if (cause) console.error(cause);
      return error.exitCode;
    }
    console.error(error instanceof Error ? (verbose ? error.stack : `E_INTERNAL: ${error.message}`) : error);
    return exit.internal;
  }
};
