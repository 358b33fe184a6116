import { describe, expect, it } from 'vitest';
import {
  type DialectName,
  decidedSettingsOf,
  dialects,
  metricsWithoutWords,
  policySettingsOf,
  type ScalingSettings,
  scalingSettingsOf,
} from '../../../planner/settings/index.ts';
import { type PolicySettings, policySettingsSchema } from '../../../runs/schema/policy.ts';

const policyOf = (settings: object): PolicySettings => policySettingsSchema.parse(settings);

describe('the policy that a file configures', () => {
  it.each<{ name: string; dialect: DialectName; settings: ScalingSettings; policy: object }>([
    {
      name: 'has the bounds of the platform where the file gives none',
      dialect: 'azureml-v2',
      settings: { targetUtilization: 0.5, requestTimeoutMs: 9000 },
      policy: { kind: 'azureml-v2', targetUtilization: 0.5, minReplicas: 1, maxReplicas: 1 },
    },
    {
      name: 'follows 80 % of the CPU request in an HPA without metrics',
      dialect: 'hpa',
      settings: { maxReplicas: 7 },
      policy: { kind: 'hpa', maxReplicas: 7, metrics: [{ name: 'cpu', targetValue: 0.8 }] },
    },
    {
      name: 'follows requests in flight in an HPA on a metric of its own',
      dialect: 'hpa',
      settings: { maxReplicas: 7, averageValues: { in_flight: 3 } },
      policy: {
        kind: 'hpa',
        maxReplicas: 7,
        metrics: [{ name: 'in_flight', source: 'concurrency', targetValue: 3 }],
      },
    },
    {
      name: 'takes the container limit for the Knative target',
      dialect: 'knative',
      settings: { slotsPerReplica: 10 },
      policy: { kind: 'knative', target: 10 },
    },
    {
      name: 'takes it for a higher Knative target',
      dialect: 'knative',
      settings: { slotsPerReplica: 10, target: 40 },
      policy: { kind: 'knative', target: 10 },
    },
    {
      name: 'keeps a lower Knative target',
      dialect: 'knative',
      settings: { slotsPerReplica: 10, target: 4 },
      policy: { kind: 'knative', target: 4 },
    },
    {
      name: 'aims at 200 requests/s where Knative counts those',
      dialect: 'knative',
      settings: { metric: 'requestRate' },
      policy: { kind: 'knative', metric: 'requestRate', target: 200 },
    },
  ])('$name', ({ dialect, settings, policy }) => {
    expect(policySettingsOf(dialect, { settings })).toEqual(policyOf(policy));
  });

  it('names every setting that no policy can have', () => {
    expect(() =>
      policySettingsOf('azureml-v1', { settings: { minReplicas: -1, targetUtilization: 70 } }),
    ).toThrow(/minReplicas.*targetUtilization|targetUtilization.*minReplicas/);
  });
});

