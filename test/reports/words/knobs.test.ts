import { describe, expect, it } from 'vitest';
import { knobTexts } from '../../../reports/words/settings/knobs.ts';
import { settingsText } from '../../../reports/words/settings/settings.ts';
import { type PolicySettings, policySettingsSchema } from '../../../runs/schema/policy.ts';

const policyOf = (settings: object): PolicySettings => policySettingsSchema.parse(settings);

const hpaWith = (behavior: object): PolicySettings =>
  policyOf({ kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }], behavior });

const pods = (value: number) => ({ type: 'Pods', value, periodSeconds: 15 });
const percent = (value: number) => ({ type: 'Percent', value, periodSeconds: 60 });

describe('a policy’s own knobs in words', () => {
  it.each([
    ['nothing where they are as documented', hpaWith({}), []],
    [
      'nothing where the documented ones are written out',
      hpaWith({ scaleDown: { stabilizationWindowSeconds: 300 } }),
      [],
    ],
    ['a window', hpaWith({ scaleDown: { stabilizationWindowSeconds: 60 } }), ['scale down after 60 s']],
    ['no window', hpaWith({ scaleDown: { stabilizationWindowSeconds: 0 } }), ['scale down at once']],
    ['no limit', hpaWith({ scaleUp: { policies: [pods(10_000)] } }), ['scale up without limit']],
    [
      'no limit where one of two is none',
      hpaWith({ scaleUp: { policies: [percent(50), pods(10_000)] } }),
      ['scale up without limit'],
    ],
    [
      'the larger of two limits',
      hpaWith({ scaleUp: { policies: [percent(50), pods(2)] } }),
      ['scale up by at most 50 % in 60 s or 2 pods in 15 s'],
    ],
    [
      'the smaller of two limits after a window',
      hpaWith({ scaleDown: { selectPolicy: 'Min', policies: [percent(10), pods(2)] } }),
      ['scale down after 300 s by at most 10 % in 60 s and 2 pods in 15 s'],
    ],
    ['a direction that is off', hpaWith({ scaleDown: { selectPolicy: 'Disabled' } }), ['scale down never']],
    [
      'windows and thresholds of Knative',
      policyOf({ kind: 'knative', stableWindowSeconds: 30, panicWindowShare: 0.05, panicThreshold: 1.5 }),
      ['stable window 30 s', 'panic window 5 %', 'panic threshold 150 %'],
    ],
    [
      'the window of a KEDA request rate',
      policyOf({ kind: 'keda-http', metric: 'requestRate', windowSeconds: 15 }),
      ['rate over 15 s'],
    ],
    ['a refresh interval', policyOf({ kind: 'azureml-v2', refreshSeconds: 5 }), ['refresh interval 5 s']],
  ])('say %s', (_, policy, words) => {
    expect(knobTexts(policy)).toEqual(words);
  });

  it('say only what differs from the settings in use', () => {
    const inUse = hpaWith({ scaleDown: { stabilizationWindowSeconds: 60 } });
    expect(knobTexts(inUse, inUse)).toEqual([]);
    expect(knobTexts(hpaWith({}), inUse)).toEqual(['scale down after 300 s']);
    const quick = policyOf({ kind: 'azureml-v1', refreshSeconds: 1 });
    const slow = policyOf({ kind: 'azureml-v1', refreshSeconds: 5 });
    expect(knobTexts(quick, slow)).toEqual(['refresh interval 1 s']);
  });

  it('stand behind target and bounds', () => {
    const policy = hpaWith({ scaleDown: { stabilizationWindowSeconds: 60 } });
    expect(settingsText({ policy })).toBe('hpa: cpu 50 %, min 1, max 10, scale down after 60 s');
    expect(settingsText({ policy }, { policy })).toBe('hpa: cpu 50 %, min 1, max 10');
  });
});
