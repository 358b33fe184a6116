import { isPlainMap } from '../../../runs/schema/plain.ts';
/**
 * Whether two plain values say the same; the order of keys says nothing.
 *
 * @example isSame({ a: 1, b: [2] }, { b: [2], a: 1 }) // true
 */
export const isSame = (one: unknown, other: unknown): boolean => {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, i) => isSame(item, other[i]));
  }
  if (!isPlainMap(one) || !isPlainMap(other)) return Object.is(one, other);
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  );
};

/**
 * A plain value with another one at a path; `undefined` takes the entry out. What leads there is made if it is missing.
 *
 * @example withPlain({ a: 1 }, ['b', 'c'], 2) // { a: 1, b: { c: 2 } }
 */
export const withPlain = (root: unknown, path: readonly (string | number)[], value: unknown): unknown => {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(root) || typeof key === 'number') {
    const items: unknown[] = Array.isArray(root) ? [...root] : [];
    items[Number(key)] = withPlain(items[Number(key)], rest, value);
    return items;
  }
  const { [key]: inner, ...others } = isPlainMap(root) ? root : {};
  const changed = withPlain(inner, rest, value);
  if (changed === undefined) return others;
  return isPlainMap(root) && key in root ? { ...root, [key]: changed } : { ...others, [key]: changed };
};
