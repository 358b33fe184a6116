import { isPlainMap } from '../../runs/schema/plain.ts';

/** A field and the value that it gets; null takes it out. */
type Wanted = { readonly path: readonly string[]; readonly after: unknown };

/** A value at the end of a path of maps. */
export const nested = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

/** Two maps as one; where both have a value, the other's counts, and a list is a value. */
export const merged = (one: unknown, other: unknown): unknown => {
  if (!isPlainMap(one) || !isPlainMap(other)) return other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...keys].map((key) => [key, key in other ? merged(one[key], other[key]) : one[key]]),
  );
};

const withField = (object: unknown, [key, ...rest]: readonly string[], value: unknown): unknown => {
  if (key === undefined) return value;
  const { [key]: inner, ...others } = isPlainMap(object) ? object : {};
  const changed = withField(inner, rest, value);
  return changed === null ? others : { ...(isPlainMap(object) ? object : {}), [key]: changed };
};

/** An object with these fields; one that gets null is taken out. */
export const withFields = (object: unknown, wanted: readonly Wanted[]): unknown =>
  wanted.reduce((changed, { path, after }) => withField(changed, path, after), object);

/** The value of an object at a path; null: there is none. */
export const valueAt = (object: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isPlainMap(value) ? value[key] : undefined), object) ?? null;
