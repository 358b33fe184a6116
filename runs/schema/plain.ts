/** A map as YAML and JSON hold it: keys with plain values. */
export type PlainMap = Readonly<Record<string, unknown>>;

/**
 * Whether a plain value is a map: neither a list, nor null.
 *
 * @example isPlainMap({ a: 1 }) // true
 */
export const isPlainMap = (value: unknown): value is PlainMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
