import {
  decidedSettingsOf,
  fieldChanges,
  filledBehavior,
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

/** Settings that the copy leaves as the file has them, though the plan was made for others. */
const leftAlone = ({ own, decided: { policy, inUse } }: Differences): readonly string[] => {
  const decided = decidedSettingsOf({ policy, inUse });
  const simulated = scalingSettingsOf({ policy: inUse });
  const keys = [...new Set([...Object.keys(own.settings), ...Object.keys(simulated)] as SettingsKey[])];
  return keys.flatMap((key) => {
    if (key in decided || routerKeys.includes(key)) return [];
    const [inFile, planned] = [own.settings[key], simulated[key]].map((value) => value ?? own.defaults[key]);
    if (isSame(inFile, planned)) return [];
    const isSaid = inFile == null || own.settings[key] != null;
    return [
      `${key} is ${inFileText(inFile, isSaid)} and ${said(planned)} in what was simulated: it stays as it is, so plan again with the file's value`,
    ];
  });
};

/** What counts, whether it is said or not. */
const counted = (settings: Reading['settings'], { defaults }: Reading): object => ({
  ...defaults,
  ...settings,
  behavior: filledBehavior(settings.behavior),
});

/**
 * Values that the copy changes and that the file did not share with what was simulated: an advice tells its changes from
 * there, so it doesn't name these.
 */
const overwritten = ({ own, copy, decided: { inUse } }: Differences): readonly string[] => {
  const simulated = counted(scalingSettingsOf({ policy: inUse }), own);
  return fieldChanges(counted(own.settings, own), counted(copy.settings, own)).flatMap(
    ({ path, before, after }) => {
      const planned = valueAt(simulated, path) ?? null;
      if (routerKeys.includes(path[0] as SettingsKey) || isSame(before, planned)) return [];
      const isSaid = before == null || valueAt(own.settings, path) != null;
      return [
        `${path.join('.')} is ${inFileText(before, isSaid)} and ${said(planned)} in what was simulated: the copy has ${said(after)}, for which the advice was made. To keep yours, plan again with the file's value`,
      ];
    },
  );
};

/**
 * Where the user's file and what was simulated differ, a line for each setting: what the copy changes though the advice does
 * not name it, and what it leaves though the plan knew nothing of it.
 */
export const differencesFrom = (differences: Differences): readonly string[] => [
  ...overwritten(differences),
  ...leftAlone(differences),
];
