import { isPlainMap } from '../../runs/schema/plain.ts';
/**
 * A value with changes laid over it, object by object: what the changes do not name stays. An object of another `kind`
 * takes the place of the whole one, as its other fields would not fit. null is a value like any other: a limit of null
 * is no limit.
 *
 * @example merged({ a: 1, b: { c: 2, d: 3 } }, { b: { c: null } }) // { a: 1, b: { c: null, d: 3 } }
 */
export const merged = (value: unknown, changes: unknown): unknown => {
  if (!isPlainMap(value) || !isPlainMap(changes)) return changes;
  if (changes.kind !== undefined && changes.kind !== value.kind) return changes;
  const both = Object.entries(changes).map(([key, change]) => [key, merged(value[key], change)]);
  return { ...value, ...Object.fromEntries(both) };
};
