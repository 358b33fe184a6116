import { isPlainMap } from '../../runs/schema/plain.ts';
import { dialects } from './dialects.ts';
import { decidedFor } from './for-object.ts';
import type { DialectName, ScalingSettings } from './settings.ts';
import { isSame } from './text/same.ts';

/**
 * One field of a live object that changes. A list is one field: the API replaces it as a whole. `null`: it is not there.
 */
export type FieldChange = {
  readonly path: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
};

/** The fields in which two objects differ; a map that only one of them has is one field. */
export const fieldChanges = (
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): readonly FieldChange[] => {
  if (isSame(before, after)) return [];
  if (!isPlainMap(before) || !isPlainMap(after))
    return [{ path, before: before ?? null, after: after ?? null }];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => fieldChanges(before[key], after[key], [...path, key]));
};

/**
 * What settings change in an object as an API shows it: found by writing them into the object as into a user's file, so that
 * the same rules hold. What a server fills in is no change.
 *
 * @throws HeadroomError E_CONFIG where the object has no place for one of the settings, or follows another metric
 */
export const changesTo = (
  object: unknown,
  dialect: DialectName,
  settings: ScalingSettings,
): readonly FieldChange[] => {
  const text = JSON.stringify(object, null, 2);
  const { readingOf, write } = dialects[dialect];
  const isBare = settings.metric === undefined && settings.otherTargets === undefined;
  const wanted = isBare ? settings : decidedFor(readingOf(text), settings);
  const [same, changed] = [{}, wanted].map((each) => write(text, each));
  return fieldChanges(JSON.parse(same!), JSON.parse(changed!));
};
