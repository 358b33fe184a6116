import { describe, expect, it } from 'vitest';
import {
  changeText,
  knobChanges,
  settingsText,
  wholeSettingsText,
} from '../../../reports/words/settings/settings.ts';
import { type PolicySettings, policySettingsSchema } from '../../../runs/schema/policy.ts';

const planned = (policy: object, queueWaitMs: number | null = 500) => ({
  policy: policySettingsSchema.parse(policy) as PolicySettings,
  queueWaitMs,
  requestTimeoutMs: 5000,
});

describe('wholeSettingsText', () => {
  const { policy } = planned({ kind: 'azureml-v1', minReplicas: 3 });

  it('names the limits of the router that the settings change, and no others', () => {
    const bare = settingsText({ policy });
    expect(wholeSettingsText({ policy })).toBe(bare);
    expect(wholeSettingsText({ policy, queueWaitMs: 796, requestTimeoutMs: 5000 })).toBe(
      `${bare}, queue wait 796 ms, request timeout 5 s`,
    );
    expect(wholeSettingsText({ policy, queueWaitMs: null })).toBe(`${bare}, no limit of the queue wait`);
  });
});

describe('settingsText', () => {
  it.each([
    [
      { kind: 'azureml-v1', targetUtilization: 0.6, minReplicas: 2 },
      'azureml-v1: target 60 %, min 2, max 10',
    ],
    [{ kind: 'fixed', replicas: 7 }, 'fixed: 7 replicas'],
    [{ kind: 'knative' }, 'knative: target 70 %, min 0, no maximum'],
    [{ kind: 'keda-http' }, 'keda-http: target 100 concurrency, min 0, max 100'],
    [{ kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] }, 'hpa: cpu 50 %, min 1, max 10'],
  ])('names the target and the bounds of %j', (policy, text) => {
    expect(settingsText(planned(policy))).toBe(text);
  });
});

describe('knobChanges', () => {
  const ways = (from: ReturnType<typeof planned>, to: ReturnType<typeof planned>) =>
    Object.fromEntries(knobChanges(from, to).map(({ name, way }) => [name, way]));

  it('says for every knob whether it is raised, lowered or kept', () => {
    const now = planned({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
    const advised = planned({ kind: 'azureml-v1', minReplicas: 11, maxReplicas: 13 });
    expect(ways(now, advised)).toEqual({
      'minimum of replicas': 'raise',
      'maximum of replicas': 'lower',
      'target utilization': 'keep',
      'refresh interval': 'keep',
      'queue wait': 'keep',
      'request timeout': 'keep',
    });
  });

  it('takes no limit as more than any limit', () => {
    const unlimited = planned({ kind: 'knative' }, null);
    const limited = planned({ kind: 'knative', maxReplicas: 9 }, 500);
    expect(ways(unlimited, limited)).toMatchObject({
      'maximum of replicas': 'lower',
      'queue wait': 'lower',
    });
    expect(knobChanges(unlimited, limited)[1]).toMatchObject({ now: 'no limit', advised: '9' });
  });

  it('sets what the settings in use do not have', () => {
    const [replicas] = knobChanges(planned({ kind: 'knative' }), planned({ kind: 'fixed', replicas: 4 }));
    expect(replicas).toMatchObject({ now: undefined, way: 'set' });
    expect(changeText(replicas!)).toBe('the number of replicas to 4');
  });
});
