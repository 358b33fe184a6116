import { describe, expect, it } from 'vitest';
import { withoutSecretShapes } from '../../../errors/redact/shapes.ts';

describe('secrets in a text that nobody knows', () => {
  it.each([
    ['Authorization: Bearer c4nary-c4nary', 'Authorization: Bearer [redacted]'],
    ["headers: {'Authorization': 'Bearer c4naryc4nary'}", "headers: {'Authorization': 'Bearer [redacted]'}"],
    ['AccountKey=c4naryc4nary==;EndpointSuffix=x', 'AccountKey=[redacted];EndpointSuffix=x'],
    ['"password": "c4nary", "user": "a"', '"password": "[redacted]", "user": "a"'],
    ['GET https://x.example/b?se=1&sig=c4nary%3D&sp=r', 'GET https://x.example/b?se=1&sig=[redacted]&sp=r'],
    ['postgres://user:c4nary@db.example/x', 'postgres://[redacted]@db.example/x'],
    ['jwt eyJc4nary1.eyJc4nary2.c4nary3', 'jwt [redacted]'],
    ['InstrumentationKey=c4nary-1234', 'InstrumentationKey=[redacted]'],
    ['GET https://x.example/v1?code=c4naryc4nary&sv=1', 'GET https://x.example/v1?code=[redacted]&sv=1'],
    ['{"Ocp-Apim-Subscription-Key": "c4nary0123"}', '{"Ocp-Apim-Subscription-Key": "[redacted]"}'],
    ["os.environ['DB_PASSWORD'] = 'c4nary123'", "os.environ['DB_PASSWORD'] = '[redacted]'"],
    ['run.py --password c4nary123 --port 80', 'run.py --password [redacted] --port 80'],
    ['from hf_c4naryC4naryC4naryC4nary: no', 'from [redacted]: no'],
    ['slack xoxb-123456789012-c4nary', 'slack [redacted]'],
    ['AWS AKIAC4NARYC4NARYC4NA c4nary/wUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEK at', 'AWS [redacted] at'],
    ['Cookie: session=c4nary; user=c4nary', 'Cookie: [redacted]'],
    ['-----BEGIN RSA PRIVATE KEY-----c4nary', '-----BEGIN RSA PRIVATE KEY-----[redacted]'],
    ['Authorization: token c4nary-c4nary for me', 'Authorization: [redacted]'],
    ["{'Authorization': 'ApiKey c4nary c4nary'}", "{'Authorization': '[redacted]'}"],
    ['map[Authorization:[Bearer c4narycanary]]', 'map[Authorization:[Bearer [redacted]'],
    [
      'Authorization: AWS4-HMAC-SHA256 Credential=AKIAC4NARYC4NARYC4NA/2026, Signature=c4nary',
      'Authorization: [redacted]',
    ],
    ['passphrase: c4nary; go on', 'passphrase: [redacted]; go on'],
    ['npm_C4naryC4naryC4naryC4 or glpat-c4naryC4nary_12', '[redacted] or [redacted]'],
    ['ya29.c4nary-C4nary_12 of Google', '[redacted] of Google'],
    // Secrets of no known name: of Entra, AWS, a storage account, EKS, OpenShift, Azure DevOps.
    ['secret c4n8Q~aryC4naryC4naryC4naryC4naryC4nary. of Entra', 'secret [redacted] of Entra'],
    ['secret c4naryUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY of AWS', 'secret [redacted] of AWS'],
    [`key c4naryC4NARY+/${'C4nary'.repeat(12)}== of storage`, 'key [redacted] of storage'],
    [`k8s-aws-v1.aHR0cHM6${'C4nary'.repeat(12)}`, 'k8s-aws-v1.[redacted]'],
    [`sha256~c4nary_-C4nary${'C4nary'.repeat(5)} is old`, 'sha256~[redacted] is old'],
    [`token (${'c4nary7z'.repeat(6)}c4na)`, 'token ([redacted])'],
    // Quotes inside quotes, values of several words, short ones, and a password with an @.
    [
      'body: {\\"password\\": \\"c4nary x\\", \\"n\\": 1}',
      'body: {\\"password\\": \\"[redacted]\\", \\"n\\": 1}',
    ],
    ['"secret": "c4nary c4nary", "user": "a"', '"secret": "[redacted]", "user": "a"'],
    ['pwd=c4n; Bearer c4n, go on', 'pwd=[redacted]; Bearer [redacted], go on'],
    ['https://me:c4n@ary@x.example/y', 'https://[redacted]@x.example/y'],
    ['code%3DeyJc4nary and eyJc4nary', 'code%3D[redacted] and [redacted]'],
    ['redis://:c4nary@cache:6379/0', 'redis://[redacted]@cache:6379/0'],
    ['amqp://user:c4n/ary@mq.example/x', 'amqp://[redacted]@mq.example/x'],
    ['amqp://user:c4@n/ary@mq.example', 'amqp://[redacted]@mq.example'],
    ['http://user:c4n/ary@x.example/y', 'http://[redacted]@x.example/y'],
    ["def f(api_key: str = 'c4nary', n=1)", "def f(api_key: str = '[redacted]', n=1)"],
    ["secret:str='c4nary'", "secret:str='[redacted]'"],
    ['token: Optional[str] = c4nary', 'token: Optional[str] = [redacted]'],
    [`{'api_key': 'c4"nary', 'n': 1}`, `{'api_key': '[redacted]', 'n': 1}`],
    ['{"token":"c4\\"nary c4nary","n":1}', '{"token":"[redacted]","n":1}'],
    ['{"token":"c4nary\\\\","n":"x"}', '{"token":"[redacted]","n":"x"}'],
    [`"{\\"token\\": \\"c4'n\\\\\\"ary\\", \\"n\\": 1}"`, `"{\\"token\\": \\"[redacted]\\", \\"n\\": 1}"`],
    // Beside what messages say of tokens.
    ['Bearer token-c4nary and Bearer token.c4nary', 'Bearer [redacted] and Bearer [redacted]'],
    ['xeyJhbGciOiJub25lIn0.c4nary of tokeneyJ0eXAiOiJKV1QifQ', 'x[redacted] of token[redacted]'],
  ])('are crossed out: %s', (line, expected) => {
    expect(withoutSecretShapes(line)).toBe(expected);
  });

  it('leaves what is none', () => {
    for (const line of [
      'the token count is 12; POST /score 200 12.345ms 42; key error in row 3',
      'the surveyJobs run; the key KeyJson of x-api-key-store --secret-file; the cookie: expired; hf_hub_download_of_model failed in sk-learn-contrib-tools',
      'GET /x?code=200&n=1 --token-file /a',
      'def f(api_key: str = None, token: Optional[str] = None, secret: str | None = None, pwd: bytes): password=None',
      'GET http://localhost:3000/@vite/client of http://[::1]:80/a@b and redis://cache:6379/a@b',
      'unexpected token: 5; Unexpected token: identifier; retry with secret: no',
      '401 Bearer token missing; a Bearer token. WWW-Authenticate: Bearer realm="x", error="invalid_token"; Basic authentication required',
      'model surveyJobs_v2 not found; KeyJsonConverter.convert failed; SurveyJobs-2024-01.csv of journeyJson_v12345',
      'image sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 of 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
      "no right to 'a/read' over '/subscriptions/9f1c2d3e-aaaa-bbbb-cccc-ddddeeeeffff/resourceGroups/MC_rg-prod-weu-001_aks-prod-weu-001_westeurope/providers'",
      'File "/usr/local/lib/python3/SitePackages/transformers/models/Llama4/ModelingLlamaAttention", line 3',
      'pod azureml-fe-v2-DeploymentNameWithALongName-and-more-7d9f8b6c5-abcde',
      'open https://microsoft.com/devicelogin and enter the code C4NARY12; authorization failed for user ada',
    ])
      expect(withoutSecretShapes(line)).toBe(line);
  });
});
