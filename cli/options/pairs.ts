import type { ErrorDetails } from '../../errors/headroom-error.ts';
import { isGiven, type KnownOptions, nameAsGiven } from './given.ts';

/**
 * An option that does nothing by itself, nothing beside another one, or nothing where a positional argument has some value. As an
 * option of its own a positional argument is written `<run>`.
 */
type Pair =
  | { readonly option: string; readonly needsOneOf: readonly string[] }
  | { readonly option: string; readonly idleBeside: string }
  | { readonly option: string; readonly idleWhere: { readonly positional: string; readonly is: string } };

const idleBeside = (other: string, options: readonly string[]): readonly Pair[] =>
  options.map((option) => ({ option, idleBeside: other }));

/**
 * The pairs of each verb, by its words. Here rather than with the parser's `implies` and `conflicts`, which take the default of
 * an option for given.
 */
const pairs: Readonly<Record<string, readonly Pair[]>> = {
  simulate: [
    { option: 'series', needsOneOf: ['json'] },
    ...idleBeside('print-model', ['<models>', 'workers', 'report']),
  ],
  explain: [
    { option: 'selector', needsOneOf: ['from'] },
    { option: 'kubeconfig', needsOneOf: ['logs'] },
    { option: 'context', needsOneOf: ['logs'] },
    { option: 'namespace', needsOneOf: ['logs', 'from'] },
  ],
  compare: [{ option: 'runs-folder', needsOneOf: ['baseline'] }],
  rbac: idleBeside('runners', ['kind', 'apply', 'room', 'logs']),
  config: [{ option: 'config', idleWhere: { positional: 'what', is: 'schema' } }],
  'runs baseline': idleBeside('remove', ['<run>']),
};

type CommandLine = {
  readonly argv: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly options: KnownOptions;
};

type Fault = Pick<ErrorDetails, 'what' | 'fix'>;

const isSet = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;

const written = (name: string): string => (name.startsWith('<') ? name : `--${name}`);

/**
 * The options of a command line that would be ignored in silence.
 *
 * @param verb its words, such as `runs baseline`
 */
export const faultsOfPairs = (verb: string, { argv, values, options }: CommandLine): Fault[] => {
  const isThere = (name: string): boolean =>
    name.startsWith('<')
      ? isSet(values[name.slice(1, -1)])
      : isSet(values[name]) && isGiven(nameAsGiven(name, argv, options), argv);
  return (pairs[verb] ?? [])
    .filter(({ option }) => isThere(option))
    .flatMap((pair): Fault[] => {
      const option = written(pair.option);
      if ('idleBeside' in pair) {
        const fault = {
          what: `${option} does nothing beside ${written(pair.idleBeside)}`,
          fix: 'leave one of them out',
        };
        return isThere(pair.idleBeside) ? [fault] : [];
      }
      if ('idleWhere' in pair) {
        const { positional, is } = pair.idleWhere;
        const what = `${option} does nothing with headroom ${verb} ${is}`;
        return values[positional] === is ? [{ what, fix: `leave ${option} out` }] : [];
      }
      if (pair.needsOneOf.some(isThere)) return [];
      const needed = pair.needsOneOf.map(written).join(' or ');
      return [{ what: `${option} needs ${needed}`, fix: `give ${needed} too, or leave ${option} out` }];
    });
};
