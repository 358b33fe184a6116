import { describe, expect, it } from 'vitest';
import { shownBody, shownHeaders } from '../../../load/preflight/shown.ts';

const redact = (text: string): string => text.replaceAll('the-key', '[redacted]');

describe('what is shown of an answer', () => {
  it('is redacted, on one line and cut', () => {
    expect(shownBody('{"error":\n  "the-key is wrong"}', Buffer.from(''), redact)).toBe(
      '{"error": "[redacted] is wrong"}',
    );
    expect(shownBody('x'.repeat(9000), Buffer.from(''), redact)).toBe(`${'x'.repeat(500)}…`);
    expect(shownBody(' ', Buffer.from(''), redact)).toBe('no body');
  });

  it('holds nothing of what was sent, in whole or in part', () => {
    const long = Array.from({ length: 500 }, (_, i) => `part-${i}`).join('-');
    const sent = Buffer.from(JSON.stringify({ patient: 'Ada Lovelace', scan: long, id: 'abc' }));
    const shown = shownBody(`400: Ada Lovelace abc ${long.slice(0, 200)}`, sent, redact);
    expect(shown).toMatch(/^400: \[redacted\] abc (\[redacted\])+/);
    expect(shown).not.toContain('part-1-');
  });

  it('has the telling headers, without the query of an address', () => {
    const headers = {
      server: 'envoy',
      'set-cookie': ['a=b'],
      location: 'https://x.example/y?code=1',
      'x-ms-request-id': '7',
    };
    expect(shownHeaders(headers, redact)).toBe(
      'server: envoy, location: https://x.example/y?[redacted], x-ms-request-id: 7',
    );
  });
});
