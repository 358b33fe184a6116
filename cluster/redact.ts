import { redactSecrets } from '../planner/logs/redact.ts';

/** Stands where a secret stood. */
const blank = '[redacted]';

/** A value shorter than this is no secret, and would blank half of an answer. */
const shortest = 6;

/**
 * A text without what a request was authorized by: a gateway on the way may send it back in an error, and errors are shown.
 *
 * @param authorization the whole header, "Bearer …"; its parts are taken out, too
 * @example withoutSecret('denied: Bearer abc-123', 'Bearer abc-123') // 'denied: [redacted]'
 */
export const withoutSecret = (text: string, authorization: string | undefined): string => {
  if (authorization === undefined) return text;
  return withoutValuesOf(text, [authorization, ...authorization.split(' ').slice(1)]);
};

/** A text without values that are known to be secret. */
export const withoutValuesOf = (text: string, values: readonly string[]): string =>
  values
    .filter(({ length }) => length >= shortest)
    .reduce((rest, value) => rest.replaceAll(value, blank), text);

/** Parts of JSON Web Tokens; whatever follows "Bearer", however short; values of keys that are called like a secret. */
const tokens = [
  /()eyJ[\w-]{5,}(?:\.[\w-]*)*/g,
  /(\bbearer\s+)[^\s"',;]+/gi,
  /((?:token|password|secret|api[_-]?key)["']?\s*[:=]\s*["']?)[^\s"',;}]+/gi,
];

/**
 * A text without what looks like a token or a password, where nobody knows the secrets of who wrote it.
 *
 * @example withoutTokens('denied: Bearer abc-123') // 'denied: Bearer [redacted]'
 */
export const withoutTokens = (text: string): string =>
  tokens.reduce((rest, pattern) => rest.replace(pattern, `$1${blank}`), redactSecrets(text, blank));
