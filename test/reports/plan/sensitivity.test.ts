import { describe, expect, it } from 'vitest';
import { renderAdvice } from '../../../reports/advice-terminal.ts';
import { sensitivityTable } from '../../../reports/plan/sensitivity.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { spikeAdvice } from '../../builders/planned-report.ts';
import { buildCalibration } from '../../planner/recommend/builders.ts';

describe('what each setting contributes', () => {
  const row = { runs: 20, metShare: 0.95, errorShareChange: 0.0123, costChange: -0.2 };

  it('is a row for each turn, in the words of its knob, differences with their sign', () => {
    const policy = policySettingsSchema.parse({ kind: 'knative' });
    const { rows } = sensitivityTable({
      settings: { policy, queueWaitMs: null, requestTimeoutMs: null },
      sensitivity: [
        { ...row, knob: 'target', from: 0.7, to: 0.8 },
        { ...row, knob: 'stableWindowSeconds', from: 60, to: 30, errorShareChange: -0.000001 },
      ],
    });
    expect(rows).toEqual([
      ['target', '70 %', '80 %', '19 of 20', '+1.23', '−20 %'],
      ['stable window', '60 s', '30 s', '19 of 20', 'about 0', '−20 %'],
    ]);
  });
});

it('stands line by line on a terminal where a rule is too long for a column', () => {
  const rules = (periodSeconds: number) => ({
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max' as const,
    policies: [
      { type: 'Percent' as const, value: 100, periodSeconds },
      { type: 'Pods' as const, value: 4, periodSeconds },
    ],
  });
  const turned = { knob: 'scaleUp', from: rules(15), to: rules(30) } as const;
  const policy = policySettingsSchema.parse({
    kind: 'hpa',
    minReplicas: 2,
    maxReplicas: 9,
    metrics: [{ targetValue: 0.5 }],
  });
  const advice = spikeAdvice({
    settings: { policy },
    sensitivity: [
      { ...turned, runs: 20, metShare: 1, errorShareChange: 0, costChange: 0.1 },
      { knob: 'target', from: 0.5, to: 0.4, runs: 20, metShare: 1, errorShareChange: 0, costChange: 0.1 },
    ],
  });
  const text = renderAdvice(advice, buildCalibration({ serviceMs: 200, lagMs: 6000 }));
  const [, contributed = ''] = text.split('What each setting contributes');
  expect(contributed).toContain(
    '\n  target: 50 %, turned to 40 %: SLO met in 20 of 20, failed about 0 points,\n    cost +10 %\n',
  );
  expect(contributed.replace(/\s+/g, ' ')).toContain(
    'scale up: by at most 100 % in 15 s or 4 pods in 15 s, turned to by at most 100 % in 30 s or 4 pods in 30 s: SLO met',
  );
});
