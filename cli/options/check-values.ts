import { type ErrorDetails, HeadroomError } from '../../errors/headroom-error.ts';
import {
  asWritten,
  hasLoneDash,
  isBare,
  isGiven,
  type KnownOptions,
  nameAsGiven,
  textGiven,
  timesGiven,
} from './given.ts';
import { faultsOfPairs } from './pairs.ts';
import { ordered, rules } from './rules.ts';

type Checked = {
  /** The command line as it was typed. */
  readonly argv: readonly string[];
  /** What the parser made of it. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly options: KnownOptions;
  /** Names of the verb's positional arguments. */
  readonly positionals: readonly string[];
};

type Fault = Pick<ErrorDetails, 'what' | 'fix'>;

const usualFix = 'the help of this verb says what it takes: --help';

const quoted = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value) : String(value);

/** One value of an option that may have several, or the only one. */
const faultOfValue = (name: string, value: unknown, checked: Checked): Fault | undefined => {
  const { argv, options, positionals } = checked;
  const rule = rules[name];
  const fix = rule?.fix ?? usualFix;
  const typed = nameAsGiven(name, argv, options);
  const written = asWritten(typed, positionals);
  if (value === undefined || value === '') return { what: `${written} has no value`, fix };
  const isNumber = options.number.includes(name);
  if (isNumber && !Number.isFinite(value))
    return { what: `${written} is ${quoted(textGiven(typed, argv))}, which is not a number`, fix };
  if (rule?.accepts(value) === false)
    return { what: `${written} is ${quoted(value)}${rule.because?.(value) ?? ''}`, fix };
  return undefined;
};

const faultsOfOption = (name: string, checked: Checked): readonly Fault[] => {
  const { argv, values, options, positionals } = checked;
  const value = values[name];
  const typed = nameAsGiven(name, argv, options);
  if (value === undefined && !isGiven(typed, argv)) return [];
  if (isBare(typed, argv)) return [faultOfValue(name, undefined, checked)!];
  if (!Array.isArray(value))
    return [faultOfValue(name, value, checked)].filter((fault) => fault !== undefined);
  if (options.array.includes(name)) {
    const all = value.length === 0 && isGiven(typed, argv) ? [undefined] : value;
    return all.map((one) => faultOfValue(name, one, checked)).filter((fault) => fault !== undefined);
  }
  const written = asWritten(typed, positionals);
  return [{ what: `${written} is given ${value.length} times: ${value.join(', ')}`, fix: 'give it once' }];
};

/** The parser takes any text of a switch for false: `--yes=1` would mean no. */
const faultsOfSwitch = (name: string, { argv }: Checked): readonly Fault[] => {
  if (timesGiven(name, argv) > 1) return [{ what: `--${name} is given twice`, fix: 'give it once' }];
  const word = argv.find((one) => one.startsWith(`--${name}=`));
  const value = word?.slice(word.indexOf('=') + 1);
  if (value === undefined || value === 'true' || value === 'false') return [];
  return [{ what: `--${name} is ${quoted(value)}`, fix: `write --${name}, or leave it out` }];
};

const faultsOfOrder = ({ values }: Checked): readonly Fault[] =>
  ordered.flatMap(([least, most]) => {
    const [low, high] = [values[least], values[most]];
    if (typeof low !== 'number' || typeof high !== 'number' || low <= high) return [];
    return [{ what: `--${least} is ${low}, above --${most}, which is ${high}`, fix: 'exchange the two' }];
  });

const faultsOfDash = ({ argv }: Checked): readonly Fault[] =>
  hasLoneDash(argv)
    ? [{ what: '"-" has no place here', fix: 'name a file: /dev/stdin is what comes through a pipe' }]
    : [];

/** The verb as the parser knows it: `runs prune` has two words. */
const wordsOf = (values: Checked['values']): string => [values['_']].flat().join(' ');

/**
 * Looks at the values of all options of a command line before its verb does anything.
 *
 * @throws HeadroomError E_USAGE with every value that can't be, every option that would be ignored, and what to write instead
 */
export const checkValues = (checked: Checked): void => {
  const { options } = checked;
  const aliases = new Set(Object.values(options.alias).flat());
  const names = Object.keys(options.key).filter((name) => !aliases.has(name));
  const isSwitch = (name: string): boolean => options.boolean.includes(name);
  const faults = [
    ...names.flatMap((name) => (isSwitch(name) ? faultsOfSwitch : faultsOfOption)(name, checked)),
    ...faultsOfOrder(checked),
    ...faultsOfDash(checked),
    ...faultsOfPairs(wordsOf(checked.values), checked),
  ];
  if (faults.length > 0) throw new HeadroomError('E_USAGE', faults);
};
