import { describe, expect, it } from 'vitest';
import { utf8Text } from '../../errors/encoding.ts';

describe('a text of a file', () => {
  it('is UTF-8, with its mark', () => {
    for (const text of ['', 'größe ✓ 😀\n', '\ufeffa: 1\n']) expect(utf8Text(Buffer.from(text))).toBe(text);
  });

  it.each([
    ['Latin-1', Buffer.from('a: 1\nb: größe\n', 'latin1'), /^it is not in UTF-8 \(line 2\), .*Latin-1/],
    ['Latin-1 in its last line', Buffer.from('a: 1\nß', 'latin1'), /line 2/],
    ['UTF-16 with a mark', Buffer.from('\ufeffa: 1', 'utf16le'), /^it is in UTF-16: save it as UTF-8$/],
    ['UTF-16 of the other order', Buffer.from('\ufeffa: 1', 'utf16le').swap16(), /^it is in UTF-16/],
    ['UTF-16 without a mark', Buffer.from('a: 1', 'utf16le'), /UTF-16 without a mark/],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80]), /not in UTF-8/],
    ['packed', Buffer.from([0x1f, 0x8b, 8]), /unpack it first/],
  ])('is refused with what it is: %s', (_, bytes, why) => {
    expect(() => utf8Text(bytes)).toThrow(why);
  });
});
