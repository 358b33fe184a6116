import { deserializeMessage, INVALID_REQUEST, PARSE_ERROR } from './mcp-library.ts';

/** What JSON-RPC 2.0 (section 5.1) has answered to a message that can't be read. */
type ErrorAnswer = {
  readonly jsonrpc: '2.0';
  /** null: the message has none that can be read. */
  readonly id: string | number | null;
  readonly error: { readonly code: number; readonly message: string };
};

const errorAnswer = (id: ErrorAnswer['id'], code: number, message: string): ErrorAnswer => ({
  jsonrpc: '2.0',
  id,
  error: { code, message },
});

/** The fields of a message that has any, whatever they hold. */
const fieldsOf = (message: unknown): Readonly<Record<string, unknown>> =>
  typeof message === 'object' && message !== null ? { ...message } : {};

/** An answer is never answered: two sides that can't read each other would write for ever. */
const answerToShape = (message: unknown): ErrorAnswer | undefined => {
  const { id, result, error } = fieldsOf(message);
  if (result !== undefined || error !== undefined) return undefined;
  const isId = typeof id === 'string' || typeof id === 'number';
  return errorAnswer(isId ? id : null, INVALID_REQUEST, 'Invalid Request');
};

/**
 * The error that a line of the client is answered with if it is not a JSON-RPC message; undefined: it is one, or nothing that
 * wants an answer. The library passes such lines over, and a client would wait for ever.
 *
 * @example answerToUnreadable('{')?.error.code // -32700
 */
export const answerToUnreadable = (line: string): ErrorAnswer | undefined => {
  if (line.trim() === '') return undefined;
  try {
    deserializeMessage(line);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return errorAnswer(null, PARSE_ERROR, 'Parse error');
    return answerToShape(JSON.parse(line));
  }
};

/** A reader of bytes that calls `onLine` with each line that has ended. */
export const readLines = (onLine: (line: string) => void): ((chunk: Buffer) => void) => {
  let begun: Buffer[] = [];
  return (chunk) => {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      onLine(Buffer.concat([...begun, chunk.subarray(from, end)]).toString('utf8'));
      begun = [];
      from = end + 1;
    }
    begun.push(chunk.subarray(from));
  };
};
