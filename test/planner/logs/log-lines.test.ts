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
    ['Authorization: token c4nary-c4nary for me', 'Authorization: ***'],
    ["{'Authorization': 'ApiKey c4nary c4nary'}", "{'Authorization': '***'}"],
    ['map[Authorization:[Bearer c4narycanary]]', 'map[Authorization:[Bearer ***'],
    [
      'Authorization: AWS4-HMAC-SHA256 Credential=AKIAC4NARYC4NARYC4NA/2026, Signature=c4nary',
      'Authorization: ***',
    ],
    ['passphrase: c4nary; go on', 'passphrase: ***; go on'],
    ['npm_C4naryC4naryC4naryC4 or glpat-c4naryC4nary_12', '*** or ***'],
    ['ya29.c4nary-C4nary_12 of Google', '*** of Google'],
    // Secrets of no known name: of Entra, AWS, a storage account, EKS, OpenShift, Azure DevOps.
    ['secret c4n8Q~aryC4naryC4naryC4naryC4naryC4nary. of Entra', 'secret *** of Entra'],
    ['secret c4naryUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY of AWS', 'secret *** of AWS'],
    [`key c4naryC4NARY+/${'C4nary'.repeat(12)}== of storage`, 'key *** of storage'],
    [`k8s-aws-v1.aHR0cHM6${'C4nary'.repeat(12)}`, 'k8s-aws-v1.***'],
    [`sha256~c4nary_-C4nary${'C4nary'.repeat(5)} is old`, 'sha256~*** is old'],
    [`token (${'c4nary7z'.repeat(6)}c4na)`, 'token (***)'],
  ])('are crossed out: %s', (line, expected) => {
    expect(redactSecrets(line)).toBe(expected);
  });

  it('leaves what is none', () => {
    for (const line of [
      'the token count is 12; POST /score 200 12.345ms 42; key error in row 3',
      'the cookie: expired; hf_hub_download_of_model failed in sk-learn-contrib-tools',
      'GET /x?code=200&n=1 --token-file /a',
      'image sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 of 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
      "no right to 'a/read' over '/subscriptions/9f1c2d3e-aaaa-bbbb-cccc-ddddeeeeffff/resourceGroups/MC_rg-prod-weu-001_aks-prod-weu-001_westeurope/providers'",
      'File "/usr/local/lib/python3/SitePackages/transformers/models/Llama4/ModelingLlamaAttention", line 3',
      'pod azureml-fe-v2-DeploymentNameWithALongName-and-more-7d9f8b6c5-abcde',
      'open https://microsoft.com/devicelogin and enter the code C4NARY12; authorization failed for user ada',
    ])
      expect(redactSecrets(line)).toBe(line);
  });
});
