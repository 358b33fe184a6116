import { resolve } from 'node:path';
import yargs, { type CommandModule } from 'yargs';
import { exit, exitCodesInShort, helpColumns } from '../errors/exit-codes.ts';
import { formatError, HeadroomError } from '../errors/headroom-error.ts';
import { nearestOf } from '../errors/nearest.ts';
import { guardOutput } from './ci/guard-output.ts';
import { ciServerOf } from './ci/server.ts';
import { type KnownOptions, textGiven } from './options/given.ts';
import { parserFaults } from './options/parser-faults.ts';
import { printNote } from './output/print.ts';
import { positionalsOf, usageIn, verbNames, verbs } from './verbs/all.ts';

const usageText = `headroom: spike-test a scoring endpoint on Kubernetes, explain every failed
second, and find the autoscaler settings that hold it.

Usage: headroom <verb> [options]`;

/** Columns of the help text: fixed, so that the text is the same on every terminal. */

/** The parser with every verb. Verbs are described here and in cli/verbs; their work is imported when one runs. */
export const createParser = (argv: readonly string[]) => {
  const parser = yargs([...argv]);
  // yargs keeps what it knows of the options, for every verb anew; its types do not tell it.
  const optionsNow = (): KnownOptions =>
    (parser as unknown as { getOptions: () => KnownOptions }).getOptions();
  const usage = usageIn(argv);
  parser
    .scriptName('headroom')
    .usage(usageText)
    // Its messages are read, and ours are in English.
    .locale('en')
    .parserConfiguration({ 'boolean-negation': false, 'dot-notation': false })
    .option('verbose', { type: 'boolean', default: false, describe: 'show the cause of an error' })
    .alias('help', 'h')
    .epilogue(exitCodesInShort())
    .version(false)
    .wrap(helpColumns)
    .strict()
    .demandCommand(1, 'name a verb')
    .middleware(async (values) => {
      const { checkValues } = await import('./options/check-values.ts');
      checkValues({ argv, values, options: optionsNow(), positionals: positionalsOf(usage) });
    })
    .exitProcess(false)
    .fail((message, error) => {
      // yargs would go on to run the verb if this did not throw.
      throw (
        error ?? new HeadroomError('E_USAGE', parserFaults(message, { argv, options: optionsNow(), usage }))
      );
    });
  for (const verb of verbs) parser.command(verb as unknown as CommandModule);
  return parser;
};

/** @throws HeadroomError E_USAGE for a first word that is no verb */
const refuseUnknownVerb = ([first]: readonly string[]): void => {
  if (first === undefined || first.startsWith('-') || verbNames.includes(first)) return;
  const meant = nearestOf(first, verbNames);
  throw new HeadroomError('E_USAGE', {
    what: `there is no verb ${JSON.stringify(first)}`,
    fix: meant === undefined ? `the verbs are: ${verbNames.join(', ')}` : `did you mean headroom ${meant}?`,
  });
};

/** Paths are relative to it, so every verb needs one. @throws HeadroomError E_USAGE where it was removed meanwhile */
const demandWorkingFolder = (): void => {
  try {
    process.cwd();
  } catch (cause) {
    throw new HeadroomError('E_USAGE', {
      what: 'the working folder is no longer there',
      fix: 'go to a folder that is there (cd), and run this again',
      cause,
    });
  }
};

/** `help plan` asks what `plan --help` asks. */
const withHelpAsOption = ([first, ...rest]: readonly string[]): readonly string[] =>
  first === 'help' ? [...rest, '--help'] : first === undefined ? [] : [first, ...rest];

/** The parser takes a `-` for a word of its own, and `-5d` for options; as the value of an option both are joined to its name. */
const withDashValues = (argv: readonly string[]): readonly string[] => {
  const isValue = (at: number): boolean =>
    /^-(?:$|\d)/.test(argv[at] ?? '') && /^--[\w-]+$/.test(argv[at - 1] ?? '');
  return argv.flatMap((word, i) => (isValue(i) ? [] : [isValue(i + 1) ? `${word}=${argv[i + 1]}` : word]));
};

/** An error, its commands with the config that was named. */
const errorText = async (error: HeadroomError, argv: readonly string[]): Promise<string> => {
  const text = formatError(error);
  const config = textGiven('config', argv);
  if (config === undefined) return text;
  const { namedConfig } = await import('./output/for-config.ts');
  const { withConfig } = await import('../reports/words/with-config.ts');
  return withConfig(text, namedConfig(resolve(config)));
};

/** Runs one command line and gives the exit code; prints errors to stderr in the catalogue's form. */
export const main = async (argv: readonly string[]): Promise<number> => {
  using _guarded = ciServerOf(process.env) && guardOutput([process.stdout, process.stderr]);
  try {
    process.exitCode = exit.ok;
    demandWorkingFolder();
    const words = withDashValues(withHelpAsOption(argv));
    refuseUnknownVerb(words);
    await createParser(words).parseAsync();
    return Number(process.exitCode ?? exit.ok);
  } catch (error) {
    const verbose = argv.includes('--verbose');
    if (error instanceof HeadroomError) {
      printNote(await errorText(error, argv));
      if (verbose) for (const { cause } of error.details) if (cause) console.error(cause);
      return error.exitCode;
    }
    console.error(error instanceof Error ? (verbose ? error.stack : `E_INTERNAL: ${error.message}`) : error);
    return exit.internal;
  }
};
