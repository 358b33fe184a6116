import { describe, expect, test } from 'vitest';
import { inForce } from '../../../planner/live/in-force.ts';
import { liveFindingWords } from '../../../reports/words/settings/live.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { type PolicySettings, policySettingsSchema } from '../../../runs/schema/policy.ts';
import { deploymentLine } from '../../builders/cluster.ts';
import { cpuMetric, hpaLine, scalerLine } from './builders.ts';

const azureml = policySettingsSchema.parse({ kind: 'azureml-v1' });
const stated = (settings: object): PolicySettings =>
  policySettingsSchema.parse({
    kind: 'hpa',
    minReplicas: 2,
    maxReplicas: 8,
    metrics: [{ targetValue: 0.5 }],
    ...settings,
  });
const find = (lines: readonly ClusterLine[], expected: Partial<Parameters<typeof inForce>[1]> = {}) =>
  inForce(lines, { stated: null, fallback: azureml, isAzureml: false, ...expected });
const codes = (lines: readonly ClusterLine[], expected: Partial<Parameters<typeof inForce>[1]> = {}) =>
  find(lines, expected).findings.map(({ code }) => code);

describe('the settings in force', () => {
  test('are those of the live HPA, where the config says nothing', () => {
    expect(find([hpaLine('score')])).toMatchObject({
      from: 'live',
      policy: { kind: 'hpa', minReplicas: 2, maxReplicas: 8, metrics: [{ name: 'cpu', targetValue: 0.5 }] },
      findings: [],
    });
  });

  test('are the live ones where the config says others, and each difference is told', () => {
    const config = stated({
      minReplicas: 1,
      maxReplicas: 50,
      metrics: [{ targetValue: 0.9 }],
      tolerance: 0.2,
    });
    const { policy, findings } = find([hpaLine('score')], { stated: config });
    expect(policy).toMatchObject({
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [{ targetValue: 0.5 }],
      tolerance: 0.2,
    });
    expect(findings.map(liveFindingWords)).toMatchObject([
      {
        level: 'warning',
        what: 'HorizontalPodAutoscaler score is not as expected: minReplicas is 2, expected 1; maxReplicas is 8, expected 50; metrics.cpu.targetValue is 0.5, expected 0.9',
      },
    ]);
  });

  test('are no news where the config says the same, in the shorter words of a person', () => {
    const live = hpaLine('score', {
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Max',
          policies: [
            { type: 'Pods', value: 4, periodSeconds: 15 },
            { type: 'Percent', value: 100, periodSeconds: 15 },
          ],
        },
        scaleDown: {
          stabilizationWindowSeconds: 60,
          selectPolicy: 'Max',
          policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
        },
      },
    });
    const config = stated({ behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } });
    expect(find([live], { stated: config }).findings).toEqual([]);
    expect(codes([live], { stated: stated({}) })).toEqual(['differs']);
  });

  test('keep what a metric counts, which no object says, with the target of the object', () => {
    const pods = {
      type: 'Pods',
      pods: { metric: { name: 'busy' }, target: { type: 'AverageValue', averageValue: '1500m' } },
    };
    const live = hpaLine('score', { metrics: [pods] });
    expect(find([live])).toMatchObject({
      policy: null,
      from: 'default',
      findings: [{ code: 'notUnderstood' }],
    });
    const config = stated({ metrics: [{ name: 'busy', source: 'concurrency', targetValue: 4 }] });
    expect(find([live], { stated: config })).toMatchObject({
      from: 'live',
      policy: { metrics: [{ name: 'busy', source: 'concurrency', targetValue: 1.5 }] },
    });
  });

  test('are never a default in place of what was not understood', () => {
    const memory = {
      type: 'Resource',
      resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } },
    };
    const { policy, findings } = find([hpaLine('score', { metrics: [memory] })]);
    expect(policy).toBeNull();
    expect(findings).toMatchObject([{ code: 'notUnderstood', why: [expect.stringContaining('memory')] }]);
  });

  test('name the metrics beside CPU that no simulation follows', () => {
    const external = {
      type: 'External',
      external: { metric: { name: 'queue' }, target: { type: 'Value', value: '6' } },
    };
    const { policy, findings } = find([hpaLine('score', { metrics: [cpuMetric(50), external] })]);
    expect(policy).toMatchObject({ metrics: [{ name: 'cpu', targetValue: 0.5 }] });
    expect(findings).toEqual([
      {
        code: 'metricNotSimulated',
        object: 'HorizontalPodAutoscaler score',
        type: 'External',
        name: 'queue',
        target: 'Value 6',
      },
    ]);
  });

  const scaledObject = (spec: object) =>
    scalerLine('score', {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      spec: {
        minReplicaCount: 2,
        maxReplicaCount: 8,
        triggers: [{ type: 'prometheus', metadata: { threshold: '15' } }],
        ...spec,
      },
    });

  test('are those of a trigger that the config describes, with the live threshold', () => {
    const live = (threshold: string, metricType = 'AverageValue') =>
      scaledObject({ triggers: [{ type: 'prometheus', metricType, metadata: { threshold } }] });
    const metric = { name: 's0-prometheus', type: 'External', source: 'requestRate', targetValue: 15 };
    const config = stated({ metrics: [metric] });
    expect(find([live('15')], { stated: config })).toEqual({ from: 'live', policy: config, findings: [] });
    const { policy, findings } = find([live('25')], { stated: config });
    expect(policy).toMatchObject({ metrics: [{ ...metric, targetValue: 25 }] });
    expect(findings.map((finding) => liveFindingWords(finding).what)).toEqual([
      'ScaledObject score is not as expected: metrics.s0-prometheus.targetValue is 25, expected 15',
    ]);
    expect(find([live('15', 'Value')], { stated: config }).policy).toMatchObject({
      metrics: [{ ...metric, targetType: 'Value' }],
    });
    const uncounted = stated({ metrics: [{ targetValue: 0.5 }, { ...metric, source: 'none' }] });
    expect(codes([live('15')], { stated: uncounted })).toContain('metricNotSimulated');
  });

  const prometheus = { name: 's0-prometheus', type: 'External', source: 'requestRate', targetValue: 15 };
  const wordsOf = (lines: readonly ClusterLine[], expected: Parameters<typeof find>[1]) =>
    find(lines, expected).findings.map(liveFindingWords);

  test('have the bounds that KEDA documents where the ScaledObject sets none, never those of the config', () => {
    const live = scaledObject({ minReplicaCount: undefined, maxReplicaCount: undefined });
    const config = stated({ metrics: [prometheus] });
    expect(find([live], { stated: config })).toMatchObject({
      from: 'live',
      policy: { minReplicas: 1, maxReplicas: 100 },
    });
    expect(wordsOf([live], { stated: config }).map(({ what }) => what)).toEqual([
      'ScaledObject score is not as expected: minReplicas is 1, expected 2; maxReplicas is 100, expected 8',
      'ScaledObject score: spec.minReplicaCount is not set, and 0 by default: KEDA itself takes the last replica and brings the first one, which is not simulated',
    ]);
    expect(find([scaledObject({ minReplicaCount: 0 })], { stated: config }).policy).toMatchObject({
      minReplicas: 1,
    });
  });

  test('have the bounds that an HTTPScaledObject has by default', () => {
    const live = scalerLine('score', {
      apiVersion: 'http.keda.sh/v1alpha1',
      kind: 'HTTPScaledObject',
      spec: { scalingMetric: { concurrency: { targetValue: 5 } } },
    });
    const config = policySettingsSchema.parse({ kind: 'keda-http', minReplicas: 3, maxReplicas: 7 });
    expect(find([live], { stated: config }).policy).toMatchObject({ minReplicas: 0, maxReplicas: 100 });
  });

  test('are no news where the config says nothing of them', () => {
    const behavior = { scaleDown: { stabilizationWindowSeconds: 30 }, scaleUp: { selectPolicy: 'Min' } };
    const live = scaledObject({ advanced: { horizontalPodAutoscalerConfig: { behavior } } });
    const config = stated({ minReplicas: 1, metrics: [prometheus] });
    const said = { kind: 'hpa', maxReplicas: 8, metrics: [prometheus] };
    expect(wordsOf([live], { stated: config, said })).toEqual([]);
    const down = { scaleDown: { stabilizationWindowSeconds: 60 } };
    const partly = {
      stated: stated({ metrics: [prometheus], behavior: down }),
      said: { ...said, behavior: down },
    };
    expect(wordsOf([live], partly).map(({ what }) => what)).toEqual([
      'ScaledObject score is not as expected: behavior.scaleDown.stabilizationWindowSeconds is 30, expected 60',
    ]);
  });

  test('are not known of a trigger that the config calls by a wrong number, which is a problem', () => {
    const cpu = { type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } };
    const behindCpu = { triggers: [cpu, { type: 'prometheus', metadata: { threshold: '15' } }] };
    const config = stated({ metrics: [prometheus] });
    const problem = {
      level: 'problem',
      what: "ScaledObject score has no metric s0-prometheus, which the config's autoscaler describes: here it is called s1-prometheus, which is not simulated until the config has that name",
      fix: 'in autoscaler.metrics write the name s1-prometheus',
    };
    expect(wordsOf([scaledObject(behindCpu)], { stated: config })).toEqual([
      problem,
      expect.objectContaining({ what: 'ScaledObject score is not as expected: it also scales on cpu' }),
    ]);
    const kafka = stated({ metrics: [{ ...prometheus, name: 's0-kafka' }] });
    expect(wordsOf([scaledObject({})], { stated: kafka })).toMatchObject([
      { level: 'problem', what: expect.stringContaining('it scales on s0-prometheus, which is not') },
    ]);
  });

  test('tell what KEDA does beside its HPA', () => {
    const config = stated({ metrics: [prometheus] });
    const live = scaledObject({ idleReplicaCount: 0, fallback: { failureThreshold: 3, replicas: 40 } });
    expect(wordsOf([live], { stated: config }).map(({ level, what }) => [level, what])).toEqual([
      [
        'warning',
        'ScaledObject score: spec.fallback.replicas is 40, above the maximum of 8, which ends it: a fallback sets no more than that',
      ],
      [
        'warning',
        'ScaledObject score: spec.idleReplicaCount is 0: while no trigger is active KEDA keeps that many, not the minimum of 2, which is not simulated',
      ],
    ]);
  });

  test('are those of the ScaledObject, not of the HPA that KEDA makes of it', () => {
    const scaled = scalerLine('score', {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      spec: {
        minReplicaCount: 3,
        triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } }],
      },
    });
    const made = hpaLine(
      'keda-hpa-score',
      {},
      { madeBy: { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'score' } },
    );
    expect(find([scaled, made])).toMatchObject({
      from: 'live',
      policy: { kind: 'hpa', minReplicas: 3, maxReplicas: 100, metrics: [{ targetValue: 0.6 }] },
      findings: [],
    });
  });

  test('of Knative stand in the annotations of its PodAutoscaler, over what the config knows of the cluster', () => {
    const live = scalerLine('score-00001', {
      apiVersion: 'autoscaling.internal.knative.dev/v1alpha1',
      kind: 'PodAutoscaler',
      annotations: { 'autoscaling.knative.dev/target': '10', 'autoscaling.knative.dev/max-scale': '7' },
      spec: { containerConcurrency: 20 },
    });
    const config = policySettingsSchema.parse({ kind: 'knative', target: 50, stableWindowSeconds: 90 });
    expect(find([live], { stated: config })).toMatchObject({
      policy: { kind: 'knative', target: 10, maxReplicas: 7, stableWindowSeconds: 90 },
      findings: [{ code: 'differs' }],
    });
  });

  test('are those of KEDA’s HTTPScaledObject', () => {
    const live = scalerLine('score', {
      apiVersion: 'http.keda.sh/v1alpha1',
      kind: 'HTTPScaledObject',
      spec: { replicas: { min: 1, max: 4 }, scalingMetric: { concurrency: { targetValue: 5 } } },
    });
    expect(find([live]).policy).toMatchObject({
      kind: 'keda-http',
      minReplicas: 1,
      maxReplicas: 4,
      targetValue: 5,
    });
  });

  test('are stated or documented where the cluster has no autoscaler', () => {
    expect(find([])).toEqual({ policy: azureml, from: 'default', findings: [] });
    expect(find([], { stated: stated({}) })).toMatchObject({ from: 'config', findings: [{ code: 'noHpa' }] });
    const forbidden = {
      kind: 'unknown' as const,
      atMs: 0,
      resource: 'horizontalpodautoscalers',
      reason: 'forbidden',
    };
    expect(codes([forbidden], { stated: stated({}) })).toEqual([]);
  });

  test('follow the last that was seen of an object, and forget it when it is gone', () => {
    const later = hpaLine('score', { maxReplicas: 20 });
    expect(find([hpaLine('score'), later]).policy).toMatchObject({ maxReplicas: 20 });
    expect(find([hpaLine('score'), { ...later, deleted: true }]).from).toBe('default');
  });
});

