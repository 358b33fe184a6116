import {
  decidedSettingsOf,
  fieldChanges,
  filledBehavior,
  inItsNames,
  isSame,
  type Reading,
  type SettingsKey,
  scalingSettingsOf,
} from '../../planner/settings/index.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { valueAt } from '../apply/fields.ts';

/** The advised policy, and the one that it was compared with. */
export type Decided = { readonly policy: PolicySettings; readonly inUse: PolicySettings };

type Differences = {
  /** The user's file. */
  readonly own: Reading;
  /** Its copy with what was decided. */
  readonly copy: Reading;
  readonly decided: Decided;
};

/** What a router does, whose settings the advice decides or leaves alone. */
const routerKeys: readonly SettingsKey[] = ['slotsPerReplica', 'requestTimeoutMs', 'queueWaitMs'];

const said = (value: unknown): string =>
  value === undefined || value === null ? 'nothing' : JSON.stringify(value);

/** A value that counts for a file, and whether the file says it. */
const inFileText = (value: unknown, isSaid: boolean): string =>
  isSaid ? `${said(value)} in your file` : `${said(value)} by default, as your file does not say it,`;

type Settings = Reading['settings'];

/** What was simulated, in the names that the file has for its metrics. */
const simulatedFor = ({ own, decided: { inUse } }: Differences): Settings =>
  inItsNames(own, scalingSettingsOf({ policy: inUse }));

const isOnOthers = ({ averageValues, otherTargets }: Settings): boolean =>
  averageValues !== undefined || otherTargets !== undefined;

/**
 * What counts of a file where it says nothing. The documented CPU target is that of an HPA without any metric: where there are
 * others, none is simulated.
 */
const defaultsFor = ({ defaults, settings, otherMetrics }: Reading, simulated: Settings): Settings => {
  const { targetUtilization, ...others } = defaults;
  return otherMetrics.length > 0 || isOnOthers(settings) || isOnOthers(simulated) ? others : defaults;
};

/** The words for a target of a metric that is neither the CPU share nor one of the pods' own. */
const targetWords = { value: 'the target', targetType: 'the type of the target' } as const;

/** Settings one by one, each target by its metric, as they are called in the lines. */
const oneByOne = ({ averageValues = {}, otherTargets = {}, ...settings }: Settings): Map<string, unknown> =>
  new Map<string, unknown>([
    ...Object.entries(settings),
    ...Object.entries(averageValues).map(([name, value]) => [`averageValues.${name}`, value] as const),
    ...Object.entries(otherTargets).flatMap(([name, { value, targetType }]) => [
      [`${targetWords.value} of ${name}`, value] as const,
      [`${targetWords.targetType} of ${name}`, targetType] as const,
    ]),
  ]);

const pathText = (path: readonly string[]): string => {
  const [key, name, part] = path;
  return key === 'otherTargets' && (part === 'value' || part === 'targetType')
    ? `${targetWords[part]} of ${name}`
    : path.join('.');
};

/** Of metrics beside CPU and the pods' own those alone that were simulated: of the others the traps of the file tell. */
const comparedIn = ({ settings }: Reading, { otherTargets: simulated = {} }: Settings): Settings => {
  const { otherTargets = {}, ...rest } = settings;
  const known = Object.entries(otherTargets).filter(([name]) => Object.hasOwn(simulated, name));
  return { ...rest, otherTargets: Object.fromEntries(known) };
};

/** Settings that the copy leaves as the file has them, though the plan was made for others. */
const leftAlone = (differences: Differences): readonly string[] => {
  const { own, decided } = differences;
  const simulated = simulatedFor(differences);
  const [inOwn, inPlan] = [oneByOne(comparedIn(own, simulated)), oneByOne(simulated)];
  const defaults = oneByOne(defaultsFor(own, simulated));
  const written = oneByOne(inItsNames(own, decidedSettingsOf(decided)));
  return [...new Set([...inOwn.keys(), ...inPlan.keys()])].flatMap((key) => {
    if (written.has(key) || routerKeys.includes(key as SettingsKey)) return [];
    const [inFile, planned] = [inOwn, inPlan].map((values) => values.get(key) ?? defaults.get(key));
    if (isSame(inFile, planned)) return [];
    const isSaid = inFile == null || inOwn.get(key) != null;
    return [
      `${key} is ${inFileText(inFile, isSaid)} and ${said(planned)} in what was simulated: it stays as it is, so plan again with the file's value`,
    ];
  });
};

/** What counts, whether it is said or not. */
const counted = (settings: Settings, defaults: Settings): object => ({
  ...defaults,
  ...settings,
  behavior: filledBehavior(settings.behavior),
});

/**
 * Values that the copy changes and that the file did not share with what was simulated: an advice tells its changes from
 * there, so it doesn't name these.
 */
const overwritten = (differences: Differences): readonly string[] => {
  const { own, copy } = differences;
  const planned = simulatedFor(differences);
  const defaults = defaultsFor(own, planned);
  const [before, after, simulated] = [own.settings, copy.settings, planned].map((settings) =>
    counted(settings, defaults),
  );
  return fieldChanges(before, after).flatMap(({ path, ...change }) => {
    const inSimulation = valueAt(simulated, path) ?? null;
    if (routerKeys.includes(path[0] as SettingsKey) || isSame(change.before, inSimulation)) return [];
    const isSaid = change.before == null || valueAt(own.settings, path) != null;
    return [
      `${pathText(path)} is ${inFileText(change.before, isSaid)} and ${said(inSimulation)} in what was simulated: the copy has ${said(change.after)}, for which the advice was made. To keep yours, plan again with the file's value`,
    ];
  });
};

/**
 * Where the user's file and what was simulated differ, a line for each setting: what the copy changes though the advice does
 * not name it, and what it leaves though the plan knew nothing of it.
 */
export const differencesFrom = (differences: Differences): readonly string[] => [
  ...overwritten(differences),
  ...leftAlone(differences),
];
