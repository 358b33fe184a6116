import { describe, expect, it } from 'vitest';
import { logLines } from '../../../planner/logs/log-lines.ts';

const ten = Date.UTC(2026, 10, 28, 10);

describe('lines of a log', () => {
  it.each([
    ['kubectl logs --timestamps', '2026-11-28T10:00:00.123456789Z [x] text', '[x] text', ten + 123],
    ['a container runtime’s file', '2026-11-28T10:00:00.123456789+00:00 stderr F text', 'text', ten + 123],
    [
      'Docker’s own file',
      '{"log":"text\\n","stream":"stdout","time":"2026-11-28T10:00:00.5Z"}',
      'text',
      ten + 500,
    ],
    [
      'the inference server',
      '2026-11-28 10:00:00,250 I [71] text',
      '2026-11-28 10:00:00,250 I [71] text',
      ten + 250,
    ],
    ['gunicorn', '[2026-11-28 12:00:00 +0200] [7] text', '[2026-11-28 12:00:00 +0200] [7] text', ten],
    ['get_logs() of v1', '2026-11-28T10:00:00,120000000+00:00 - gunicorn/run', '- gunicorn/run', ten + 120],
    ['coloured text', '\u001b[31m2026-11-28 10:00:00 text\u001b[0m', '2026-11-28 10:00:00 text', ten],
    ['JSON', '{"ts": "2026-11-28T10:00:00Z", "msg": "x"}', '{"ts": "2026-11-28T10:00:00Z", "msg": "x"}', ten],
    [
      'logfmt',
      'time=2026-11-28T10:00:00Z level=info msg=x',
      'time=2026-11-28T10:00:00Z level=info msg=x',
      ten,
    ],
  ])('have their time: %s', (_, line, text, atMs) => {
    expect(logLines(line)).toEqual([{ number: 1, atMs, text }]);
  });

  it('have the time of the line before where they have none of their own', () => {
    const lines = logLines(
      'first\n2026-11-28 10:00:00,000 E x\n  File "score.py", line 3\n\nKeyError: 1\r\n',
    );
    expect(lines.map(({ number, atMs }) => [number, atMs])).toEqual([
      [1, null],
      [2, ten],
      [3, ten],
      [5, ten],
    ]);
  });

  it('are taken out of one JSON text, as az ml prints a log', () => {
    expect(logLines('"one\\ntwo\\n"\n').map(({ text }) => text)).toEqual(['one', 'two']);
  });
});
