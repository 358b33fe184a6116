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
  const parts = [authorization, ...authorization.split(' ').slice(1)].filter(
    ({ length }) => length >= shortest,
  );
  return parts.reduce((rest, part) => rest.replaceAll(part, blank), text);
};
