import { describe, expect, it } from 'vitest';
import { reasonText } from '../../../reports/words/proof/proof-reason.ts';
import {
  insideText,
  proofOf,
  proofText,
  scoredFindingsText,
} from '../../../reports/words/proof/verification.ts';
import type { VerificationReason } from '../../../runs/schema/verification.ts';
import { spikeProof } from '../../builders/planned-report.ts';
import { between } from '../../builders/recommendation.ts';

describe('the words of a proof', () => {
  it.each([
    ['confirmed', '✓', 'good'],
    ['predictionOff', '!', 'open'],
    ['refuted', '✗', 'bad'],
    ['cantTell', '?', 'open'],
  ] as const)('give %s a shape of its own', (verdict, symbol, tone) => {
    expect(proofOf(spikeProof({ verdict }))).toMatchObject({ symbol, tone });
  });

  it('name the re-run, the reason and the score', () => {
    expect(proofText(spikeProof())).toBe(
      'Confirmed by the re-run 2026-11-22T09-05-00Z-spike-77aa: the same load meets the SLO with the new settings. SLO held; prediction right within chance: 3 of 4 figures lie inside their 95 % prediction intervals; the re-run began with 10 replicas, as predicted. Outside their intervals: mean replicas 8 % above.',
    );
  });

  it('never call a figure that lies outside 0 % away', () => {
    const [line] = spikeProof().lines;
    const off = {
      ...line!,
      figure: 'meanReplicas',
      predicted: between(17.8, 20.9),
      measured: 17.75,
      inside: false,
    } as const;
    expect(proofText(spikeProof({ lines: [off] }))).toMatch(/mean replicas less than 1 % below\.$/);
  });

  it('counts one figure as one', () => {
    expect(insideText(spikeProof({ linesInside: 1, linesCompared: 1 }))).toBe(
      '1 of 1 figure lies inside its 95 % prediction interval',
    );
  });

  const start = { predictedReplicas: 3, measuredReplicas: 4, seenBy: 'watch' } as const;
  const offPlan = { code: 'offPlan', phases: [{ phase: 'spike', arrivals: 397, planned: 400 }] } as const;
  it.each<readonly [VerificationReason, string]>([
    [{ code: 'replicasUnseen' }, 'could not be read, so it may have run with any settings'],
    [{ code: 'notInForce' }, 'they were not in force'],
    [{ code: 'predictionOff' }, 'plan again with both runs'],
    [{ code: 'metFromEasierStart' }, 'more replicas than the prediction (4, not 3), so it was easier'],
    [{ code: 'notComplete', status: 'interrupted' }, 'the re-run is interrupted'],
    [{ ...offPlan, phases: [...offPlan.phases] }, 'requests were not sent as planned: spike 397 of 400'],
    [{ code: 'telemetryLost' }, 'data of the re-run was lost'],
    [{ code: 'withinChance' }, 'by no more than the prediction allows for chance: run it again'],
    [
      { code: 'missed', objectives: ['errorShare', 'p95Latency'] },
      'missed: error share, p95 latency of successful requests',
    ],
  ])('give the reason: %j', (reason, text) => {
    expect(reasonText(spikeProof({ reason, start }))).toContain(text);
  });

  it('say nothing of the prediction where the re-run was not what was predicted', () => {
    const voided = spikeProof({
      verdict: 'cantTell',
      sloHeld: null,
      predictionRight: false,
      reason: { code: 'loadNotAsPlanned', faults: [] },
    });
    expect(scoredFindingsText(voided)).toBe("SLO: can't tell; prediction: can't tell");
    expect(proofText(voided)).not.toMatch(/prediction off|Outside their intervals|figures lie inside/);
    const byChance = spikeProof({ verdict: 'cantTell', sloHeld: null, reason: { code: 'withinChance' } });
    expect(scoredFindingsText(byChance)).toMatch(/^SLO: can't tell; prediction right within chance \(3 of 4/);
  });

  it('name replicas that never became ready before anything that is a guess', () => {
    const off = {
      verdict: 'predictionOff',
      predictionRight: false,
      reason: { code: 'predictionOff' },
    } as const;
    const ready = proofText(spikeProof({ ...off, notAllReady: { wanted: 7, ready: 6 } }));
    expect(ready).toContain(
      '7 replicas were wanted, and no more than 6 became ready: headroom explain runs/2026-11-22T09-05-00Z-spike-77aa says why.',
    );
    expect(ready).not.toContain('Neither service time');
    expect(proofText(spikeProof(off))).toContain(
      'Neither service time nor start-up lag differs: it may be the router, the autoscaler’s rule, or a load beside this one.',
    );
  });

  it('name the wrong input, offer both runs, and say where more stood ready than was needed', () => {
    const text = proofText(
      spikeProof({
        verdict: 'predictionOff',
        predictionRight: false,
        reason: { code: 'predictionOff' },
        wrongInputs: [{ input: 'startupLag', planned: between(4000, 6000), measured: 9000 }],
        overProvisioned: { readyReplicas: 68, neededReplicas: 17 },
      }),
    );
    expect(text).toMatch(/^SLO met, prediction off by the re-run/);
    expect(text).toContain('The start-up lag was planned with as 4 s to 6 s and measured as 9 s.');
    expect(text).toMatch(/Plan with both runs: headroom plan runs\/\S+ runs\/\S+\./);
    expect(text).toContain('at the peak 68 replicas stood ready, and its busiest second needed 17');
  });
});
