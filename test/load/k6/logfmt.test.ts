import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLogfmt } from '../../../load/k6/logfmt.ts';

/** What Go's %q makes of a string (strconv.Quote), for the characters that it does not leave alone. */
const goQuoted = (text: string): string => {
  const short: Readonly<Record<string, string>> = {
    '"': '\\"',
    '\\': '\\\\',
    '\n': '\\n',
    '\t': '\\t',
    '\r': '\\r',
    '\v': '\\v',
    '\x07': '\\a',
  };
  const quoted = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (short[character] !== undefined) return short[character];
    if (code < 0x20) return `\\x${code.toString(16).padStart(2, '0')}`;
    if (code === 0x2028) return '\\u2028';
    return code > 0xe0000 ? `\\U${code.toString(16).padStart(8, '0')}` : character;
  });
  return `"${quoted.join('')}"`;
};

describe('parseLogfmt', () => {
  it('reads a line of k6', () => {
    expect(
      parseLogfmt(
        'time="2026-11-23T03:59:52Z" level=warning msg="Request Failed" error="Get \\"http://127.0.0.1:1/\\": refused"',
      ),
    ).toEqual({
      time: '2026-11-23T03:59:52Z',
      level: 'warning',
      msg: 'Request Failed',
      error: 'Get "http://127.0.0.1:1/": refused',
    });
  });

  it('undoes whatever Go quotes, for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), (msg, error) => {
        expect(
          parseLogfmt(`level=info msg=${goQuoted(msg)} error=${goQuoted(error)} source=console`),
        ).toEqual({
          level: 'info',
          msg,
          error,
          source: 'console',
        });
      }),
    );
  });

  it('reads what there is of a line that was cut, and nothing from one that is something else', () => {
    expect(parseLogfmt('level=error msg="Error: cut he')).toEqual({ level: 'error', msg: 'Error: cut he' });
    expect(parseLogfmt('plain words')).toEqual({});
    expect(parseLogfmt('')).toEqual({});
  });
});
