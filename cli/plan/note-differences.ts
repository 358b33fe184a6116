import {
  comparisonWith,
  decidedSettingsOf,
  fieldChanges,
  isSame,
  movedSettingsOf,
  type Reading,
  routerKeys,
  type SettingsKey,
  scaledObjectBoundsText,
  undecidedDifferences,
} from '../../planner/settings/index.ts';
import { formatQuantity } from '../../reports/format.ts';
import { settingPathText, settingValueText } from '../../reports/words/settings/settings.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { valueAt } from '../apply/fields.ts';

/** The advised policy, and what it was compared with. */
export type Decided = {
  readonly policy: PolicySettings;
  readonly inUse: PolicySettings;
  /** Requests that a simulated replica ran at once. */
  readonly slotsPerReplica: number;
};

type Differences = {
  /** The user's file. */
  readonly own: Reading;
  /** Its copy with what was decided. */
  readonly copy: Reading;
  readonly decided: Decided;
};

/** Whether the limit of its container is the target that counts. */
const isByLimit = ({ dialect, settings }: Reading, path: readonly string[], value: unknown): boolean =>
  dialect === 'knative' &&
  path[0] === 'target' &&
  value === settings.slotsPerReplica &&
  value !== settings.target;

/** A value that counts for a file, and whether the file says it. */
const inFileText = (own: Reading, path: readonly string[], value: unknown): string => {
  if (isByLimit(own, path, value)) return `${settingValueText(value)} by containerConcurrency in your file`;
  return value === null || valueAt(own.settings, path) !== null
    ? `${settingValueText(value)} in your file`
    : `${settingValueText(value)} by default, as your file does not say it,`;
};

const staysText = (
  path: readonly string[],
  { inFile, simulated }: { readonly inFile: string; readonly simulated: unknown },
): string =>
  `${settingPathText(path)} is ${inFile} and ${settingValueText(simulated)} in what was simulated: it stays as it is. To plan for the file's value, put it into force and record a run`;

/** Settings that the copy leaves as the file has them, though the plan was made for others. */
const leftAlone = ({ own, decided }: Differences): readonly string[] => {
  const { slotsPerReplica: slots } = own.settings;
  const [path, simulated] = [['slotsPerReplica'], decided.slotsPerReplica];
  const isSlots = slots !== undefined && slots !== simulated;
  return [
    ...undecidedDifferences(own, decided.inUse, decidedSettingsOf(decided)).map((one) =>
      staysText(one.path, { ...one, inFile: inFileText(own, one.path, one.found) }),
    ),
    ...(isSlots ? [staysText(path, { simulated, inFile: inFileText(own, path, slots) })] : []),
  ];
};

/**
 * Values that the copy changes and that the file did not share with what was simulated: an advice tells its changes from
 * there, so it doesn't name these.
 */
const overwritten = ({ own, copy, decided: { inUse } }: Differences): readonly string[] => {
  const { counted, simulated } = comparisonWith(own, inUse);
  return fieldChanges(counted(own.settings), counted(copy.settings)).flatMap(({ path, before, after }) => {
    const planned = valueAt(simulated, path);
    if (routerKeys.includes(path[0]!) || isSame(before, planned)) return [];
    // A file without autoscaling says no bounds: turnedOn tells what becomes of its replicas.
    if (own.fixedReplicas !== undefined && bounds.includes(path[0]!)) return [];
    return [
      `${settingPathText(path)} is ${inFileText(own, path, before)} and ${settingValueText(planned)} in what was simulated: the copy has ${settingValueText(after)}, for which the advice was made. To plan for yours, put it into force and record a run`,
    ];
  });
};

const bounds: readonly string[] = ['minReplicas', 'maxReplicas'] satisfies SettingsKey[];

/** That the copy scales where the file did not. */
const turnedOn = ({ own: { fixedReplicas }, copy }: Differences): readonly string[] => {
  if (fixedReplicas === undefined || copy.fixedReplicas !== undefined) return [];
  const { minReplicas, maxReplicas } = copy.settings;
  return [
    `your file has no autoscaling and runs ${formatQuantity(fixedReplicas, 'replica')}: the copy turns it on, from ${minReplicas} to ${maxReplicas} replicas, as the advice was made for an autoscaler`,
  ];
};

/** Bounds that the advice moves, where they belong to a ScaledObject of the user's own. */
const boundsElsewhere = ({ own, decided }: Differences): readonly string[] => {
  const moved = scaledObjectBoundsText(movedSettingsOf(decided));
  if (!own.isScaledElsewhere || moved === '') return [];
  return [
    `the copy has the target alone, as your own ScaledObject sets the replicas (httpscaledobject.keda.sh/skip-scaledobject-creation): write there ${moved}`,
  ];
};

/**
 * Where the user's file and what was simulated differ, a line for each setting: what the copy changes though the advice does
 * not name it, and what it leaves though the plan knew nothing of it.
 */
export const differencesFrom = (differences: Differences): readonly string[] => [
  ...turnedOn(differences),
  ...boundsElsewhere(differences),
  ...overwritten(differences),
  ...leftAlone(differences),
];
