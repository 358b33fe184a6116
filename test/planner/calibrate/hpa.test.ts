import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { drawWorld, midModel } from '../../../planner/calibrate/draws.ts';
import { settingsInUse } from '../../../planner/calibrate/hpa.ts';
import { createRandom } from '../../../planner/stats/random.ts';
import { type HpaSettings, policySettingsSchema } from '../../../runs/schema/policy.ts';
import { hpaSchema } from '../../../runs/schema/rules/hpa.ts';
import { recordSpike } from '../../builders/recording.ts';

const bounds = { minReplicas: 4, maxReplicas: 30 };
const hpa = (metric: object, changes: object = {}): HpaSettings =>
  hpaSchema.parse({ kind: 'hpa', ...bounds, metrics: [metric], ...changes });

const calibrated = (policy: HpaSettings, configured: HpaSettings, peakRate = 40) => {
  const lengths = { baselineSeconds: 90, holdSeconds: 240, recoverySeconds: 120 };
  return calibrate([recordSpike({ policy, configured, peakRate, ...lengths })]);
};

describe('an HPA that is observed', () => {
  const truth = hpa({ targetValue: 0.3, scale: 0.5 }, { sampleAgeSeconds: 20 });
  const configured = hpa({ targetValue: 0.3 });
  const calibration = calibrated(truth, configured);

  it('has the use of busy pods and the age of its samples from its own status, not from the config', () => {
    const { cpuPerBusy, sampleAge } = calibration.hpa!;
    expect(cpuPerBusy).toMatchObject({ provenance: 'measured', note: { code: 'cpuPerBusyMeasured' } });
    expect(cpuPerBusy.share.low).toBeLessThanOrEqual(0.5);
    expect(cpuPerBusy.share.high).toBeGreaterThanOrEqual(0.5);
    expect(cpuPerBusy.share.high - cpuPerBusy.share.low).toBeLessThan(0.15);
    expect(sampleAge.provenance).toBe('measured');
    expect(sampleAge.seconds.low).toBeLessThanOrEqual(20);
    expect(sampleAge.seconds.high).toBeGreaterThanOrEqual(20);
  });

  it('is the rule that explains the recording, and is planned with as it was observed', () => {
    expect(calibration.policy).toMatchObject({ verdict: 'identified', settings: { kind: 'hpa' } });
    const { mid } = calibration.hpa!.cpuPerBusy.share;
    for (const settings of [settingsInUse(configured, calibration), midModel(calibration).policy])
      expect(settings).toMatchObject({ metrics: [{ scale: mid, targetValue: 0.3 }] });
  });

  it('differs from world to world as far as it is not known', () => {
    const drawn = [1, 2, 3, 4, 5].map((seed) => drawWorld(calibration, createRandom(seed)).parameters.policy);
    const scales = drawn.map((policy) => (policy as HpaSettings).metrics[0]!.scale);
    const ages = drawn.map((policy) => (policy as HpaSettings).sampleAgeSeconds);
    expect(new Set(scales).size).toBeGreaterThan(1);
    expect(new Set(ages).size).toBeGreaterThan(1);
  });

  it('has a target in reach', () => {
    expect(calibration.warnings.map(({ code }) => code)).not.toContain('targetOutOfReach');
  });
});

describe('an HPA of a cluster whose metrics server reads seldom', () => {
  it('has samples as long as the config says, so that use and age come out right', () => {
    const configured = hpa({ targetValue: 0.3 }, { metricsResolutionSeconds: 40 });
    const truth = hpa(
      { targetValue: 0.3, scale: 0.5 },
      { metricsResolutionSeconds: 40, sampleAgeSeconds: 10 },
    );
    const { cpuPerBusy, sampleAge } = calibrated(truth, configured).hpa!;
    expect(cpuPerBusy.share.high - cpuPerBusy.share.low).toBeLessThan(0.1);
    expect(Math.abs(cpuPerBusy.share.mid - 0.5)).toBeLessThan(0.03);
    expect(sampleAge.seconds.low).toBeLessThanOrEqual(10);
    expect(sampleAge.seconds.high).toBeGreaterThanOrEqual(10);
  });
});

