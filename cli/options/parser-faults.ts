import type { ErrorDetails } from '../../errors/headroom-error.ts';
import { nearestOf } from '../../errors/nearest.ts';
import { isGiven, type KnownOptions } from './given.ts';

type Context = {
  readonly argv: readonly string[];
  readonly options: KnownOptions;
  /** How the verb is called, such as `plan <runs..>`; undefined: no verb is named. */
  readonly usage: string | undefined;
};

type Fault = Pick<ErrorDetails, 'what' | 'fix'>;

const camelCase = (name: string): string =>
  name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const helpOf = (usage: string | undefined): string =>
  usage === undefined ? 'headroom --help lists the verbs' : `headroom ${usage.split(' ')[0]} --help`;

/** Options that a person can type: positional arguments have no name on the command line. */
const typable = ({ options, usage = '' }: Context): string[] => [
  ...new Set([
    ...Object.keys(options.key).filter((name) => !new RegExp(`[<[]${name}(\\.\\.)?[>\\]]`).test(usage)),
    ...(usage === '' ? ['version'] : []),
  ]),
];

const unknownOption = (name: string, context: Context): Fault => {
  const meant = nearestOf(name, typable(context));
  const help = helpOf(context.usage);
  return {
    what: `there is no option --${name}`,
    fix: meant === undefined ? `${help} lists the options` : `did you mean --${meant}?`,
  };
};

/** An option that is not known, or a word that has no place. The parser tells a name of two words twice. */
const unknownArguments = (list: string, context: Context): Fault[] => {
  const names = list.split(', ');
  const twins = new Set(names.filter((name) => /-\w/.test(name)).map(camelCase));
  return names
    .filter((name) => !twins.has(name))
    .map((name) => {
      const isOption = isGiven(name, context.argv) || context.argv.some((word) => word === `-${name}`);
      if (isOption) return unknownOption(name, context);
      const usage = context.usage ?? '<verb>';
      return { what: `${JSON.stringify(name)} has no place here`, fix: `write: headroom ${usage}` };
    });
};

const wrongChoices = (message: string): Fault[] =>
  [...message.matchAll(/Argument: (\S+), Given: (.*), Choices: (.*)/g)].map(
    ([, name = '', given = '', list = '']) => {
      const choices = [...list.matchAll(/"([^"]*)"/g)].map(([, choice = '']) => choice);
      const meant = nearestOf(given.replaceAll('"', ''), choices);
      const known = `one of ${choices.join(', ')}`;
      return {
        what: `${name} is ${given}`,
        fix: meant === undefined ? `give ${known}` : `did you mean ${JSON.stringify(meant)}? (${known})`,
      };
    },
  );

/**
 * What the parser refuses, in our words: each fault with what to write instead.
 *
 * @param message the parser's own, in English
 */
export const parserFaults = (message: string, context: Context): Fault[] => {
  const { usage } = context;
  const unknown = /^Unknown (?:arguments?|commands?): (.*)$/s.exec(message)?.[1];
  if (unknown !== undefined) return unknownArguments(unknown, context);
  if (message.startsWith('Invalid values:')) return wrongChoices(message);
  if (message.startsWith('Missing dependent arguments:'))
    return [...message.matchAll(/(?<!\S)(\S+) -> (\S+)/g)].map(([, one, other]) => ({
      what: `--${one} needs --${other}`,
      fix: `give --${other} too, or leave --${one} out`,
    }));
  const both = /^Arguments (\S+) and (\S+) are mutually exclusive/.exec(message);
  if (both !== null)
    return [{ what: `--${both[1]} and --${both[2]} exclude each other`, fix: 'leave one of them out' }];
  if (/^(Not enough non-option arguments|Missing required argument)/.test(message))
    return [
      { what: `${usage?.replace(/ [<[].*/, '')} needs more than its name`, fix: `write: headroom ${usage}` },
    ];
  const [word = ''] = context.argv;
  const name = /^--([\w-]+)/.exec(word)?.[1];
  const isUnknown = usage === undefined && name !== undefined && !(name in context.options.key);
  return isUnknown ? [unknownOption(name, context)] : [{ what: message, fix: helpOf(usage) }];
};
