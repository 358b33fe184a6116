import { describe, expect, it } from 'vitest';
import { changesNothing, inForce } from '../../../../planner/recommend/trials/in-force.ts';
import { knobChanges } from '../../../../reports/words/settings/settings.ts';
import { policySettingsSchema } from '../../../../runs/schema/policy.ts';
import type { PlannedSettings, Recommendation } from '../../../../runs/schema/recommendation.ts';

const settingsOf = (policy: object, limits: Omit<PlannedSettings, 'policy'> = {}): PlannedSettings => ({
  policy: policySettingsSchema.parse(policy),
  ...limits,
});

const timeouts = { inUse: { queueWaitMs: 500, requestTimeoutMs: 5000 } };

const adviceOf = (current: PlannedSettings, settings: PlannedSettings) =>
  ({ settings, compared: { current: { settings: current } }, timeouts }) as Pick<
    Recommendation,
    'settings' | 'compared' | 'timeouts'
  >;

const v1 = { kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30, targetUtilization: 0.7 };
const hpa = { kind: 'hpa', minReplicas: 2, maxReplicas: 9, metrics: [{ targetValue: 0.6 }] };
const knative = { kind: 'knative', minReplicas: 1, target: 1 };

describe('changesNothing', () => {
  it.each([
    ['the same settings', settingsOf(v1), settingsOf(v1), true],
    ['a limit that is named as it is in use', settingsOf(v1), settingsOf(v1, { queueWaitMs: 500 }), true],
    ['another limit', settingsOf(v1), settingsOf(v1, { queueWaitMs: 501 }), false],
    ['no limit', settingsOf(v1), settingsOf(v1, { requestTimeoutMs: null }), false],
    ['another minimum', settingsOf(v1), settingsOf({ ...v1, minReplicas: 4 }), false],
    [
      'a target within what is shown of it',
      settingsOf(v1),
      settingsOf({ ...v1, targetUtilization: 0.7001 }),
      false,
    ],
    ['another refresh interval', settingsOf(v1), settingsOf({ ...v1, refreshSeconds: 5 }), false],
    ['another platform', settingsOf(v1), settingsOf({ ...v1, kind: 'azureml-v2' }), false],
    [
      'another target of a metric',
      settingsOf(hpa),
      settingsOf({ ...hpa, metrics: [{ targetValue: 0.5 }] }),
      false,
    ],
    [
      'rules that are written as they hold anyway',
      settingsOf({ ...hpa, behavior: {} }),
      settingsOf({ ...hpa, behavior: { scaleDown: { stabilizationWindowSeconds: 300 } } }),
      true,
    ],
    [
      'another rule of one direction',
      settingsOf({ ...hpa, behavior: {} }),
      settingsOf({ ...hpa, behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } }),
      false,
    ],
    [
      'a knob of the platform within what is shown of it',
      settingsOf({ ...knative, panicWindowShare: 0.1 }),
      settingsOf({ ...knative, panicWindowShare: 0.1001 }),
      false,
    ],
  ])('judges %s by value, and the words agree', (_, current, settings, isUnchanged) => {
    expect(changesNothing(adviceOf(current, settings))).toBe(isUnchanged);
    const ways = knobChanges(inForce(current, timeouts), inForce(settings, timeouts)).map(({ way }) => way);
    if (current.policy.kind === settings.policy.kind)
      expect(ways.every((way) => way === 'keep')).toBe(isUnchanged);
  });
});