describe('pods that use 40 % of their request when fully busy', () => {
  const used = { scale: 0.4 };

  it('never reach a target of 60 %, and a plan says so', () => {
    const { hpa: observed, warnings } = calibrated(
      hpa({ targetValue: 0.6, ...used }),
      hpa({ targetValue: 0.6 }),
    );
    expect(observed?.cpuPerBusy.provenance).toBe('measured');
    expect(warnings).toContainEqual(
      expect.objectContaining({ code: 'targetOutOfReach', metric: 'cpu', targetShare: 0.6, tolerance: 0.1 }),
    );
  });

  it('do not reach one of 38 % by the tolerance either', () => {
    const policy = hpa({ targetValue: 0.38, ...used });
    expect(calibrated(policy, policy).warnings.map(({ code }) => code)).toContain('targetOutOfReach');
  });

  it('reach one of 30 %', () => {
    const policy = hpa({ targetValue: 0.3, ...used });
    expect(calibrated(policy, policy).warnings.map(({ code }) => code)).not.toContain('targetOutOfReach');
  });
});

describe('an HPA whose status tells too little', () => {
  const configured = hpa({ targetValue: 0.6, scale: 0.5 });
  const { hpa: assumed, warnings } = calibrated(configured, configured, 11);

  it('is taken from the config, and its samples may have any usual age', () => {
    expect(assumed).toMatchObject({
      cpuPerBusy: { provenance: 'assumed', share: { low: 0.5, mid: 0.5, high: 0.5 } },
      sampleAge: { provenance: 'assumed', seconds: { low: 1, mid: 15, high: 45 } },
    });
  });

  it('is not said to be out of reach: nobody measured it', () => {
    expect(warnings.map(({ code }) => code)).not.toContain('targetOutOfReach');
  });
});

describe('an HPA whose status was not recorded', () => {
  it('tells nothing by replicas that never change', () => {
    const configured = hpa({ targetValue: 0.6 }, { minReplicas: 30 });
    const recording = recordSpike({ policy: configured });
    const cluster = recording.cluster.filter(({ kind }) => kind !== 'autoscaler');
    expect(calibrate([{ ...recording, cluster }]).hpa?.sampleAge.provenance).toBe('assumed');
  });

  it.each([0, 20, 30])('tells by its replicas that its samples are about %s s old', (sampleAgeSeconds) => {
    const configured = hpa({ targetValue: 0.6 });
    const recording = recordSpike({
      policy: { ...configured, sampleAgeSeconds },
      configured,
      baselineSeconds: 60,
      holdSeconds: 180,
      recoverySeconds: 60,
      peakRate: 60,
    });
    const cluster = recording.cluster.filter(({ kind }) => kind !== 'autoscaler');
    const { hpa: found } = calibrate([{ ...recording, cluster }]);
    expect(found?.sampleAge).toMatchObject({ provenance: 'inferred', note: { code: 'sampleAgeReplayed' } });
    expect(found?.sampleAge.seconds.low).toBeLessThanOrEqual(sampleAgeSeconds);
    expect(found?.sampleAge.seconds.high).toBeGreaterThanOrEqual(sampleAgeSeconds);
  });
});

it('is no matter for other rules, nor for an HPA without a utilization', () => {
  const v1 = policySettingsSchema.parse({ kind: 'azureml-v1', ...bounds });
  expect(calibrate([recordSpike({ policy: v1 })]).hpa).toBeNull();
  const onRate = hpa({ name: 'rps', source: 'requestRate', targetValue: 5 });
  expect(calibrate([recordSpike({ policy: onRate })]).hpa).toBeNull();
});
