import { describe, expect, it } from 'vitest';
import {
  changesTo,
  type DialectName,
  dialects,
  movedSettingsOf,
  undecidedDifferences,
} from '../../../planner/settings/index.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';

type Case = {
  readonly kind: DialectName;
  readonly inUse?: object;
  readonly advised?: object;
  /** The object in force. */
  readonly live: object;
};

const seenIn = ({ kind, inUse = {}, advised = { minReplicas: 4 }, live }: Case) => {
  const bounds = { minReplicas: 2, maxReplicas: 20 };
  const [now, policy] = [inUse, { ...inUse, ...advised }].map((one) =>
    policySettingsSchema.parse({ kind, ...bounds, ...one }),
  );
  const decided = movedSettingsOf({ policy: policy!, inUse: now! });
  const reading = dialects[kind].readingOf(JSON.stringify(live));
  return {
    writes: changesTo(live, kind, decided).map(({ path, after }) => [path.join('.'), after]),
    differences: undecidedDifferences(reading, now!, decided),
  };
};

const difference = (path: string, found: unknown, simulated: unknown) => ({
  path: path.split('.'),
  found,
  simulated,
});

const metadata = { name: 'score' };
/** A Service of Knative with 2 replicas at the least. */
const knativeWith = (maxScale: number, spec: object): object => {
  const [min, max] = ['min-scale', 'max-scale'].map((key) => `autoscaling.knative.dev/${key}`);
  const annotations = { [min!]: '2', [max!]: String(maxScale) };
  const template = { metadata: { annotations }, spec };
  return { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata, spec: { template } };
};
const cpuAt = (percent: number) => [
  {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent } },
  },
];
const hpaWith = (spec: object): object => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata,
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'score' },
    minReplicas: 2,
    maxReplicas: 20,
    metrics: cpuAt(60),
    ...spec,
  },
});
const onCpu = { metrics: [{ targetValue: 0.6 }] };

describe('an object in force that somebody changed after the recording', () => {
  it.each<Case & { readonly form: string; readonly min: string }>([
    { form: 'HPA', kind: 'hpa', inUse: onCpu, live: hpaWith({ maxReplicas: 8 }), min: 'spec.minReplicas' },
    {
      form: 'ScaledObject',
      kind: 'hpa',
      inUse: onCpu,
      live: {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        metadata,
        spec: {
          scaleTargetRef: metadata,
          minReplicaCount: 2,
          maxReplicaCount: 8,
          triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } }],
        },
      },
      min: 'spec.minReplicaCount',
    },
    {
      form: 'Service of Knative',
      kind: 'knative',
      live: knativeWith(8, { containers: [{ image: 'score' }] }),
      min: 'spec.template.metadata.annotations.autoscaling.knative.dev/min-scale',
    },
    {
      form: 'InferenceService',
      kind: 'knative',
      live: {
        apiVersion: 'serving.kserve.io/v1beta1',
        kind: 'InferenceService',
        metadata,
        spec: {
          predictor: { minReplicas: 2, maxReplicas: 8, model: { modelFormat: { name: 'sklearn' } } },
        },
      },
      min: 'spec.predictor.minReplicas',
    },
    {
      form: 'HTTPScaledObject',
      kind: 'keda-http',
      inUse: { targetValue: 20 },
      live: {
        apiVersion: 'http.keda.sh/v1alpha1',
        kind: 'HTTPScaledObject',
        metadata,
        spec: {
          scaleTargetRef: { name: 'score', service: 'score', port: 80 },
          replicas: { min: 2, max: 8 },
          scalingMetric: { concurrency: { targetValue: 20 } },
        },
      },
      min: 'spec.replicas.min',
    },
    {
      form: 'deployment of Azure ML',
      kind: 'azureml-v2',
      live: {
        properties: {
          endpointComputeType: 'Kubernetes',
          scaleSettings: { scaleType: 'TargetUtilization', minInstances: 2, maxInstances: 8 },
        },
      },
      min: 'properties.scaleSettings.minInstances',
    },
  ])('$form: keeps a maximum that the advice leaves alone, and it is told', ({ min, ...given }) => {
    const { writes, differences } = seenIn(given);
    const number = given.kind === 'knative' && min.includes('annotations') ? '4' : 4;
    expect(writes).toEqual([[min, number]]);
    expect(differences).toEqual([difference('maxReplicas', 8, 20)]);
  });

  it.each<Case & { readonly what: string; readonly told: readonly object[] }>([
    {
      what: 'target',
      kind: 'hpa',
      inUse: onCpu,
      live: hpaWith({ metrics: cpuAt(70) }),
      told: [difference('targetUtilization', 0.7, 0.6)],
    },
    {
      what: 'rule',
      kind: 'hpa',
      inUse: onCpu,
      live: hpaWith({ behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } }),
      told: [expect.objectContaining({ path: ['behavior'], simulated: null })],
    },
  ])('keeps its $what, and it is told', ({ told, ...given }) => {
    const { writes, differences } = seenIn(given);
    expect(writes).toEqual([['spec.minReplicas', 4]]);
    expect(differences).toEqual(told);
  });

  it('keeps the limit of its containers, which counts in place of a higher target', () => {
    const { writes, differences } = seenIn({
      kind: 'knative',
      inUse: { target: 6 },
      live: knativeWith(20, { containerConcurrency: 3, containers: [{ image: 'score' }] }),
    });
    expect(writes).toHaveLength(1);
    expect(differences).toEqual([difference('target', 3, 6)]);
  });

  it('gets what the advice turns, whatever stands there', () => {
    const { writes, differences } = seenIn({
      kind: 'hpa',
      inUse: onCpu,
      advised: { minReplicas: 4, maxReplicas: 30, metrics: [{ targetValue: 0.5 }] },
      live: hpaWith({ maxReplicas: 8, metrics: cpuAt(70) }),
    });
    expect(writes.map(([path]) => path)).toEqual(['spec.minReplicas', 'spec.maxReplicas', 'spec.metrics']);
    expect(differences).toEqual([]);
  });
});

describe('an object in force as it was simulated', () => {
  it('differs in nothing where KEDA takes the last replica away by itself', () => {
    const live = {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata,
      spec: {
        scaleTargetRef: metadata,
        minReplicaCount: 0,
        maxReplicaCount: 20,
        triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } }],
      },
    };
    const given = {
      kind: 'hpa',
      inUse: { ...onCpu, minReplicas: 1 },
      advised: { maxReplicas: 30 },
      live,
    } as const;
    const { writes, differences } = seenIn(given);
    expect(writes).toEqual([['spec.maxReplicaCount', 30]]);
    expect(differences).toEqual([]);
  });

  it('differs in nothing where the server has filled in the rules of a scale-down', () => {
    const scaleDown = { stabilizationWindowSeconds: 30 };
    const filled = {
      scaleDown: {
        ...scaleDown,
        selectPolicy: 'Max',
        policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
      },
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [
          { type: 'Pods', value: 4, periodSeconds: 15 },
          { type: 'Percent', value: 100, periodSeconds: 15 },
        ],
      },
    };
    const inUse = { ...onCpu, behavior: { scaleDown: { ...scaleDown, selectPolicy: 'Max' } } };
    expect(seenIn({ kind: 'hpa', inUse, live: hpaWith({ behavior: filled }) }).differences).toEqual([]);
    const given = {
      kind: 'hpa' as const,
      inUse: { ...onCpu, behavior: filled },
      live: hpaWith({ behavior: { scaleDown } }),
    };
    expect(seenIn(given).differences).toEqual([]);
  });
});
