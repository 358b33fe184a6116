import { describe, expect, it } from 'vitest';
import { logLines } from '../../../planner/logs/log-lines.ts';
import { redactSecrets } from '../../../planner/logs/redact.ts';

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

describe('secrets in a log', () => {
  it.each([
    ['Authorization: Bearer c4nary-c4nary', 'Authorization: Bearer ***'],
    ["headers: {'Authorization': 'Bearer c4naryc4nary'}", "headers: {'Authorization': 'Bearer ***'}"],
    ['AccountKey=c4naryc4nary==;EndpointSuffix=x', 'AccountKey=***;EndpointSuffix=x'],
    ['"password": "c4nary", "user": "a"', '"password": "***", "user": "a"'],
    ['GET https://x.example/b?se=1&sig=c4nary%3D&sp=r', 'GET https://x.example/b?se=1&sig=***&sp=r'],
    ['postgres://user:c4nary@db.example/x', 'postgres://***@db.example/x'],
    ['jwt eyJc4nary1.eyJc4nary2.c4nary3', 'jwt ***'],
    ['InstrumentationKey=c4nary-1234', 'InstrumentationKey=***'],
    ['GET https://x.example/v1?code=c4naryc4nary&sv=1', 'GET https://x.example/v1?code=***&sv=1'],
    ['{"Ocp-Apim-Subscription-Key": "c4nary0123"}', '{"Ocp-Apim-Subscription-Key": "***"}'],
    ["os.environ['DB_PASSWORD'] = 'c4nary123'", "os.environ['DB_PASSWORD'] = '***'"],
    ['run.py --password c4nary123 --port 80', 'run.py --password *** --port 80'],
    ['from hf_c4naryC4naryC4naryC4nary: no', 'from ***: no'],
    ['slack xoxb-123456789012-c4nary', 'slack ***'],
    ['AWS AKIAC4NARYC4NARYC4NA c4nary/wUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEK at', 'AWS *** at'],
    ['Cookie: session=c4nary; user=c4nary', 'Cookie: ***'],
    ['-----BEGIN RSA PRIVATE KEY-----c4nary', '-----BEGIN RSA PRIVATE KEY-----***'],
  ])('are crossed out: %s', (line, expected) => {
    expect(redactSecrets(line)).toBe(expected);
  });

  it('leaves what is none', () => {
    for (const line of [
      'the token count is 12; POST /score 200 12.345ms 42; key error in row 3',
      'the cookie: expired; hf_hub_download_of_model failed in sk-learn-contrib-tools',
      'GET /x?code=200&n=1 --token-file /a',
    ])
      expect(redactSecrets(line)).toBe(line);
  });
});
