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

/** An item of a list, as far as it tells which one it is. */
export type ListItem = { readonly type?: string; readonly name?: string };

/** A change inside a list: that of one field of one item. `item` tells the item from another that comes to its place. */
export type ItemChange = FieldChange & { readonly item?: ListItem };

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const mapAt = (value: unknown, key: string): Readonly<Record<string, unknown>> => {
  const inner = isPlainMap(value) ? value[key] : undefined;
  return isPlainMap(inner) ? inner : {};
};

/**
 * Which item of a list it is, by its type and name. A metric of an HPA has its name inside: under a key that is called as its
 * type.
 *
 * @example itemOf({ type: 'prometheus', metadata: { threshold: '3' } }) // { type: 'prometheus' }
 * @example itemOf({ type: 'Pods', pods: { metric: { name: 'busy' } } }) // { type: 'Pods', name: 'busy' }
 */
export const itemOf = (item: unknown): ListItem => {
  const { type, name } = isPlainMap(item) ? item : {};
  const kind = textOf(type);
  const source = kind === undefined ? {} : mapAt(item, `${kind.charAt(0).toLowerCase()}${kind.slice(1)}`);
  const named = textOf(name) ?? textOf(source['name']) ?? textOf(mapAt(source, 'metric')['name']);
  return { ...(kind !== undefined && { type: kind }), ...(named !== undefined && { name: named }) };
};

/** Whether two lists hold the same items, whatever these say. */
const areSameItems = (before: unknown, after: unknown): before is readonly unknown[] =>
  Array.isArray(before) &&
  Array.isArray(after) &&
  before.length === after.length &&
  before.every((one, i) => isPlainMap(one) && isPlainMap(after[i]) && isSame(itemOf(one), itemOf(after[i])));

/**
 * Changes of whole lists as those of the fields in their items: what else an item holds was not changed, and may be a secret.
 * A list that got, lost or replaced items stays one field, and so does one of plain values.
 */
export const inItems = (changes: readonly ItemChange[]): readonly ItemChange[] =>
  changes.flatMap((change): readonly ItemChange[] => {
    const { path, before, after } = change;
    if (!areSameItems(before, after)) return [change];
    return before.flatMap((one, i) => {
      const item = itemOf(one);
      const fields = fieldChanges(one, (after as readonly unknown[])[i], [...path, String(i)]);
      return inItems(fields.map((field) => ({ ...field, item })));
    });
  });

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
