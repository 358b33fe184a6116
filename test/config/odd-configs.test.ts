import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { resolveConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'body.json'), '{"a":1}');
writeFileSync(join(folder, 'note.txt'), 'no certificate');
const file = join(folder, 'k6.config.ts');

const target = { kind: 'kubernetes', url: 'https://127.0.0.1:1/score' };
const load = { scenario: 'spike', baselineRatePerSecond: 5, peakRatePerSecond: 10 };
const withTarget = (more: object): object => ({ target: { ...target, ...more }, load });
const withLoad = (more: object): object => ({ target, load: { ...load, ...more } });
const beside = (more: object): object => ({ target, load, ...more });
const circle: Record<string, unknown> = {};
circle['again'] = circle;

const withRunners = (more: object): object => ({
  ...withLoad({ runners: { where: 'cluster', count: 2, image: 'registry.example/k6:1', ...more } }),
  cluster: { selector: 'app=score' },
});

type Row = readonly [input: unknown, path: string, what: string, fix: string];

/** An input, the path that is told, what is said of the value, and what to write instead. */
const table: readonly Row[] = [
  [undefined, '(top)', 'the whole file is nothing', 'an object'],
  [null, '(top)', 'the whole file is null', 'an object'],
  ['k6', '(top)', 'the whole file is "k6"', 'an object'],
  [[], '(top)', 'the config is empty', 'defineConfig'],
  [{}, '(top)', 'the config is empty', 'defineConfig'],
  [() => beside({}), '(top)', 'the config is a function', 'call it'],
  [Promise.resolve(beside({})), '(top)', 'the config is a promise', 'read at once'],
  [Object.create(beside({})), '(top)', 'the config is empty', 'defineConfig'],
  [{ target }, 'load', 'load is nothing', 'an object'],
  [{ load }, 'target', 'target is nothing', 'an object'],
  [beside({ sloo: {} }), 'sloo', 'unknown key "sloo"', '"slo"'],
  [
    withRunners({ resources: { requests: { cpu: '-1' } } }),
    'load.runners.resources.requests.cpu',
    '"-1"',
    '500m',
  ],
  [
    withRunners({ resources: { limits: { memory: '1 GB' } } }),
    'load.runners.resources.limits.memory',
    '"1 GB"',
    '1.5Gi',
  ],
  [
    withRunners({ resources: { limits: { cpus: '1' } } }),
    'load.runners.resources.limits.cpus',
    '"1"',
    'expected cpu',
  ],
  [
    withRunners({ nodeSelector: { pool: 'a b' } }),
    'load.runners.nodeSelector.pool',
    '"a b"',
    'value of a label',
  ],
  [
    withRunners({ nodeSelector: { 'a key!': 'x' } }),
    'load.runners.nodeSelector.a key!',
    '"x"',
    'key of a label',
  ],
  [withRunners({ image: 'Bad Image' }), 'load.runners.image', '"Bad Image"', 'name of an image'],
  [withTarget({ url: undefined }), 'target.url', 'target.url is nothing', 'http://'],
  [withTarget({ url: 'ftp://x' }), 'target.url', '"ftp://x"', 'http://'],
  [withTarget({ url: '/score' }), 'target.url', '"/score"', 'http://'],
  [withTarget({ url: 'https://me:secret@x/' }), 'target.url', '[redacted]@x', 'target.auth'],
  [withTarget({ kind: 'kuberntes' }), 'target.kind', '"kuberntes"', '"kubernetes"'],
  [withTarget({ kind: 'hpa' }), 'target.kind', '"hpa"', 'autoscaler.kind'],
  [withTarget({ method: 'PSOT' }), 'target.method', '"PSOT"', '"POST"'],
  [withTarget({ payloads: {} }), 'target.payloads', 'unknown key', '"payload"'],
  [withTarget({ payload: 3 }), 'target.payload', 'not valid (number)', '{ file }'],
  [withTarget({ payload: [1] }), 'target.payload', 'the body itself', '{ json: … }'],
  [
    withTarget({ payload: { file: 'no.json' } }),
    'target.payload.file',
    'no such file',
    'relative to the config',
  ],
  [withTarget({ payload: { file: '.' } }), 'target.payload.file', 'is not a file', 'relative to the config'],
  [withTarget({ payload: 'body.json' }), 'target.payload', 'the name of a file', '{ file: "body.json" }'],
  [withTarget({ payload: { jsn: {} } }), 'target.payload.jsn', 'unknown key', '"json"'],
  [withTarget({ payload: { csv: 'rows.csv' } }), 'target.payload.csv', 'unknown key', '{ jsonLines: … }'],
  [withTarget({ payload: { path: 'row.json' } }), 'target.payload.path', 'unknown key', '{ file: … }'],
  [withTarget({ payload: { sample: 'dta' } }), 'target.payload.sample', 'not valid', '"data"'],
  [withTarget({ payload: { json: circle } }), 'target.payload.json', 'not valid', "can't be sent as JSON"],
  [withTarget({ payload: { json: Number.NaN } }), 'target.payload.json', 'not valid', 'NaN'],
  [withTarget({ payload: { multipart: {} } }), 'target.payload.multipart', 'not valid', 'files nor fields'],
  [withTarget({ requestTimeoutMs: 10 }), 'target.requestTimeoutMs', 'is 10', 'did you mean 10000?'],
  [withTarget({ requestTimeoutMs: '10s' }), 'target.requestTimeoutMs', '"10s"', 'did you mean 10000?'],
  [withTarget({ auth: 'Bearer abc' }), 'target.auth', 'is text', "{ env: 'SCORING_KEY' }"],
  [
    withTarget({ auth: { env: 'HEADROOM_NOT_SET' } }),
    'target.auth.env',
    'is not set',
    'export HEADROOM_NOT_SET',
  ],
  [
    withTarget({ auth: { env: 'abc-123-a-key' } }),
    'target.auth.env',
    'not the name of an environment variable',
    'never the key itself',
  ],
  [withTarget({ auth: { env: 'PATH', header: 'a b' } }), 'target.auth.header', '"a b"', "'X-Api-Key'"],
  [withTarget({ headers: { a: 1 } }), 'target.headers.a', 'not valid (number)', 'in quotes'],
  [withTarget({ headers: { 'a b': 'x' } }), 'target.headers.a b', 'not a valid header name', 'letters'],
  [
    withTarget({ headers: { a: 'x\ny' } }),
    'target.headers.a',
    'a character that none can carry',
    'line breaks',
  ],
  [
    withTarget({ tls: { caFile: 'note.txt' } }),
    'target.tls.caFile',
    'no certificate in PEM',
    'BEGIN CERTIFICATE',
  ],
  [
    withTarget({ tls: { keyFile: 'note.txt' } }),
    'target.tls.keyFile',
    'no private key in PEM',
    'PRIVATE KEY',
  ],
  [withTarget({ tls: { keyFile: 'note.txt' } }), 'target.tls', 'a keyFile and no certFile', 'name both'],
  [withTarget({ proxy: 'socks5://x' }), 'target.proxy', '"socks5://x"', 'http://host:port'],
  [withTarget({ slotsPerReplica: 0 }), 'target.slotsPerReplica', 'is 0', 'at least 1'],
  [withLoad({ scenario: 'spikey' }), 'load.scenario', '"spikey"', '"spike"'],
  [withLoad({ peakRatePerSecond: -1 }), 'load.peakRatePerSecond', 'is -1', 'above 0'],
  [withLoad({ peakRatePerSecond: '60' }), 'load.peakRatePerSecond', '"60"', 'did you mean 60?'],
  [withLoad({ peakRatePerSecond: Number.NaN }), 'load.peakRatePerSecond', 'is NaN', 'a number'],
  [withLoad({ holdMs: 5000 }), 'load.holdMs', 'unknown key', 'holdSeconds: 5'],
  [withLoad({ duration: 60 }), 'load.duration', 'unknown key', 'holdSeconds'],
  [withLoad({ holdSeconds: 1.5 }), 'load.holdSeconds', 'is 1.5', 'a whole number'],
  [withLoad({ retries: 3 }), 'load.retries', 'is 3', 'an object'],
  [withLoad({ arrivals: 'poisson' }), 'load.arrivals', '"poisson"', "'random'"],
  [withLoad({ peakRatePerSecond: 5000 }), 'load', '5000 requests/s', 'safety.maxRatePerSecond'],
  [withLoad({ holdSeconds: 9999 }), 'load', 'lasts 10089 s', 'safety.maxDurationSeconds'],
  [{ target, load: { scenario: 'replay' } }, 'load.trace', 'names no trace', "trace: './export.csv'"],
  [{ target, load: { scenario: 'replay', trace: 'no.csv' } }, 'load.trace', 'no such file', 'relative'],
  [beside({ slo: { maxErrorShare: 1.5 } }), 'slo.maxErrorShare', 'is 1.5', 'did you mean 0.015?'],
  [beside({ slo: { p99: 3 } }), 'slo.p99', 'unknown key', 'known keys: maxErrorShare, p95LatencyMs'],
  [beside({ plan: { confidence: 95 } }), 'plan.confidence', 'is 95', 'did you mean 0.95?'],
  [beside({ plan: { margin: 20 } }), 'plan.margin', 'is 20', 'did you mean 0.2?'],
  [beside({ cluster: { namespace: 'x' } }), 'cluster.selector', 'is nothing', 'expected text'],
  [beside({ cluster: { selector: 'a=b=c' } }), 'cluster.selector', '"a=b=c"', 'app=score'],
  [beside({ cluster: { selector: 'a=b', namespace: 'A B' } }), 'cluster.namespace', '"A B"', 'a-z'],
  [beside({ autoscaler: { kind: 'keda' } }), 'autoscaler.kind', '"keda"', "'keda-http'"],
  [
    { target, load: { scenario: 'ramp', startRatePerSecond: 1, toRatePerSecond: 9, rampSeconds: 9 } },
    'load.startRatePerSecond',
    'unknown key',
    'write fromRatePerSecond: 1',
  ],
  [beside({ autoscaler: {} }), 'autoscaler.kind', 'is nothing', 'azureml-v1'],
  [
    beside({ autoscaler: { kind: 'azureml-v1', targetUtilization: 70 } }),
    'autoscaler.targetUtilization',
    '70',
    '0.7',
  ],
  [
    beside({ autoscaler: { kind: 'azureml-v1', minReplicas: 9, maxReplicas: 3 } }),
    'autoscaler.minReplicas',
    '9',
    '3',
  ],
  [
    beside({ safety: { allowedHosts: ['http://x/'] } }),
    'safety.allowedHosts[0]',
    '"http://x/"',
    'without http://',
  ],
  [
    beside({ safety: { allowedHosts: ['other'] } }),
    'safety.allowedHosts',
    '127.0.0.1:1',
    'add "127.0.0.1:1"',
  ],
  [beside({ apply: {} }), 'apply', 'is {}', '{ kubernetes: {} }'],
  [beside({ apply: { command: 'kubectl apply' } }), 'apply.command', '"kubectl apply"', 'a list'],
  [beside({ k6: { extensions: ['xk6-foo'] } }), 'k6.extensions[0]', '"xk6-foo"', '@v1.2.3'],
  [beside({ seed: 'abc' }), 'seed', '"abc"', 'a number'],
  [beside({ script: 'no.ts' }), 'script', 'no such file', 'relative'],
  [beside({ endpoints: [] }), 'endpoints', 'is []', 'at least 1'],
  [beside({ endpoints: [{ name: 'a', share: 0.5 }] }), 'endpoints', 'add up to 0.5', 'add up to 1'],
];

