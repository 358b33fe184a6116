import { describe, expect, it } from 'vitest';
import { renderVerification } from '../../reports/verification-terminal.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import { between, plannedSettings } from '../builders/recommendation.ts';

const textFor = (start: Verification['start']): string =>
  renderVerification({
    schemaVersion: 2,
    plannedFrom: 'planned',
    verifiedBy: 'rerun',
    settings: plannedSettings,
    start,
    lines: [
      { figure: 'rejectedShare', unit: 'share', predicted: between(0, 0.02), measured: 0.01, inside: true },
      { figure: 'mostReplicas', unit: 'replica', predicted: between(3, 4), measured: 5, inside: false },
    ],
    linesInside: 1,
    linesCompared: 2,
    sloHeld: true,
    predictionRight: true,
    wrongInputs: [],
    overProvisioned: null,
    verdict: 'confirmed',
    reason: { code: 'met' },
  });

describe('renderVerification', () => {
  it('sets what was predicted beside what was measured', () => {
    const text = textFor({ predictedReplicas: 3, measuredReplicas: 3, seenBy: 'watch' });
    expect(text).toMatch(/CONFIRMED .* the same load meets the SLO/);
    expect(text).toMatch(/503 or 429 +0 % to 2 % +1 % +inside/);
    expect(text).toMatch(/most replicas +3 to 4 +5 +outside/);
    expect(text).toContain('1 of 2 figures');
  });

  it('says with how many replicas the re-run began', () => {
    expect(textFor({ predictedReplicas: 3, measuredReplicas: 3, seenBy: 'watch' })).toContain(
      'began with 3 replicas, as predicted',
    );
    expect(textFor({ predictedReplicas: 3, measuredReplicas: 5, seenBy: 'watch' })).toContain(
      'began with 5 replicas, the prediction with 3',
    );
    expect(textFor(null)).toContain('is unknown');
  });

  it('says whether the SLO held and how many figures were predicted right', () => {
    expect(textFor(null)).toContain('SLO held; prediction right within chance: 1 of 2 figures');
  });
});
