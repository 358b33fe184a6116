import { z } from 'zod';
import type { ErrorDetails } from '../../errors/headroom-error.ts';
import { nearestOf } from '../../errors/nearest.ts';

type Path = readonly PropertyKey[];
type JsonSchema = {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
};

const showPath = (path: Path): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    '',
  );

const valueAt = (input: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      value !== null && typeof value === 'object' ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );

/** Values that may hold a key are not quoted: an error text ends up in logs. */
const isSecretPath = (path: Path): boolean =>
  path[0] === 'target' && ['headers', 'payload', 'auth'].includes(String(path[1]));

/** A URL without what may be a key in it: user, password and query. */
const withoutKeys = (text: string): string =>
  text.replace(/(\/\/)[^/?#\s]*@/, '$1***@').replace(/\?.*$/s, '?***');

const showValue = (value: unknown, path: Path): string => {
  if (value === undefined) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (isSecretPath(path)) return `not valid (${Array.isArray(value) ? 'array' : typeof value})`;
  const shown = typeof value === 'string' && value.includes('//') ? withoutKeys(value) : value;
  const text = JSON.stringify(shown) ?? String(shown);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};

/** Every key that the schema knows at a path, over all branches of a union. */
const keysAt = (schema: JsonSchema, path: Path): string[] => {
  const branches = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const [head, ...rest] = path;
  if (head === undefined)
    return [...new Set(branches.flatMap((branch) => Object.keys(branch.properties ?? {})))];
  return branches.flatMap((branch) => {
    const next = typeof head === 'number' ? branch.items : branch.properties?.[String(head)];
    return next ? keysAt(next, rest) : [];
  });
};

const unknownKeys = (
  schema: JsonSchema,
  path: Path,
  keys: readonly string[],
  file: string,
): ErrorDetails[] => {
  const known = keysAt(schema, path);
  return keys.map((key) => {
    const nearest = nearestOf(key, known);
    return {
      what: `unknown key ${JSON.stringify(key)}`,
      where: `${file} → ${showPath([...path, key])}`,
      fix: nearest ? `did you mean "${nearest}"?` : `known keys: ${known.join(', ')}`,
    };
  });
};

/** The reason that a person can act on: of a union, the one of the last branch (the most general) if all differ. */
const reasonOf = (issue: z.core.$ZodIssue): string => {
  if (issue.code !== 'invalid_union') return issue.message.replace(/^Invalid input: /, '');
  if ('options' in issue && Array.isArray(issue.options))
    return `expected one of ${issue.options.join(', ')}`;
  return issue.errors.at(-1)?.at(-1)?.message ?? issue.message;
};

const misspelled = (issue: z.core.$ZodIssue, value: unknown): string | undefined => {
  const options =
    'options' in issue && Array.isArray(issue.options)
      ? issue.options
      : 'values' in issue
        ? issue.values
        : [];
  return typeof value === 'string' ? nearestOf(value, options.map(String)) : undefined;
};

/**
 * What is wrong with an input, all at once: one entry per fault with its path, its value and the fix.
 *
 * @param file where the input came from, for people
 */
export const faultsOf = (
  schema: z.ZodType,
  input: unknown,
  error: z.ZodError,
  file: string,
): ErrorDetails[] => {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  return error.issues.flatMap((issue): ErrorDetails[] => {
    if (issue.code === 'unrecognized_keys') return unknownKeys(shape, issue.path, issue.keys, file);
    const value = valueAt(input, issue.path);
    const nearest = misspelled(issue, value);
    return [
      {
        what: `${showPath(issue.path) || 'the whole file'} is ${showValue(value, issue.path)}`,
        where: `${file} → ${showPath(issue.path) || '(top)'}`,
        fix: nearest ? `did you mean "${nearest}"? (${reasonOf(issue)})` : reasonOf(issue),
      },
    ];
  });
};
