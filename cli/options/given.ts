/** What the parser knows of the options of the verb that runs; yargs keeps it, its types do not tell it. */
export type KnownOptions = {
  readonly key: Readonly<Record<string, unknown>>;
  readonly alias: Readonly<Record<string, readonly string[]>>;
  readonly number: readonly string[];
  readonly string: readonly string[];
  readonly array: readonly string[];
  readonly boolean: readonly string[];
  readonly choices: Readonly<Record<string, readonly unknown[]>>;
};

/** The words of a command line that may be options: those before `--`. */
const optionWords = (argv: readonly string[]): readonly string[] =>
  argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;

/** Whether a word is this option, with its value or without. */
const isFlag = (word: string, name: string): boolean => word === `--${name}` || word.startsWith(`--${name}=`);

/** How often an option stands on the command line. */
export const timesGiven = (name: string, argv: readonly string[]): number =>
  optionWords(argv).filter((word) => isFlag(word, name)).length;

/** Whether an option stands on the command line. */
export const isGiven = (name: string, argv: readonly string[]): boolean => timesGiven(name, argv) > 0;

/** Whether a `-` stands there as a file or folder: the parser drops it from a list without a word. */
export const hasLoneDash = (argv: readonly string[]): boolean => optionWords(argv).includes('-');

/** The name that a person wrote: an option may have a second one. */
export const nameAsGiven = (name: string, argv: readonly string[], { alias }: KnownOptions): string =>
  [name, ...(alias[name] ?? [])].find((one) => isGiven(one, argv)) ?? name;

/** What stands on the command line as the value of an option; undefined: nothing does. */
export const textGiven = (name: string, argv: readonly string[]): string | undefined => {
  const words = optionWords(argv);
  const at = words.findLastIndex((word) => isFlag(word, name));
  const word = words[at];
  if (word === undefined) return undefined;
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1];
};

/** Whether an option stands there bare, before another one or at the end: the parser then takes its default. */
export const isBare = (name: string, argv: readonly string[]): boolean => {
  const words = optionWords(argv);
  const next = words[words.lastIndexOf(`--${name}`) + 1];
  return words.includes(`--${name}`) && (next === undefined || /^-[a-z-]/i.test(next));
};

/**
 * An option as people write it: a positional has no dashes.
 *
 * @example asWritten('runs', ['runs']) // '<runs>'
 */
export const asWritten = (name: string, positionals: readonly string[]): string =>
  positionals.includes(name) ? `<${name}>` : `--${name}`;
