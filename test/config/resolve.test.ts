import { describe, expect, it } from 'vitest';
import { recordedConfigOf } from '../../config/recorded.ts';
import { resolveConfig } from '../../config/resolve.ts';
import { sampleBody } from '../../config/schema/samples.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';

const valid = {
  target: { url: 'http://127.0.0.1:8890/score', requestTimeoutMs: 6000 },
  load: { scenario: 'spike', baselineRatePerSecond: 10, peakRatePerSecond: 60 },
};

const faultsOf = (input: unknown): HeadroomError => {
  try {
    resolveConfig(input, '/somewhere/k6.config.ts');
  } catch (error) {
    if (error instanceof HeadroomError) return error;
    throw error;
  }
  throw new Error('the config was accepted');
};

describe('resolveConfig', () => {
  it('fills in the defaults of the platform', () => {
    const config = resolveConfig(valid, '/somewhere/k6.config.ts');
    expect(config.policy).toMatchObject({
      kind: 'azureml-v1',
      targetUtilization: 0.7,
      minReplicas: 1,
      maxReplicas: 10,
    });
    expect(config.safety.allowedHosts).toEqual(['127.0.0.1:8890']);
    expect(config.slo.maxErrorShare).toBe(0.01);
    const [endpoint] = resolveConfig(
      { ...valid, target: { url: 'http://127.0.0.1/score', kind: 'aks-v2' } },
      '/somewhere/k6.config.ts',
    ).endpoints;
    expect(endpoint!.requestTimeoutMs, 'v2 answers 504 after 5 s, and the client waits longer').toBe(10_000);
  });

  it('lets the client wait longer than a router whose timeout the config says', () => {
    const timeoutOf = (requestTimeoutMs: number | null): number => {
      const target = { url: 'http://127.0.0.1/score', kind: 'aks-v2' };
      const input = { ...valid, target, router: { requestTimeoutMs } };
      return resolveConfig(input, '/somewhere/k6.config.ts').endpoints[0]!.requestTimeoutMs;
    };
    expect([10_000, 300_000, null].map(timeoutOf)).toEqual([15_000, 65_000, 65_000]);
  });

  it('sends the example of the help page when no payload is given', () => {
    const payloadOf = (input: unknown) => resolveConfig(input, 'k6.config.ts').endpoints[0]!.payload;
    expect(payloadOf(valid)).toEqual({ sample: 'data' });
    expect(sampleBody({ sample: 'data' })).toBe('{"data":[[1,2,3,4,5,6,7,8,9,10],[10,9,8,7,6,5,4,3,2,1]]}');
    const get = { ...valid, target: { ...valid.target, method: 'GET' } };
    expect(payloadOf(get), 'a GET has no body').toEqual({ text: '' });
  });

  it('names every fault at once, each with path, value and fix', () => {
    const error = faultsOf({
      tagret: {},
      target: { url: 'ftp://x' },
      load: { scenario: 'spike', baselineRatePerSecond: -2, peakRatePerSecond: 60 },
      autoscaler: { kind: 'azureml-v1', targetUtilization: 70 },
    });
    expect(error.code).toBe('E_CONFIG');
    expect(error.exitCode).toBe(2);
    const text = error.details.map(({ what, where, fix }) => `${what} | ${where} | ${fix}`).join('\n');
    expect(text).toContain('did you mean "target"?');
    expect(text).toContain('target.url is "ftp://x"');
    expect(text).toContain('load.baselineRatePerSecond is -2');
    expect(text).toMatch(/autoscaler.targetUtilization is 70 .*did you mean 0.7\?/);
    expect(error.details).toHaveLength(4);
  });

  it('names the nearest key for a typo deep inside, and the nearest value for a misspelled choice', () => {
    const [typo] = faultsOf({ ...valid, safety: { maxRatePerSec: 3 } }).details;
    expect(typo?.fix).toBe('did you mean "maxRatePerSecond"?');
    const [choice] = faultsOf({ ...valid, load: { scenario: 'spikes' } }).details;
    expect(choice?.fix).toContain('did you mean "spike"?');
  });

  it('refuses a plan above the limits of safety', () => {
    const error = faultsOf({
      ...valid,
      safety: { maxRatePerSecond: 50, maxDurationSeconds: 100 },
    });
    expect(error.code).toBe('E_SAFETY');
    expect(error.details.map(({ what }) => what)).toEqual([
      'the plan reaches 60 requests/s, above safety.maxRatePerSecond 50',
      'the plan lasts 150 s, above safety.maxDurationSeconds 100',
    ]);
  });

  it('refuses a target whose host is not allowed', () => {
    const error = faultsOf({ ...valid, safety: { allowedHosts: ['scoring.example'] } });
    expect(error.details[0]?.what).toContain('127.0.0.1:8890 is not in safety.allowedHosts');
  });

  it('asks for files and secrets before any load', () => {
    const error = faultsOf({
      ...valid,
      target: {
        ...valid.target,
        payload: { file: './no-such.json' },
        auth: { env: 'HEADROOM_TEST_KEY_THAT_IS_NOT_SET' },
      },
    });
    expect(error.details.map(({ what }) => what)).toEqual([
      expect.stringContaining('target.payload.file: no such file /somewhere/no-such.json'),
      expect.stringContaining('HEADROOM_TEST_KEY_THAT_IS_NOT_SET is not set'),
    ]);
  });
});

describe('a key that stands in the config itself', () => {
  it.each([
    [{ url: 'http://user:very-secret@127.0.0.1:8890/score' }, 'name an environment variable'],
    [{ url: 'no-http://user:very-secret@127.0.0.1:8890/score?code=very-secret' }, 'expected an http'],
    [
      { url: 'http://127.0.0.1/score', headers: { 'x-api-key': ['very-secret'] } },
      'target.headers.x-api-key',
    ],
    [{ url: 'http://127.0.0.1/score', auth: 'very-secret' }, 'target.auth'],
  ])('is not quoted by an error: %o', (target, told) => {
    const { details } = faultsOf({ ...valid, target });
    const text = JSON.stringify(details);
    expect(text).toContain(told);
    expect(text).not.toContain('very-secret');
  });
});

describe('recordedConfigOf', () => {
  it('keeps whether the slots of a replica were stated, also where that is the usual number', () => {
    const slotsOf = (target: object) => {
      const config = resolveConfig({ ...valid, target: { ...valid.target, ...target } }, 'k6.config.ts');
      const { slotsPerReplica, slotsFrom } = recordedConfigOf(config).target;
      return [slotsPerReplica, slotsFrom];
    };
    expect(slotsOf({})).toEqual([1, 'default']);
    expect(slotsOf({ slotsPerReplica: 1 })).toEqual([1, 'config']);
  });

  it('keeps names in the place of secrets and leaves out what may carry them', () => {
    process.env['HEADROOM_TEST_KEY'] = 'very-secret';
    const config = resolveConfig(
      {
        ...valid,
        target: {
          url: 'http://127.0.0.1:8890/score?code=very-secret',
          requestTimeoutMs: 6000,
          headers: { 'x-api-key': 'very-secret' },
          auth: { env: 'HEADROOM_TEST_KEY' },
          payload: 'very-secret',
        },
      },
      '/somewhere/k6.config.ts',
    );
    const text = JSON.stringify(recordedConfigOf(config));
    expect(text).not.toContain('very-secret');
    expect(text).not.toContain('/somewhere');
    expect(text).toContain('x-api-key');
    expect(text).toContain('HEADROOM_TEST_KEY');
  });
});
