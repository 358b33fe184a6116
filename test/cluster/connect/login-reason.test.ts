import { expect, test } from 'vitest';
import { loginReason } from '../../../cluster/connect/login-reason.ts';

const user = { exec: { env: [{ name: 'CLIENT_SECRET', value: 'hush-hush' }] } };
const by = { user, waitedMs: 11_800 };

test.each<[string, unknown, string]>([
  ['hangs', new DOMException('The operation was aborted', 'TimeoutError'), 'it gave no answer within 12 s'],
  [
    'prints no JSON',
    new SyntaxError('Unexpected token eyJhbGciOi'),
    'its answer is not an ExecCredential in JSON',
  ],
  [
    'prints other JSON',
    new TypeError("Cannot read properties of undefined (reading 'clientCertificateData')"),
    'its answer is JSON, but no ExecCredential: it has no status with a token or a client certificate',
  ],
  ['says nothing', new Error('\n'), 'it ended with an error and said nothing'],
  ['says why', new Error('AADSTS50076: use MFA\n'), 'AADSTS50076: use MFA'],
  [
    'says what is secret',
    new Error('hush-hush, Bearer abc-1, eyJhbGciOi.eyJzdWIi.sig, password=p4ss'),
    '[redacted], Bearer [redacted], [redacted], password=[redacted]',
  ],
  [
    'says what it sent, in a form that nobody knows',
    new Error(
      `Authorization: Custom AKIAC4NARYC4NARYC4NA/2026 c4nary\nsent ${'C4nary'.repeat(7)}, passphrase c4n: AccountKey=c4nary==`,
    ),
    'Authorization: [redacted]\nsent [redacted], passphrase c4n: AccountKey=[redacted]',
  ],
])('a login plugin that %s', (_, error, text) => {
  expect(loginReason(error, by)).toBe(text);
});

test('a kubeconfig without a plugin keeps the words of the library', () => {
  expect(loginReason(new Error('ENOENT: no such file'), { ...by, user: {} })).toBe('ENOENT: no such file');
});
