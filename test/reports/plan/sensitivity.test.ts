import { describe, expect, it } from 'vitest';
import { sensitivityTable } from '../../../reports/plan/sensitivity.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';

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
      ['target', '70 %', '80 %', '95 %', '+1.23', '−20 %'],
      ['stable window', '60 s', '30 s', '95 %', 'about 0', '−20 %'],
    ]);
  });
});