const faultsOf = (input: unknown): HeadroomError => {
  try {
    resolveConfig(input, file);
  } catch (error) {
    if (error instanceof HeadroomError) return error;
    throw error;
  }
  throw new Error('the config was taken');
};

describe('an odd config', () => {
  it.each(table.map((row, i) => [`${i + 1}: ${row[1]} ${row[2]}`, ...row] as const))(
    '%s',
    (_, input, path, what, fix) => {
      const { code, details } = faultsOf(input);
      expect(['E_CONFIG', 'E_SAFETY']).toContain(code);
      const told = details.filter(({ where }) => where === `${file} → ${path}`);
      expect(told).toContainEqual(
        expect.objectContaining({ what: expect.stringContaining(what), fix: expect.stringContaining(fix) }),
      );
    },
  );

  it('is told with all its faults, those of safety too', () => {
    const { details } = faultsOf({
      target: { ...target, kind: 'hpa', payload: { file: 'no.json' } },
      load: { ...load, peakRatePerSecond: -1 },
      slo: { maxErrorShare: 5 },
      safety: { allowedHosts: ['other'] },
    });
    expect(details.map(({ where }) => where?.split(' → ')[1])).toEqual([
      'target.kind',
      'target.payload.file',
      'load.peakRatePerSecond',
      'slo.maxErrorShare',
      'safety.allowedHosts',
    ]);
  });

  it('lists the keys of the form that was begun, and not the key itself', () => {
    const [fault] = faultsOf(withTarget({ payload: { jsonLines: 'body.json', zzz: 1 } })).details;
    expect(fault).toMatchObject({ what: 'unknown key "zzz"', fix: 'known keys: jsonLines, order' });
  });
});

