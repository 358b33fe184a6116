import { describe, expect, it } from 'vitest';
import { beganOtherwise, unlikeRecording } from '../../../planner/compare/unlike-recording.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import type { Predicted } from '../../../runs/schema/recommendation.ts';
import { between, prediction } from '../../builders/recommendation.ts';
import { spikeResult } from '../../builders/result.ts';

/** Of the recorded run 13.5 % failed, its p95 is 264 ms, and it began with 4 replicas. */
const result = spikeResult();
const policy = result.run.config.autoscaler!;

type Figures = { readonly errorShare: readonly [number, number]; readonly p95Ms: readonly [number, number] };

const near: Figures = { errorShare: [0.12, 0.14], p95Ms: [240, 280] };

/** What is predicted for the settings in use. */
const predicted = (figures: Partial<Figures>): Predicted => {
  const { errorShare, p95Ms } = { ...near, ...figures };
  return {
    settings: { policy },
    prediction: prediction({
      errorShare: between(...errorShare),
      latencyMs: { p50: between(80, 130), p95: between(...p95Ms), p99: between(110, 300) },
    }),
  };
};

describe('a simulation of the recorded settings that comes to something else', () => {
  it('is warned of by each figure that is surely off', () => {
    expect(unlikeRecording(predicted({ errorShare: [0.2, 0.25], p95Ms: [100, 200] }), result)).toEqual([
      {
        code: 'simulatedOtherwise',
        figures: [
          { figure: 'errorShare', measured: 0.135, low: 0.2, high: 0.25 },
          { figure: 'p95Latency', measured: 264, low: 100, high: 200 },
        ],
      },
    ]);
  });

  it.each<{ readonly what: string; readonly figures: Partial<Figures> }>([
    { what: 'inside', figures: {} },
    { what: 'outside by less than a point', figures: { errorShare: [0.14, 0.16] } },
    { what: 'outside by less than a fifth', figures: { p95Ms: [200, 230] } },
  ])('is not warned of where the figures are $what', ({ figures }) => {
    expect(unlikeRecording(predicted(figures), result)).toEqual([]);
  });

  it.each<{
    readonly median: string;
    readonly range: readonly [number, number, number];
    readonly told: boolean;
  }>([
    { median: 'more than half of it', range: [0.06, 0.07, 0.15], told: false },
    { median: 'half of it', range: [0.06, 0.0675, 0.15], told: true },
    { median: 'twice as large', range: [0.1, 0.27, 0.3], told: true },
    { median: 'none', range: [0, 0, 0.2], told: true },
  ])(
    'has a note where the median beside a share that fits is $median: $told',
    ({ range: [low, mid, high], told }) => {
      const current = predicted({});
      const errorShare = { low, mid, high, confidence: 0.95 };
      const notes = unlikeRecording(
        { ...current, prediction: { ...current.prediction, errorShare } },
        result,
      );
      expect(notes).toEqual(told ? [{ code: 'unusualRun', measured: 0.135, low, mid, high }] : []);
    },
  );

  it('says nothing of shares that are less than a point apart, however often one goes into the other', () => {
    const { verdict } = result;
    const checks = verdict.checks.map((check) =>
      check.unit === 'share' ? { ...check, measured: 0.009 } : check,
    );
    const calm = { ...result, verdict: { ...verdict, checks } };
    expect(unlikeRecording(predicted({ errorShare: [0, 0.002] }), calm)).toEqual([]);
  });

  it('is not warned of where the recorded load was not the planned one', () => {
    const loadAsPlanned = { ...result.loadAsPlanned, faults: [{ code: 'noEndLine' } as const] };
    expect(unlikeRecording(predicted({ errorShare: [0.2, 0.25] }), { ...result, loadAsPlanned })).toEqual([]);
  });

  it('is not warned of where the recording began with other replicas than the simulation', () => {
    const { timeline } = result;
    const ready = timeline.cluster.ready.map(() => 9);
    const surplus = { ...result, timeline: { ...timeline, cluster: { ...timeline.cluster, ready } } };
    expect(unlikeRecording(predicted({ errorShare: [0.2, 0.25] }), surplus)).toEqual([]);
    expect(beganOtherwise(policy, surplus)).toEqual([
      { code: 'beganOtherwise', ready: 9, kept: 4, isRead: false },
    ]);
  });

  it('names the first requests of the test where they may have woken a service that keeps none', () => {
    const { timeline, run } = result;
    const none: PolicySettings = { kind: 'fixed', replicas: 0 };
    const woken = (ready: number, preflight: typeof run.preflight) => ({
      ...result,
      run: { ...run, preflight },
      timeline: {
        ...timeline,
        cluster: { ...timeline.cluster, ready: timeline.cluster.ready.map(() => ready) },
      },
    });
    const first = { endpoint: 'default', status: 200, latencyMs: 5330 };
    const began = { code: 'beganOtherwise', kept: 0, isRead: false };
    expect(beganOtherwise(none, woken(1, [first]))).toEqual([{ ...began, ready: 1, wokenMs: 5330 }]);
    expect(beganOtherwise(none, woken(2, [first])), 'one request brings one replica').toEqual([
      { ...began, ready: 2 },
    ]);
    expect(beganOtherwise(none, woken(1, null)), 'none was sent').toEqual([{ ...began, ready: 1 }]);
  });

  it('says nothing of the start where it is that of the settings, or was not seen', () => {
    expect(beganOtherwise(policy, result)).toEqual([]);
    const { timeline } = result;
    const ready = timeline.cluster.ready.map(() => null);
    const unseen = { ...result, timeline: { ...timeline, cluster: { ...timeline.cluster, ready } } };
    expect(beganOtherwise(policy, unseen)).toEqual([]);
  });
});
