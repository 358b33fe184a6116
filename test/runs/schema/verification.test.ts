import { describe, expect, it } from 'vitest';
import { verificationSchema } from '../../../runs/schema/verification.ts';
import { plannedSettings } from '../../builders/recommendation.ts';

const older = {
  schemaVersion: 2,
  plannedFrom: '20261101-101010-spike-0000',
  verifiedBy: '20261101-101210-spike-0001',
  settings: plannedSettings,
  lines: [],
  linesInside: 0,
  linesCompared: 0,
  sloHeld: true,
  predictionRight: null,
  wrongInputs: [],
  overProvisioned: null,
  verdict: 'confirmed',
  reason: { code: 'met' },
};

describe('verification.json', () => {
  it('is read from folders that do not say how the re-run began', () => {
    expect(verificationSchema.parse(older).start).toBeNull();
  });

  it('holds with how many replicas prediction and re-run began', () => {
    const start = { predictedReplicas: 12, measuredReplicas: 13 };
    expect(verificationSchema.parse({ ...older, start }).start).toEqual({ ...start, seenBy: 'watch' });
    expect(verificationSchema.safeParse({ ...older, start: { predictedReplicas: 12 } }).success).toBe(false);
  });
});
