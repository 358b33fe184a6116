import { describe, expect, it } from 'vitest';
import { defaultClientTimeoutMs, defaultPolicy } from '../../../config/platforms.ts';
import { meaningOf, platformOf, platforms } from '../../../planner/platforms/index.ts';
import { knobKeys } from '../../../planner/platforms/knob.ts';
import { variantText } from '../../../reports/words/plan/variants.ts';
import { parseModel } from '../../../runs/schema/model/model.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';

const records = Object.entries(platforms);

type Sourced = { readonly provenance?: unknown; readonly source?: unknown };

/** Every fact of a record, at any depth. */
const factsIn = (value: unknown): Sourced[] => {
  if (typeof value !== 'object' || value === null) return [];
  return 'provenance' in value ? [value] : Object.values(value).flatMap(factsIn);
};

describe.each(records)('the record of %s', (name, platform) => {
  it('stands under its own name', () => {
    expect(platform.name).toBe(name);
  });

  it('says of every fact whether it is documented or assumed, and where', () => {
    const facts = factsIn(platform);
    expect(facts.length).toBeGreaterThan(10);
    for (const { provenance, source } of facts) {
      expect(['documented', 'assumed']).toContain(provenance);
      expect(source).toMatch(/\w{3}/);
    }
  });

  it('documents nothing without an address to read it at', () => {
    const bare = factsIn(platform)
      .filter(({ provenance }) => provenance === 'documented')
      .filter(({ source }) => !String(source).includes('https://'));
    expect(bare).toEqual([]);
  });

  it('lists only knobs that a settings file may hold, each with a default inside its range', () => {
    for (const [key, knob] of Object.entries(platform.knobs)) {
      expect(knobKeys).toContain(key);
      const { value } = knob.default;
      if (typeof value !== 'number') continue;
      expect(value).toBeGreaterThanOrEqual(knob.range.min ?? Number.NEGATIVE_INFINITY);
      expect(value).toBeLessThanOrEqual(knob.range.max ?? Number.POSITIVE_INFINITY);
    }
  });

  it('tries values of a knob in its range only, and names each once', () => {
    const alone = Object.entries(platform.knobs).flatMap(([key, { search }]) =>
      Object.entries(search?.tries ?? {}).map(([variant, value]) => ({ variant, changes: { [key]: value } })),
    );
    const together = Object.entries(platform.variants ?? {}).map(([variant, changes]) => ({
      variant,
      changes,
    }));
    const variants = [...alone, ...together];
    expect(new Set(variants.map(({ variant }) => variant)).size).toBe(variants.length);
    for (const [key, value] of variants.flatMap(({ changes }) => Object.entries(changes))) {
      if (typeof value !== 'number') continue;
      const { range, search } = platform.knobs[key as keyof typeof platform.knobs]!;
      expect(search).toBeDefined();
      expect(value).toBeGreaterThanOrEqual(range.min ?? Number.NEGATIVE_INFINITY);
      expect(value).toBeLessThanOrEqual(range.max ?? Number.POSITIVE_INFINITY);
      if (range.step !== null) expect(Math.round(value / range.step) * range.step).toBeCloseTo(value, 9);
    }
  });

  it('has a reason in words for each of its variants', () => {
    const named = [
      ...Object.keys(platform.variants ?? {}),
      ...Object.values(platform.knobs).flatMap(({ search }) => Object.keys(search?.tries ?? {})),
    ];
    for (const variant of named) expect(variantText(variant, [])).toMatch(/: \w/);
  });

  it('says the same of a limit as its knob does', () => {
    const { knobs, queue, requestTimeoutMs } = platform;
    if (knobs.queueWaitMs) expect(knobs.queueWaitMs.default.value).toBe(queue.waitLimitMs.value);
    if (knobs.requestTimeoutMs) expect(knobs.requestTimeoutMs.default.value).toBe(requestTimeoutMs.value);
  });
});