describe('the settings to write for a policy', () => {
  const router = { slotsPerReplica: 2, requestTimeoutMs: 9000, queueWaitMs: 700 };

  it.each<{ policy: PolicySettings }>([
    { policy: policyOf({ kind: 'azureml-v1', targetUtilization: 0.6, maxReplicas: 30 }) },
    { policy: policyOf({ kind: 'azureml-v2', targetUtilization: 0.6, maxReplicas: 30 }) },
    {
      policy: policyOf({
        kind: 'hpa',
        maxReplicas: 10,
        metrics: [{ targetValue: 0.6 }, { name: 'in_flight', source: 'concurrency', targetValue: 3 }],
        behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
      }),
    },
    { policy: policyOf({ kind: 'keda-http', metric: 'requestRate', targetValue: 9 }) },
    { policy: policyOf({ kind: 'knative', target: 2, panicThreshold: 1.5 }) },
  ])('give the same $policy.kind policy back, through a file', ({ policy }) => {
    const name = policy.kind as DialectName;
    const text = dialects[name].write('', scalingSettingsOf({ policy, router }));
    expect(policySettingsOf(name, dialects[name].readingOf(text))).toEqual(policy);
  });

  it('hold what the router does as far as the dialect has words for it', () => {
    const v1 = scalingSettingsOf({ policy: policyOf({ kind: 'azureml-v1' }), router });
    expect(v1).toMatchObject(router);
    const hpa = scalingSettingsOf({
      policy: policyOf({ kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] }),
      router,
    });
    expect(hpa).toEqual({ minReplicas: 1, maxReplicas: 10, targetUtilization: 0.5 });
  });

  it('pin the bounds of a fixed number of replicas', () => {
    expect(scalingSettingsOf({ policy: { kind: 'fixed', replicas: 4 } })).toEqual({
      minReplicas: 4,
      maxReplicas: 4,
    });
  });

  it('leave out a default that nobody spoke of, but not a value that was read', () => {
    const stable = (stableWindowSeconds: number) =>
      scalingSettingsOf({ policy: policyOf({ kind: 'knative', stableWindowSeconds }) });
    expect(stable(60)).not.toHaveProperty('stableWindowSeconds');
    expect(stable(30)).toHaveProperty('stableWindowSeconds', 30);
  });

  it('hold a default that an advice goes back to', () => {
    const policy = policyOf({ kind: 'knative' });
    const inUse = policyOf({ kind: 'knative', stableWindowSeconds: 30 });
    expect(scalingSettingsOf({ policy, inUse })).toHaveProperty('stableWindowSeconds', 60);
  });
});

describe('what an advice decided of an HPA', () => {
  const rules = (seconds: number) => ({ scaleDown: { stabilizationWindowSeconds: seconds } });
  const hpaOf = (changes: object): PolicySettings =>
    policyOf({
      kind: 'hpa',
      maxReplicas: 10,
      metrics: [{ targetValue: 0.6 }, { name: 'in_flight', source: 'concurrency', targetValue: 3 }],
      ...changes,
    });

  it('is bounds and target, and no rule that stays as it is in use', () => {
    const inUse = hpaOf({ behavior: rules(120) });
    expect(decidedSettingsOf({ policy: inUse, inUse })).toEqual({
      minReplicas: 1,
      maxReplicas: 10,
      targetUtilization: 0.6,
    });
  });

  it('is one rule where one rule changes, back to the documented one too', () => {
    const decided = (seconds: number) =>
      decidedSettingsOf({
        policy: hpaOf({ behavior: rules(seconds) }),
        inUse: hpaOf({ behavior: rules(120) }),
      }).behavior;
    expect(decided(60)).toEqual({ scaleDown: { stabilizationWindowSeconds: 60 } });
    expect(decided(300)).toEqual({ scaleDown: { stabilizationWindowSeconds: 300 } });
  });

  it('is the field itself where none was in use', () => {
    expect(decidedSettingsOf({ policy: hpaOf({ behavior: {} }), inUse: hpaOf({}) }).behavior).toEqual({});
    const text = 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec:\n  maxReplicas: 5\n';
    expect(dialects.hpa.write(text, { behavior: {} })).toBe(`${text.trimEnd()}\n  behavior: {}\n`);
    expect(dialects.hpa.read(`${text}  behavior: {}\n`)).toEqual({ maxReplicas: 5, behavior: {} });
  });

  it('has no words for memory, queues and CPU in cores', () => {
    const metrics = [
      { targetValue: 0.6 },
      { name: 'cpu', targetType: 'AverageValue', targetValue: 0.5 },
      { name: 'queue', type: 'External', source: 'none', targetValue: 30 },
    ];
    expect(metricsWithoutWords(hpaOf({ metrics }))).toEqual(['cpu', 'queue']);
    expect(decidedSettingsOf({ policy: hpaOf({ metrics }) })).not.toHaveProperty('averageValues');
  });
});
