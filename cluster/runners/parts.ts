/** Below the mebibyte that Kubernetes takes in one ConfigMap, with room for its names. */
const partCharacters = 900_000;

/** JSON in ASCII alone: a character is a byte, and a cut can't fall into one. */
const inAscii = (json: string): string =>
  json.replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * A value as JSON, in parts that a ConfigMap can hold. Joined in the order of their names they are the whole again.
 *
 * @example partsOf({ a: 1 }) // [['part-000', '{"a":1}']]
 */
export const partsOf = (value: unknown): [name: string, text: string][] => {
  const text = inAscii(JSON.stringify(value));
  const count = Math.ceil(text.length / partCharacters);
  return Array.from({ length: count }, (_, i) => [
    `part-${String(i).padStart(3, '0')}`,
    text.slice(i * partCharacters, (i + 1) * partCharacters),
  ]);
};
