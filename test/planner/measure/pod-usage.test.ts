import { describe, expect, it } from 'vitest';
import { measurePodUsage, type PodUsage, usageMetricOf } from '../../../planner/measure/pod-usage.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import type { HpaSettings } from '../../../runs/schema/policy.ts';
import { hpaSchema } from '../../../runs/schema/rules/hpa.ts';
import { type RecordingOptions, recordSpike } from '../../builders/recording.ts';
import { startSecond } from '../../builders/run.ts';

const hpa = (scale: number, changes: object = {}): HpaSettings =>
  hpaSchema.parse({
    kind: 'hpa',
    minReplicas: 4,
    maxReplicas: 30,
    metrics: [{ targetValue: 0.6 * scale, scale }],
    ...changes,
  });

const measured = (policy: HpaSettings, options: Partial<RecordingOptions> = {}) => {
  const recording = recordSpike({
    policy,
    baselineSeconds: 90,
    holdSeconds: 240,
    recoverySeconds: 120,
    peakRate: 40,
    ...options,
  });
  const metric = usageMetricOf(policy)!;
  return measurePodUsage([recordedOf(recording)], metric, policy.metricsResolutionSeconds);
};

/** Two replicas serve 10 requests/s. */
const short = { baselineRate: 4, peakRate: 30, baselineSeconds: 30, holdSeconds: 60, recoverySeconds: 40 };

describe('the use of pods in the status of an HPA', () => {
  it.each([
    { scale: 1, sampleAgeSeconds: 5 },
    { scale: 0.4, sampleAgeSeconds: 15 },
    { scale: 1.5, sampleAgeSeconds: 30 },
  ])('shows $scale of the request of a busy pod, in samples $sampleAgeSeconds s old', (truth) => {
    const usage = measured(hpa(truth.scale, { sampleAgeSeconds: truth.sampleAgeSeconds })) as PodUsage;
    expect(usage.reports).toBeGreaterThanOrEqual(5);
    expect(Math.abs(usage.usePerBusy.mid / truth.scale - 1)).toBeLessThan(0.08);
    expect(usage.sampleAgeSeconds.low).toBeLessThanOrEqual(truth.sampleAgeSeconds);
    expect(usage.sampleAgeSeconds.high).toBeGreaterThanOrEqual(truth.sampleAgeSeconds);
    expect(usage.sampleAgeSeconds.high - usage.sampleAgeSeconds.low).toBeLessThan(15);
  });

  it('shows it in a short run too, by a status that stays: replicas that never move have few changes', () => {
    const usage = measured(hpa(0.3, { minReplicas: 2, metrics: [{ targetValue: 0.5, scale: 0.3 }] }), {
      ...short,
    }) as PodUsage;
    expect(usage.usePerBusy.low).toBeLessThanOrEqual(0.3);
    expect(usage.usePerBusy.high).toBeGreaterThanOrEqual(0.3);
    expect(usage.usePerBusy.high).toBeLessThan(0.5);
  });

  it('tells nothing by a status that nobody saw: the watch was away', () => {
    const policy = hpa(0.3, { minReplicas: 2, metrics: [{ targetValue: 0.5, scale: 0.3 }] });
    const recording = recordSpike({ policy, ...short });
    const fromMs = startSecond * 1000 + 60_000;
    const gap = {
      kind: 'gap',
      atMs: fromMs + 60_000,
      resource: 'horizontalpodautoscalers',
      fromMs,
      toMs: fromMs + 60_000,
      reason: 'the link was dead',
    } as const;
    const reportsOf = (cluster: typeof recording.cluster) =>
      measurePodUsage([recordedOf({ ...recording, cluster })], usageMetricOf(policy)!, 15);
    expect(reportsOf(recording.cluster)).toHaveProperty('reports');
    expect(reportsOf([...recording.cluster, gap])).toMatchObject({ kind: 'notEnoughData' });
  });

  it('tells nothing of a load that does not change', () => {
    expect(measured(hpa(1), { baselineRate: 10, peakRate: 11 })).toMatchObject({ kind: 'notEnoughData' });
  });

  it('tells nothing of a run without reports', () => {
    const fixed = { kind: 'fixed', replicas: 4 } as const;
    expect(measured(hpa(1), { policy: fixed })).toEqual({
      kind: 'notEnoughData',
      what: 'values',
      need: 5,
      have: 0,
    });
  });
});

it('is read from a utilization of the request alone', () => {
  const others = [
    { name: 'rps', source: 'requestRate', targetValue: 5 },
    { name: 'cpu', type: 'Resource', targetType: 'AverageValue', targetValue: 0.5 },
  ];
  expect(usageMetricOf(hpa(1, { metrics: others }))).toBeUndefined();
  expect(usageMetricOf(hpa(1, { metrics: [...others, { targetValue: 0.5 }] }))).toMatchObject({
    targetValue: 0.5,
  });
});
