import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordedConfigOf } from '../../config/recorded.ts';
import { resolveConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { requestHeadersOf } from '../../load/plan/secrets.ts';

const target = { kind: 'local', url: 'http://127.0.0.1:9/score?code=1', requestTimeoutMs: 3000 };
const load = { scenario: 'soak', ratePerSecond: 5, soakSeconds: 5 };
const score = { name: 'score', share: 0.75 };
const embed = { name: 'embed', share: 0.25, path: '/embed' };

const resolve = (changes: object) => resolveConfig({ target, load, ...changes }, '/c/k6.config.ts');

/** "path: what | fix" of every fault. */
const faultsOf = (changes: object): string[] => {
  try {
    resolve(changes);
  } catch (error) {
    if (!(error instanceof HeadroomError)) throw error;
    return error.details.map(
      ({ what, where, fix }) => `${where?.replace('/c/k6.config.ts → ', '')}: ${what} | ${fix}`,
    );
  }
  return [];
};

beforeEach(() => {
  vi.stubEnv('TEST_KEY', 'key-of-target');
  vi.stubEnv('TEST_OTHER_KEY', 'key-of-embed');
});
afterEach(() => vi.unstubAllEnvs());

describe('endpoints', () => {
  it('are the target alone where none are given', () => {
    const slo = { maxErrorShare: 0.02 };
    expect(resolve({ slo }).endpoints).toEqual([
      {
        name: 'default',
        share: 1,
        url: target.url,
        method: 'POST',
        headers: {},
        payload: { sample: 'data' },
        requestTimeoutMs: 3000,
        slo: { maxErrorShare: 0.02, p95LatencyMs: undefined },
        place: 'target',
      },
    ]);
  });

  it('take over from target and slo what they leave out', () => {
    const { endpoints, safety } = resolve({
      target: { ...target, payload: { json: { a: 1 } }, headers: { 'X-Team': 'a', 'X-Keep': 'k' } },
      slo: { maxErrorShare: 0.02, p95LatencyMs: 500 },
      endpoints: [
        score,
        {
          ...embed,
          method: 'PUT',
          headers: { 'x-team': 'b' },
          payload: { text: 'words' },
          requestTimeoutMs: 900,
          slo: { p95LatencyMs: 100 },
        },
      ],
    });
    expect(endpoints[0]).toMatchObject({
      url: target.url,
      method: 'POST',
      payload: { json: { a: 1 } },
      requestTimeoutMs: 3000,
      slo: { maxErrorShare: 0.02, p95LatencyMs: 500 },
      place: 'endpoints[0]',
    });
    expect(endpoints[1]).toMatchObject({
      url: 'http://127.0.0.1:9/embed',
      method: 'PUT',
      headers: { 'x-team': 'b', 'X-Keep': 'k' },
      payload: { text: 'words' },
      requestTimeoutMs: 900,
      slo: { maxErrorShare: 0.02, p95LatencyMs: 100 },
    });
    expect(safety.allowedHosts).toEqual(['127.0.0.1:9']);
  });

  it('send the key of the target, unless they have one of their own', () => {
    const own = { Authorization: { env: 'TEST_OTHER_KEY', prefix: 'Key ' } };
    const { endpoints } = resolve({
      target: { ...target, auth: { env: 'TEST_KEY' } },
      endpoints: [score, { ...embed, headers: own }],
    });
    expect(endpoints.map((endpoint) => requestHeadersOf(endpoint, null))).toEqual([
      { Authorization: 'Bearer key-of-target' },
      { Authorization: 'Key key-of-embed' },
    ]);
  });

  it('open the fence for every host that they name, and for no other', () => {
    const other = { name: 'embed', share: 0.25, url: 'http://127.0.0.2:8/embed' };
    expect(resolve({ endpoints: [score, other] }).safety.allowedHosts).toEqual([
      '127.0.0.1:9',
      '127.0.0.2:8',
    ]);
    expect(resolve({ endpoints: [{ ...other, share: 1 }] }).safety.allowedHosts).toEqual(['127.0.0.2:8']);
    expect(faultsOf({ endpoints: [score, other], safety: { allowedHosts: ['127.0.0.1'] } })).toEqual([
      `safety.allowedHosts: endpoints[1].url: 127.0.0.2:8 is not in safety.allowedHosts | add "127.0.0.2:8"`,
    ]);
  });

  it('records endpoints without the keys of their requests', () => {
    const { endpoints } = recordedConfigOf(
      resolve({ target: { ...target, auth: { env: 'TEST_KEY' } }, endpoints: [score, embed] }),
    );
    expect(endpoints).toMatchObject([
      { name: 'score', share: 0.75, url: 'http://127.0.0.1:9/score', headerNames: ['Authorization'] },
      { name: 'embed', share: 0.25, url: 'http://127.0.0.1:9/embed', payload: 'sample data' },
    ]);
    expect(JSON.stringify(endpoints)).not.toMatch(/code=|key-of/);
  });
});

describe('faults of endpoints', () => {
  it.each<readonly [name: string, endpoints: unknown, ...parts: string[]]>([
    [
      'shares that do not add up to 1',
      [score, { ...embed, share: 0.15 }],
      'the shares of endpoints add up to 0.9',
      'in this proportion 0.833, 0.167',
    ],
    [
      'percent for shares',
      [
        { ...score, share: 75 },
        { ...embed, share: 25 },
      ],
      'share is 75',
      'did you mean 0.75?',
    ],
    ['no share', [{ name: 'score' }], 'endpoints[0].share is nothing'],
    ['two of one name', [score, { ...embed, name: 'score' }], 'two endpoints are called "score"'],
    ['an unknown key', [{ ...score, weight: 3 }, embed], 'endpoints[0].weight: unknown key "weight"'],
    ['a misspelt key', [{ ...score, paylod: 'a' }, embed], 'did you mean "payload"?'],
    ['a path and a url', [score, { ...embed, url: 'http://a.example/' }], 'has both a url and a path'],
    ['a path that is another host', [score, { ...embed, path: '//evil.example/x' }], 'a path on the host'],
    [
      'a url with a password',
      [{ ...score, url: 'http://me:pw@a.example/' }, embed],
      'holds a user or password',
    ],
    [
      'the body itself',
      [{ ...score, payload: { data: [1] } }, embed],
      'endpoints[0].payload is the body itself',
    ],
    [
      'a file that is not there',
      [{ ...score, payload: { file: './no.json' } }, embed],
      'no such file /c/no.json',
    ],
    [
      'a variable that is not set',
      [{ ...score, headers: { k: { env: 'NO_SUCH_KEY' } } }, embed],
      'NO_SUCH_KEY',
    ],
    ['none at all', [], 'endpoints is []'],
  ])('%s', (_, endpoints, ...parts) => {
    const faults = faultsOf({ endpoints }).join('\n');
    for (const part of parts) expect(faults).toContain(part);
  });

  it('never quote what may be a key', () => {
    const headers = { k: { env: 3, secret: 's3cr3t-value' } };
    expect(faultsOf({ endpoints: [{ ...score, headers }, embed] }).join()).not.toContain('s3cr3t');
  });

  it('tells them beside those of the rest', () => {
    expect(faultsOf({ endpoints: [score], slo: { maxErrorShare: 5 } })).toHaveLength(2);
  });
});

describe('endpoints of a script', () => {
  const script = './k6.config.ts';
  const endpoints = [score, embed];
  const faults = (mix: object | undefined): string =>
    faultsOf({ endpoints, script, load: { ...load, ...(mix && { mix }) } }).join('\n');

  it('need functions of their own', () => {
    expect(faults(undefined)).toContain('no function of the script is for the endpoint "score"');
    expect(faults({ vote: { endpoint: 'score' } })).toContain('for the endpoint "embed"');
    expect(faults({ vote: { endpoint: 'score' }, hook: 2 })).toContain('load.mix.hook names no endpoint');
    expect(faults({ vote: { endpoint: 'scroe' } })).toContain(
      '"scroe", which there is not | name one of score, embed',
    );
  });

  it('are named by load.mix', () => {
    const mix = { vote: { endpoint: 'score', weight: 3 }, hook: { endpoint: 'embed' } };
    expect(faults(mix)).not.toContain('endpoint');
  });
});