describe('what fights over the replicas', () => {
  test('are two HPAs of one target', () => {
    const { policy, findings } = find([hpaLine('score'), hpaLine('scoring')]);
    expect(policy).toBeNull();
    expect(findings).toEqual([
      {
        code: 'severalAutoscalers',
        target: 'Deployment score',
        objects: ['HorizontalPodAutoscaler score', 'HorizontalPodAutoscaler scoring'],
      },
    ]);
  });

  test('are not the HPAs of two targets, which no one policy describes', () => {
    const other = hpaLine(
      'other',
      {},
      { target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' } },
    );
    expect(codes([hpaLine('score'), other])).toEqual(['severalTargets']);
  });

  test('is an HPA beside the router of Azure ML', () => {
    const { policy, findings } = find([hpaLine('score')], { isAzureml: true });
    expect(policy).toEqual(azureml);
    expect(findings).toEqual([{ code: 'besideAzureml', objects: ['HorizontalPodAutoscaler score'] }]);
  });

  test('is a GitOps tool that writes the replicas of what is scaled', () => {
    const kept = deploymentLine({
      atMs: 0,
      name: 'score',
      desired: 2,
      replicasKeptBy: ['argocd-controller'],
    });
    expect(codes([kept, hpaLine('score')])).toEqual(['replicasKept']);
    expect(codes([kept])).toEqual([]);
    expect(codes([kept, deploymentLine({ atMs: 1, name: 'score', desired: 2 }), hpaLine('score')])).toEqual(
      [],
    );
  });

  test.each([
    ['2', ['paused']],
    ['true', ['paused']],
    ['false', []],
  ])('a pause of %s is told or not', (value, expected) => {
    const scaled = scalerLine('score', {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      annotations: { 'autoscaling.keda.sh/paused-replicas': value },
      spec: { triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } }] },
    });
    expect(codes([scaled])).toEqual(expected);
  });
});
