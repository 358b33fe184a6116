import { describe, expect, test } from 'vitest';
import {
  explainSilence,
  explainUnauthorized,
  watchEndText,
} from '../../../cluster/connect/connection-faults.ts';
import type { Connection, LoginPlugin } from '../../../cluster/connect/kube-client.ts';

const connectionWith = (plugin: LoginPlugin | null): Connection => ({
  server: 'https://api.example:443',
  plugin,
  request: () => Promise.reject(new Error('not called')),
  watch: () => Promise.reject(new Error('not called')),
  readLog: () => Promise.reject(new Error('not called')),
});
const kubelogin = (...args: string[]): LoginPlugin => ({
  command: 'kubelogin',
  args: ['get-token', ...args],
});
const timeout = {
  kind: 'silence',
  stage: 'login',
  reason: 'The operation was aborted due to timeout',
} as const;

test('watchEndText gives its documented example', () => {
  expect(watchEndText({ kind: 'refused', status: 403, reason: 'Forbidden' }, 'nodes')).toBe(
    'forbidden (403): this account may not list and watch nodes',
  );
});

describe('a login plugin that gives no token', () => {
  test.each([
    { args: ['--login', 'devicecode'], prompt: 'devicecode' },
    { args: ['--login=interactive'], prompt: 'interactive' },
    { args: ['-l', 'devicecode'], prompt: 'devicecode' },
    { args: ['--server-id', '6dae42f8'], prompt: 'devicecode' },
  ])('with $args waits for a person by $prompt', ({ args, prompt }) => {
    const { what, fix } = explainSilence(timeout, connectionWith(kubelogin(...args)));
    expect(what).toContain(`logs in by ${prompt}`);
    expect(fix).toContain('kubelogin convert-kubeconfig -l azurecli');
  });

  test('and asks no one is reported with its own words', () => {
    const failed = { ...timeout, reason: 'AADSTS50076: use multi-factor authentication' };
    const { what } = explainSilence(failed, connectionWith(kubelogin('--login', 'azurecli')));
    expect(what).toContain('AADSTS50076');
  });
});

test.each([
  ['unable to verify the first certificate', 'certificate authority'],
  ['fetch failed: self-signed certificate in certificate chain', 'certificate authority'],
  ['fetch failed: connect ECONNREFUSED 10.0.0.1:443', 'tunnel'],
  ['fetch failed: getaddrinfo ENOTFOUND x.privatelink.azmk8s.io', 'private cluster'],
  ['The operation was aborted due to timeout', 'private cluster'],
])('"%s" points to the %s', (reason, hint) => {
  const { fix } = explainSilence({ kind: 'silence', stage: 'network', reason }, connectionWith(null), {});
  expect(fix).toContain(hint);
});

test('a 401 with kubelogin says how to log in with the Azure CLI', () => {
  expect(explainUnauthorized(connectionWith(kubelogin())).fix).toContain('az login');
});

test('says of a silent server that the proxy of the environment is not used', () => {
  const silence = { kind: 'silence', stage: 'network', reason: 'connect ETIMEDOUT 10.0.0.1:443' } as const;
  const fixWith = (env: NodeJS.ProcessEnv) => explainSilence(silence, connectionWith(null), env).fix;
  expect(fixWith({ HTTPS_PROXY: 'http://proxy.example:3128' })).toMatch(
    /VPN; kubectl goes through HTTPS_PROXY.*proxy-url/,
  );
  expect(fixWith({})).not.toContain('proxy');
});