describe('the platform of a target', () => {
  it.each([
    ['aks-v1', undefined, 'azureml-v1'],
    ['aks-v2', 'azureml-v1', 'azureml-v2'],
    ['kubernetes', undefined, 'kubernetes'],
    ['kubernetes', 'hpa', 'kubernetes'],
    ['kubernetes', 'fixed', 'kubernetes'],
    ['kubernetes', 'knative', 'knative'],
    ['kubernetes', 'azureml-v2', 'azureml-v2'],
    ['local', 'azureml-v1', 'azureml-v1'],
    ['local', undefined, 'local'],
    ['aci', 'azureml-v1', 'aci'],
  ] as const)('%s with the rule %s is %s', (target, rule, name) => {
    expect(platformOf(target, rule).name).toBe(name);
  });
});

describe('a plain Kubernetes service', () => {
  it('gets nothing of azureml-fe: no limit of the queue, no timeout, no queue in front', () => {
    const { queue, requestTimeoutMs } = platforms.kubernetes;
    expect([queue.place.value, queue.waitLimitMs.value, requestTimeoutMs.value]).toEqual([
      'replica',
      null,
      null,
    ]);
  });

  it('has no run() that a 502 of its ingress could speak of', () => {
    expect(meaningOf(platforms.kubernetes, '502')).toBe('replicaUnreachable');
    expect(meaningOf(platforms['azureml-v1'], '502')).toBe('modelFailed');
  });

  it('gets no limit of azureml-fe in a model either', () => {
    const model = (policy: object) =>
      parseModel({
        schemaVersion: 1,
        durationSeconds: 10,
        arrivals: { kind: 'even', ratePerSecond: [{ atSecond: 0, rate: 1 }] },
        service: { kind: 'constant', meanMs: 100 },
        replica: { startupLag: { kind: 'constant', meanMs: 1000 } },
        policy,
      }).router;
    const metrics = [{ targetValue: 0.5 }];
    expect(model({ kind: 'hpa', maxReplicas: 3, metrics })).toMatchObject({
      queueWaitLimitMs: null,
      requestTimeoutMs: null,
    });
    expect(model({ kind: 'azureml-v2' })).toMatchObject({ queueWaitLimitMs: 500, requestTimeoutMs: 5000 });
  });
});

describe('defaults of the config', () => {
  it.each([
    ['aks-v1', undefined, 65_000],
    ['aks-v2', undefined, 10_000],
    ['kubernetes', undefined, 65_000],
    ['kubernetes', 'knative', 65_000],
    ['kubernetes', 'azureml-v2', 10_000],
  ] as const)('a client of %s with the rule %s gives up after %d ms', (target, rule, timeoutMs) => {
    expect(defaultClientTimeoutMs(target, rule)).toBe(timeoutMs);
  });

  it('are the rule that a platform brings along, and none where any may run', () => {
    expect(defaultPolicy('aks-v2')).toMatchObject({ kind: 'azureml-v2', maxReplicas: 1 });
    expect(defaultPolicy('aci')).toEqual({ kind: 'fixed', replicas: 1 });
    expect(defaultPolicy('kubernetes')).toBeNull();
  });
});

describe('defaults of a rule', () => {
  it('give azureml v2 one replica at most, as documented, and not the ten of v1', () => {
    expect(policySettingsSchema.parse({ kind: 'azureml-v2' })).toMatchObject({ maxReplicas: 1 });
    expect(policySettingsSchema.parse({ kind: 'azureml-v1' })).toMatchObject({ maxReplicas: 10 });
  });

  it('aim at 200 requests/s where Knative counts those, and at 100 in flight else', () => {
    expect(policySettingsSchema.parse({ kind: 'knative', metric: 'requestRate' })).toMatchObject({
      target: 200,
    });
    expect(policySettingsSchema.parse({ kind: 'knative' })).toMatchObject({ target: 100 });
  });

  it('invent no maximum for an HPA, whose API has none, and let it have no 0 replicas', () => {
    const metrics = [{ targetValue: 0.5 }];
    expect(policySettingsSchema.safeParse({ kind: 'hpa', metrics }).success).toBe(false);
    const toZero = { kind: 'hpa', metrics, minReplicas: 0, maxReplicas: 3 };
    expect(policySettingsSchema.safeParse(toZero).success).toBe(false);
  });
});
