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
  if (Array.isArray(object))
    return object.map((item, i) => (String(i) === key ? withField(item, rest, value) : item));
  const { [key]: inner, ...others } = isPlainMap(object) ? object : {};
  const changed = withField(inner, rest, value);
  return changed === null ? others : { ...(isPlainMap(object) ? object : {}), [key]: changed };
};

/** An object with these fields; one that gets null is taken out. An item of a list is one that is there: none is added. */
export const withFields = (object: unknown, wanted: readonly Wanted[]): unknown =>
  wanted.reduce((changed, { path, after }) => withField(changed, path, after), object);

const isHolder = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isPlainMap(value) || Array.isArray(value);

/** The value of an object at a path; null: there is none. */
export const valueAt = (object: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (isHolder(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    object,
  ) ?? null;

/** Whether a path leads to a field or to something inside of it. */
export const leadsInto = (path: readonly string[], field: readonly string[]): boolean =>
  field.every((key, i) => path[i] === key);

/** A path up to the outermost list on it: a merge patch takes a list as a whole. */
export const upToList = (object: unknown, path: readonly string[]): readonly string[] => {
  const ends = path.map((_, i) => path.slice(0, i + 1));
  return ends.find((end) => Array.isArray(valueAt(object, end))) ?? path;
};
