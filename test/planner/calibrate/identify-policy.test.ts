import { describe, expect, it } from 'vitest';
import { identifyPolicy } from '../../../planner/calibrate/identify-policy.ts';
import { recordedOf } from '../../../planner/timeline/recording.ts';
import { type PolicySettings, policySettingsSchema } from '../../../runs/schema/policy.ts';
import { type RecordingOptions, recordSpike } from '../../builders/recording.ts';
import { scalerLine } from '../live/builders.ts';

const settingsOf = (settings: object): PolicySettings => policySettingsSchema.parse(settings);
const bounds = { minReplicas: 3, maxReplicas: 30 };
const v1 = settingsOf({ kind: 'azureml-v1', ...bounds });
const v2 = settingsOf({ kind: 'azureml-v2', ...bounds });

const identified = (options: RecordingOptions) => identifyPolicy([recordedOf(recordSpike(options))]);

describe('the identified policy', () => {
  it.each([
    v1,
    v2,
    settingsOf({ kind: 'azureml-v2', ...bounds, stepLaw: 'oneAtATime' }),
    settingsOf({ kind: 'hpa', ...bounds, metrics: [{ targetValue: 0.6 }] }),
    settingsOf({ kind: 'knative', minReplicas: 3, target: 1 }),
  ])('is the one that was at the controls, with a limit of the queue wait or with none: %o', (policy) => {
    for (const queueWaitLimitMs of [500, null]) {
      const { policy: found, warnings } = identified({
        policy,
        router: { queueWaitLimitMs, balancing: 'central' },
      });
      expect(found).toMatchObject({ verdict: 'identified', provenance: 'inferred', settings: policy });
      expect(found.fits[0]!.meanErrorReplicas).toBeLessThan(0.6);
      expect(warnings).toEqual([]);
    }
  });

  it.each([
    [v1, v2],
    [v2, v1],
    [settingsOf({ kind: 'fixed', replicas: 3 }), v1],
  ])('is the one that was at the controls, not the configured one: %o', (policy, configured) => {
    const { policy: found, warnings } = identified({ policy, configured });
    expect(found).toMatchObject({ verdict: 'identified', settings: { kind: policy.kind } });
    expect(warnings).toEqual([{ code: 'policyDiffers', configured: configured.kind, moved: policy.kind }]);
  });

  it("can't be told where nothing scales: the configured one is planned with, and in no other reading", () => {
    const policy = settingsOf({ kind: 'azureml-v1', minReplicas: 30, maxReplicas: 30 });
    const { policy: found } = identified({ policy });
    expect(found).toMatchObject({ verdict: 'cantTell', provenance: 'assumed', settings: policy });
    expect(found.fits.filter(({ plausible }) => plausible).map((fit) => fit.policy)).toEqual([policy]);
    expect(found.note).toMatchObject({ code: 'policyTied' });
  });

  it('of an HPA that never scaled is what the config or the object says, not an assumption', () => {
    const policy = settingsOf({
      kind: 'hpa',
      minReplicas: 30,
      maxReplicas: 30,
      metrics: [{ targetValue: 0.6 }],
    });
    expect(identified({ policy }).policy).toMatchObject({ verdict: 'cantTell', provenance: 'configured' });
  });

  it('tells instant from mean sampling where the recording shows it', () => {
    const [best, ...others] = identified({ policy: v1 }).policy.fits;
    expect(best!.policy).toMatchObject({ sampling: 'instant', stepLaw: 'proportional' });
    expect(others.every(({ plausible }) => !plausible)).toBe(true);
  });

  it('is found in runs that had different numbers, and takes those of the last one', () => {
    const before = settingsOf({ kind: 'azureml-v1', ...bounds });
    const after = settingsOf({ kind: 'azureml-v1', minReplicas: 8, maxReplicas: 20, targetUtilization: 0.5 });
    const runs = [before, after].map((policy) => recordedOf(recordSpike({ policy })));
    const { policy } = identifyPolicy(runs);
    expect(policy).toMatchObject({ verdict: 'identified', settings: after });
    expect(policy.fits[0]!.meanErrorReplicas).toBeLessThan(0.5);
  });

  it('shows the error of every rule that was tried, best first', () => {
    const { fits } = identified({ policy: v2 }).policy;
    const errors = fits.map(({ meanErrorReplicas }) => meanErrorReplicas);
    expect(errors).toEqual([...errors].sort((a, b) => a - b));
    expect(new Set(fits.map((fit) => fit.policy.kind))).toEqual(
      new Set(['azureml-v1', 'azureml-v2', 'fixed']),
    );
  });

  it('has unknown bounds where replicas moved, and nobody stated or read what moves them', () => {
    const without = (policy: PolicySettings) => {
      const { run, cluster, ...rest } = recordSpike({ policy });
      return identifyPolicy([
        recordedOf({
          ...rest,
          cluster: cluster.filter((line) => line.kind !== 'autoscaler'),
          run: { ...run, config: { ...run.config, autoscaler: null, autoscalerFrom: 'default' } },
        }),
      ]).warnings;
    };
    const most = expect.any(Number);
    expect(without(v1)).toContainEqual({ code: 'autoscalerUnknown', fewest: 3, most });
    expect(without(settingsOf({ kind: 'fixed', replicas: 3 }))).toEqual([]);
  });

  it('is unknown, too, where its object was read and nobody says what its metric counts', () => {
    const { run, cluster, ...rest } = recordSpike({ policy: v1 });
    const metadata = { query: 'sum(rate(requests[1m]))', threshold: '15' };
    const line = scalerLine('score', {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      spec: {
        scaleTargetRef: { name: 'score' },
        minReplicaCount: 2,
        maxReplicaCount: 20,
        triggers: [{ type: 'prometheus', metricType: 'AverageValue', metadata }],
      },
    });
    const { warnings } = identifyPolicy([
      recordedOf({
        ...rest,
        cluster: [...cluster.filter(({ kind }) => kind !== 'autoscaler'), line],
        run: { ...run, config: { ...run.config, autoscaler: null, autoscalerFrom: 'default' } },
      }),
    ]);
    const seen = {
      object: 'ScaledObject score',
      minReplicas: 2,
      maxReplicas: 20,
      metrics: ['s0-prometheus'],
    };
    const most = expect.any(Number);
    expect(warnings).toContainEqual({ code: 'autoscalerUnknown', fewest: 3, most, seen });
  });

  it('is not tried on a recording without replicas', () => {
    const recording = { ...recordSpike({ policy: v1 }), cluster: [] };
    const { policy, warnings } = identifyPolicy([recordedOf(recording)]);
    expect(policy).toMatchObject({ verdict: 'notTried', settings: v1, fits: [] });
    expect(warnings).toHaveLength(1);
  });

  it('warns where no rule explains the replicas', () => {
    const recording = recordSpike({ policy: v1 });
    const cluster = recording.cluster.map((line) =>
      line.kind === 'deployment' && line.desired > 3
        ? { ...line, desired: Math.floor(line.atMs / 1000) % 2 === 0 ? 3 : 200 }
        : line,
    );
    const { policy, warnings } = identifyPolicy([recordedOf({ ...recording, cluster })]);
    expect(policy.verdict).toBe('cantTell');
    expect(warnings).toEqual([{ code: 'scalingUnexplained' }]);
  });
});
