import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf, renderPlan } from '../../cli/output/plan.ts';
import { recordedConfigOf } from '../../config/recorded.ts';
import { resolveConfig } from '../../config/resolve.ts';
import { formatError, HeadroomError } from '../../errors/headroom-error.ts';

const target = { kind: 'kubernetes', url: 'http://127.0.0.1:9/score', requestTimeoutMs: 3000 };

/** Configs that are valid, one for each shape of load and kind of autoscaler; they are then mutated. */
const seeds: readonly object[] = [
  {
    target: { ...target, payload: { json: { data: [[1, 2]] } }, headers: { 'x-a': 'b' } },
    load: { scenario: 'spike', baselineRatePerSecond: 5, peakRatePerSecond: 20, holdSeconds: 20 },
    slo: { maxErrorShare: 0.01, p95LatencyMs: 500 },
    safety: { allowedHosts: ['127.0.0.1'], maxRatePerSecond: 500, autoStop: { windowSeconds: 10 } },
    autoscaler: { kind: 'azureml-v1', targetUtilization: 0.7, minReplicas: 1, maxReplicas: 9 },
  },
  {
    target: { ...target, payload: { multipart: { files: {}, fields: { a: 'b' } } } },
    load: { scenario: 'staircase', firstRatePerSecond: 5, stepRatePerSecond: 5, steps: 4 },
    autoscaler: {
      kind: 'hpa',
      maxReplicas: 8,
      metrics: [{ name: 'cpu', targetValue: 0.7 }],
      behavior: { scaleUp: { policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }] } },
    },
    router: { queueWaitMs: 500, instances: 2 },
  },
  {
    target: { ...target, payload: { sample: 'openai-chat', model: 'm' } },
    load: {
      scenario: 'ramp',
      fromRatePerSecond: 1,
      toRatePerSecond: 9,
      rampSeconds: 9,
      arrivals: { dispersion: 3 },
    },
    autoscaler: { kind: 'knative', target: 10, targetUtilization: 0.7 },
    k6: { extensions: ['github.com/a/b@v1.0.0'] },
  },
  {
    target: { url: 'https://scoring.example/score?code=1', payload: 'text' },
    load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 30, connections: { mode: 'new' } },
    autoscaler: { kind: 'keda-http', minReplicas: 0, maxReplicas: 10 },
    cluster: { namespace: 'default', selector: 'app=x' },
    apply: { command: ['kubectl', 'apply'] },
    seed: 3,
  },
  {
    target,
    endpoints: [
      { name: 'score', share: 0.75, path: '/score', headers: { 'x-a': 'b' }, slo: { p95LatencyMs: 200 } },
      { name: 'embed', share: 0.25, url: 'http://127.0.0.1:9/embed', method: 'PUT', payload: { text: 'a' } },
    ],
    load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 30 },
  },
];

/** What a person may put in a place, meant or not. */
const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    1e308,
    5e-324,
    Number.MAX_SAFE_INTEGER,
    2 ** 31,
    -1,
    0.5,
    70,
    5000,
    '',
    '70 %',
    '30s',
    '5m',
    'NaN',
    '__proto__',
    'hpa',
    'HPA',
    'k8s',
    'replay',
    'http://',
    'http://[::1',
    'ünïcode',
    null,
    undefined,
    true,
    [],
    {},
    [[]],
    { $ref: '#' },
    () => 1,
    async () => 1,
    Symbol('s'),
    10n,
    new Date(0),
    new Map(),
  ),
  fc.double(),
  fc.integer(),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.webUrl(),
  fc.anything({ maxDepth: 3, withBigInt: true, withDate: true, withNullPrototype: true }),
);

const keys = fc.oneof(
  fc.constantFrom(
    'targetUtilization',
    'minReplicas',
    'holdMs',
    'kind',
    '__proto__',
    'constructor',
    'toString',
    'metrics',
    'type',
    'rate',
  ),
  fc.string({ maxLength: 12 }),
);

type Mutation = {
  readonly at: number;
  readonly how: 'set' | 'drop' | 'add' | 'rename';
  readonly key: string;
  readonly value: unknown;
};

const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({ at: fc.nat(), how: fc.constantFrom('set', 'drop', 'add', 'rename'), key: keys, value: values }),
  { minLength: 1, maxLength: 4 },
);

type Place = { readonly holder: Record<string, unknown>; readonly key: string };

const placesIn = (holder: unknown): Place[] => {
  if (holder === null || typeof holder !== 'object') return [];
  const fields = holder as Record<string, unknown>;
  return Object.keys(fields).flatMap((key) => [{ holder: fields, key }, ...placesIn(fields[key])]);
};

const put = (holder: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};

/** A copy of lists and plain objects: what is changed must not be what the generator of values still holds. */
const fresh = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(fresh);
  const prototype: unknown = value !== null && typeof value === 'object' && Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy = Object.create(prototype) as Record<string, unknown>;
  for (const [key, inner] of Object.entries(value as object)) put(copy, key, fresh(inner));
  return copy;
};

const mutated = (seed: object, changes: readonly Mutation[]): unknown => {
  const root = { config: structuredClone(seed) };
  for (const { at, how, key, value } of changes) {
    const places = placesIn(root);
    const place = places[at % places.length];
    if (place === undefined) break;
    const { holder, key: own } = place;
    if (how === 'set') put(holder, own, fresh(value));
    else if (how === 'add') put(holder, key, fresh(value));
    else {
      if (how === 'rename') put(holder, key, holder[own]);
      delete holder[own];
    }
  }
  return root.config;
};

/** CPU time of this thread, in ms: other work on the machine, or in this process, does not count. */
const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

/** Share of all that the campaign takes that one config may take. */
const shareMost = 0.1;

const zodWords = /Invalid input|Too (small|big)|Unrecognized key|received (string|number|undefined)/;

describe('2,500 mutated configs', () => {
  it('are read or refused with reasons: no crash, no hang, no NaN, none of a library’s words', () => {
    let [read, refused] = [0, 0];
    let longestMs = 0;
    const beganMs = cpuMs();
    fc.assert(
      fc.property(fc.constantFrom(...seeds), mutations, (seed, changes) => {
        const input = mutated(seed, changes);
        const startedMs = cpuMs();
        try {
          const config = resolveConfig(input, '/c/k6.config.ts');
          const plan = planOf(
            config,
            config.endpoints.map(() => ({
              kind: 'one',
              bodies: [Buffer.from('{}')],
              contentType: null,
              notes: [],
            })),
            null,
          );
          const text = `${renderPlan(plan, config)} ${JSON.stringify(plan)} ${config.warnings.join()}`;
          expect(text).not.toMatch(/NaN|undefined|\[object/);
          expect(JSON.stringify(recordedConfigOf(config).load)).not.toContain('null');
          expect(plan.totalArrivals).toBeGreaterThanOrEqual(0);
          read++;
        } catch (error) {
          if (!(error instanceof HeadroomError)) throw error;
          expect(['E_CONFIG', 'E_SAFETY']).toContain(error.code);
          expect(error.details.length).toBeGreaterThan(0);
          expect(formatError(error)).not.toMatch(zodWords);
          for (const { what, fix } of error.details) {
            expect(what).not.toBe('');
            expect(fix).not.toMatch(/^$|\[object|undefined/);
          }
          refused++;
        }
        longestMs = Math.max(longestMs, cpuMs() - startedMs);
      }),
      { numRuns: 2500, seed: 11 },
    );
    expect(longestMs / (cpuMs() - beganMs), 'no config takes long').toBeLessThan(shareMost);
    expect(read, 'the campaign reaches both ends').toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(500);
  }, 120_000);
});
