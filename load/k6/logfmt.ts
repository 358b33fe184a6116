/** The fields of one line, unquoted. */
type Fields = Readonly<Record<string, string>>;

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const escapeSequence = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gs;

/** Undoes Go's %q. A byte that was not UTF-8 (\xff) becomes the character of that number. */
const unquote = (quoted: string): string =>
  quoted.replace(escapeSequence, (_all, byte?: string, short?: string, long?: string, plain?: string) => {
    const hex = byte ?? short ?? long;
    return hex === undefined
      ? (escapes[plain ?? ''] ?? plain ?? '')
      : String.fromCodePoint(Number.parseInt(hex, 16));
  });

/** key=bare or key="quoted"; the closing quote may be missing where the line was cut. */
const field = /(?<![^\s="])([^\s="]+)=(?:"([^"\\]*(?:\\.[^"\\]*)*)"?|([^\s"]*))/gs;

/**
 * Reads one line of logfmt as k6 writes it (logrus: keys without blanks, values quoted like Go strings where needed).
 *
 * @example parseLogfmt('level=error msg="a \\"b\\"\\n"') // { level: 'error', msg: 'a "b"\n' }
 */
export const parseLogfmt = (line: string): Fields =>
  Object.fromEntries(
    [...line.matchAll(field)].map(([, key, quoted, bare]) => [
      key,
      quoted === undefined ? (bare ?? '') : unquote(quoted),
    ]),
  );