describe('a config that is allowed and hardly meant', () => {
  const warningsOf = (input: unknown): string => resolveConfig(input, file).warnings.join('\n');

  it('is warned of: a platform that nobody chose, text that looks like a file, TLS without https', () => {
    const { kind: _, ...unsaid } = target;
    expect(warningsOf({ target: unsaid, load })).toMatch(/target\.kind is not said.*aks-v1.*65000 ms/);
    expect(warningsOf(withTarget({ payload: './query.json' }))).toContain('{ file: "./query.json" }');
    expect(warningsOf(withTarget({ url: 'http://127.0.0.1:1/', tls: {} }))).toContain(
      'target.tls has no effect',
    );
    expect(warningsOf(beside({}))).toBe('');
  });

  it('is warned of pods that would fire at themselves', () => {
    const fromPods = {
      ...load,
      runners: { where: 'cluster', count: 2, image: 'registry.example/headroom-k6:0.1.0' },
    };
    const at = (url: string): string =>
      warningsOf({ ...withTarget({ url }), load: fromPods, cluster: { selector: 'app=score' } });
    for (const host of ['127.0.0.1:8890', 'localhost', '[::1]:80'])
      expect(at(`http://${host}/score`)).toContain('runners in pods do not reach this machine there');
    expect(at('http://score.scoring.svc/score')).toBe('');
    expect(warningsOf(withTarget({ url: 'http://127.0.0.1:8890/score' }))).toBe('');
  });

  it('is warned of objectives that nothing can miss', () => {
    const patient = withTarget({ requestTimeoutMs: 800 });
    const limit = (slo: object, more: object = {}): string =>
      warningsOf({ ...patient, load: { ...load, ...more }, slo });
    expect(limit({ p95LatencyMs: 800 })).toContain('gives up after 800 ms (target.requestTimeoutMs)');
    expect(limit({ p95LatencyMs: 799 })).toBe('');
    // A request that is tried again may take longer than one try.
    expect(limit({ p95LatencyMs: 800 }, { retries: { countMax: 1 } })).toBe('');
    expect(limit({ maxErrorShare: 1 })).toContain('slo.maxErrorShare is 1: it is met although every request');
  });
});
