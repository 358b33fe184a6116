import { HeadroomError } from '../../../../errors/headroom-error.ts';
import { azuremlV1 as platform } from '../../../platforms/azureml-v1.ts';
import { commonValueTraps } from '../../common-traps.ts';
import type { TextForm } from '../../dialect.ts';
import type { Reading, ScalingSettings, SettingsKey } from '../../settings.ts';
import { lineOfOffset } from '../../text/edit.ts';
import { type Trap, trapIf } from '../../trap.ts';
import { wholePercent } from '../../units.ts';
import { autoscalerKeys } from './autoscaler-keys.ts';

const { knobs } = platform;
type Key = keyof typeof knobs;

/** An argument of a call as the source has it: characters [from, to) of its value. */
type Argument = { readonly name: string; readonly from: number; readonly to: number; readonly value: string };

const names: readonly string[] = [
  'autoscale_enabled',
  'num_replicas',
  ...Object.values(knobs).map(({ name }) => name),
];

/** `name=value` in a call or a dict(), up to the comma, bracket or comment after it. */
const argumentPattern = new RegExp(
  `\\b(${names.join('|')})(\\s*=\\s*)(?=\\S)([^,()\\n#=]*[^,()\\n#=\\s])(?=\\s*[,)\\n#])`,
  'g',
);

/** Comments are no code. Every place stays where it is. */
const withoutComments = (text: string): string =>
  text.replaceAll(/#[^\n]*/g, ({ length }) => '#'.repeat(length));

const argumentsIn = (text: string): readonly Argument[] =>
  [...withoutComments(text).matchAll(argumentPattern)].map(
    ({ index, 1: name = '', 2: equals = '', 3: value = '' }) => {
      const from = index + name.length + equals.length;
      return { name, value, from, to: from + value.length };
    },
  );

const keyOf = (name: string): Key | undefined =>
  (Object.keys(knobs) as Key[]).find((key) => knobs[key].name === name);

const argumentOf = (text: string, name: string): Argument | undefined => {
  const found = argumentsIn(text).filter((one) => one.name === name);
  if (found.length < 2) return found[0];
  throw new HeadroomError('E_CONFIG', {
    what: `${name} stands in ${found.length} places of this script: which one counts is not known`,
    where: found.map(({ from }) => `line ${lineOfOffset(text, from)}`).join(', '),
    fix: 'give a script with one call of AksWebservice.deploy_configuration',
  });
};

const numberOf = (text: string, { name, value, from }: Argument): number => {
  const number = Number(value.replaceAll('_', ''));
  if (value !== '' && Number.isFinite(number)) return number;
  throw new HeadroomError('E_CONFIG', {
    what: `${name} is ${value}, which only running the script would show`,
    where: `line ${lineOfOffset(text, from)}`,
    fix: 'write the number there',
  });
};

/** An argument that the script gives a value. */
const saidIn = (text: string, name: string): Argument | undefined => {
  const argument = argumentOf(text, name);
  return argument?.value === 'None' ? undefined : argument;
};

/** Whether the script turns autoscaling on or off; undefined: it does not say. */
const enabledIn = (text: string): boolean | undefined => {
  const said = saidIn(text, 'autoscale_enabled');
  if (said === undefined) return undefined;
  if (said.value === 'True' || said.value === 'False') return said.value === 'True';
  throw new HeadroomError('E_CONFIG', {
    what: `autoscale_enabled is ${said.value}: whether the service scales is read from True or False only`,
    where: `line ${lineOfOffset(text, said.from)}`,
    fix: 'write True or False there',
  });
};

/** The number of replicas where autoscaling is off; undefined: it is on. */
const fixedIn = (text: string): number | undefined => {
  const fixed = saidIn(text, 'num_replicas');
  const isOn = enabledIn(text) ?? fixed === undefined;
  if (isOn) return undefined;
  return fixed === undefined ? 1 : numberOf(text, fixed);
};

const replicaTraps = (text: string): readonly Trap[] => {
  const fixed = saidIn(text, 'num_replicas');
  const ignored = autoscalerKeys.flatMap((key) => saidIn(text, knobs[key].name) ?? []);
  return [
    ...trapIf(enabledIn(text) === true && fixed !== undefined, {
      rule: 'replicas-beside-autoscaling',
      level: 'error',
      keys: ['num_replicas', 'autoscale_enabled=True'],
      ...(fixed && { line: lineOfOffset(text, fixed.from) }),
    }),
    ...trapIf(fixedIn(text) !== undefined && ignored.length > 0, {
      rule: 'ignored-without-autoscaling',
      level: 'warning',
      keys: ignored.map(({ name }) => name),
      ...(ignored[0] && { line: lineOfOffset(text, ignored[0].from) }),
    }),
  ];
};

const settingsIn = (text: string): ScalingSettings => {
  const said = (Object.keys(knobs) as Key[]).flatMap((key) => {
    const argument = argumentOf(text, knobs[key].name);
    if (argument === undefined || argument.value === 'None') return [];
    const number = numberOf(text, argument);
    return [[key, knobs[key].spelling === 'wholePercent' ? wholePercent.read(number) : number] as const];
  });
  const replicas = fixedIn(text);
  return {
    ...Object.fromEntries(said),
    ...(replicas !== undefined && { minReplicas: replicas, maxReplicas: replicas }),
  };
};

const spelled = (key: Key, value: number): string =>
  String(knobs[key].spelling === 'wholePercent' ? wholePercent.write(value) : value);

const demandAutoscaling = (text: string): void => {
  enabledIn(text);
  const fixed = [argumentOf(text, 'num_replicas'), argumentOf(text, 'autoscale_enabled')].find(
    (one) => one !== undefined && one.value !== 'None' && one.value !== 'True',
  );
  if (fixed === undefined) return;
  throw new HeadroomError('E_CONFIG', {
    what: `${fixed.name} is ${fixed.value}: this script runs a fixed number of replicas`,
    where: `line ${lineOfOffset(text, fixed.from)}`,
    fix: 'remove num_replicas and set autoscale_enabled=True, then try again',
  });
};

/** A new argument, after the last one that is there and in its way: on a line of its own, or beside it. */
const withNewArgument = (text: string, name: string, value: string): string => {
  const last = argumentsIn(text).at(-1);
  if (last === undefined) throw new Error(`no argument to write ${name} beside`);
  const lineStart = text.lastIndexOf('\n', last.from) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))![0];
  const isAlone = text.slice(lineStart + indent.length).startsWith(last.name);
  const gap = isAlone ? `\n${indent}` : ' ';
  return `${text.slice(0, last.to)},${gap}${name}=${value}${text.slice(last.to)}`;
};

