import { withoutUrlKeys } from '../../../errors/redact/urls.ts';

/** Where a value stands in an input: keys and places in lists, from the top down. */
export type Path = readonly PropertyKey[];

/** A path as a person writes it: `autoscaler.metrics[0].targetValue`. */
export const showPath = (path: Path): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    '',
  );

/** The value at a path of any input; undefined where the path leads nowhere. */
export const valueAt = (input: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      value !== null && typeof value === 'object' && Object.hasOwn(value, part)
        ? (value as Record<PropertyKey, unknown>)[part]
        : undefined,
    input,
  );

/** Values that may hold a key are not quoted: an error text ends up in logs. */
const isSecretPath = (path: Path): boolean =>
  ['headers', 'payload', 'auth'].includes(String(path[path[0] === 'endpoints' ? 2 : 1])) &&
  (path[0] === 'target' || path[0] === 'endpoints');

/** The longest text of a value that a message quotes. */
const shownCharactersMost = 60;

const asJson = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return `a value of type ${typeof value}`; // a circle, or a number that JSON does not have
  }
};

/** A value as a message quotes it: short, and without what may be a key. */
export const showValue = (value: unknown, path: Path): string => {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (isSecretPath(path)) return `not valid (${Array.isArray(value) ? 'array' : typeof value})`;
  if (typeof value === 'number') return String(value);
  const text = asJson(typeof value === 'string' && value.includes('//') ? withoutUrlKeys(value) : value);
  return text.length > shownCharactersMost ? `${text.slice(0, shownCharactersMost - 3)}…` : text;
};
