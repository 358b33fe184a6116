/** Members in which a body says that something went wrong. */
const errorNames = new Set(['error', 'errors', 'exception', 'traceback']);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const saysSomething = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== null && value !== false && value !== '' && value !== 0;

/**
 * Whether the body of an answer is JSON that tells of an error, whatever its status: scoring scripts that catch every exception answer
 * 200 with one. Azure ML's `run()` often returns JSON that is itself a text of JSON.
 *
 * @example tellsOfError('{"error": "model not loaded"}') // true
 */
export const tellsOfError = (body: string): boolean => {
  const outer = parsed(body);
  const value = typeof outer === 'string' ? parsed(outer) : outer;
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(
    ([name, said]) => errorNames.has(name.toLowerCase()) && saysSomething(said),
  );
};