const withArgument = (text: string, key: Key, value: number): string => {
  const argument = argumentOf(text, knobs[key].name);
  if (argument === undefined) return withNewArgument(text, knobs[key].name, spelled(key, value));
  if (numberOf(text, argument) === Number(spelled(key, value))) return text;
  return text.slice(0, argument.from) + spelled(key, value) + text.slice(argument.to);
};

const reading = (text: string): Reading => {
  const settings = settingsIn(text);
  const fixedReplicas = fixedIn(text);
  const defaults = Object.fromEntries(Object.entries(knobs).map(([key, knob]) => [key, knob.default.value]));
  const lineOfKey = (key: SettingsKey): number | undefined => {
    const argument = Object.hasOwn(knobs, key) ? argumentOf(text, knobs[key as Key].name) : undefined;
    return argument && lineOfOffset(text, argument.from);
  };
  return {
    dialect: 'azureml-v1',
    form: 'sdk-arguments',
    name: null,
    settings,
    ...(fixedReplicas !== undefined && { fixedReplicas }),
    defaults,
    otherMetrics: [],
    traps: [
      ...replicaTraps(text),
      ...commonValueTraps({ ...defaults, ...settings }, lineOfKey),
      ...trapIf(fixedReplicas === undefined && settings.maxReplicas === 1, {
        rule: 'one-replica-at-most',
        level: 'warning',
        key: knobs.maxReplicas.name,
        isSaid: true,
        line: lineOfKey('maxReplicas')!,
      }),
    ],
  };
};

/**
 * Keyword arguments of the Python SDK v1 in a script, of `AksWebservice.deploy_configuration(…)`, `service.update(…)` or
 * a dict of them. Numbers are read and replaced where they stand; the script is not run.
 * Source: https://learn.microsoft.com/python/api/azureml-core/azureml.core.webservice.akswebservice
 */
export const sdkArguments: TextForm = {
  isIt: (text) =>
    !/^\uFEFF?\s*[{[]/.test(text) && argumentsIn(text).some(({ name }) => keyOf(name) !== undefined),
  reading,
  write: (text, settings) => {
    demandAutoscaling(text);
    return (Object.keys(knobs) as Key[]).reduce((changed, key) => {
      const value = settings[key];
      return value === undefined ? changed : withArgument(changed, key, value);
    }, text);
  },
};

/**
 * The same settings as keyword arguments of the Python SDK v1, for `AksWebservice.deploy_configuration(**scaling)`
 * and `service.update(**scaling)`.
 *
 * @example azuremlV1SdkArguments({ minReplicas: 3 }) // 'scaling = dict(\n    autoscale_enabled=True,\n    autoscale_min_replicas=3,\n)\n'
 */
export const azuremlV1SdkArguments = (settings: ScalingSettings): string => {
  const said = (Object.keys(knobs) as Key[]).flatMap((key) => {
    const value = settings[key];
    return value === undefined ? [] : [`    ${knobs[key].name}=${spelled(key, value)},\n`];
  });
  return `scaling = dict(\n    autoscale_enabled=True,\n${said.join('')})\n`;
};
