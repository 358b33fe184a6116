import type { AutoscalerLine, ScalerLine, ScalingObject } from '../../../runs/schema/cluster-series.ts';

const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'score' };
const common = { atMs: 0, conditions: [], deleted: false };

const scalingObject = (object: Partial<ScalingObject>): ScalingObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  madeBy: null,
  target,
  annotations: {},
  spec: {},
  ...object,
});

export const cpuMetric = (averageUtilization: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

/** An HPA of 2 to 8 replicas at 50 % CPU, unless its spec says otherwise. */
export const hpaLine = (
  name: string,
  spec: ScalingObject['spec'] = {},
  object: Partial<ScalingObject> = {},
): AutoscalerLine => ({
  ...common,
  kind: 'autoscaler',
  name,
  minReplicas: 2,
  maxReplicas: 8,
  currentReplicas: 2,
  desiredReplicas: 2,
  currentMetrics: [],
  object: scalingObject({
    spec: { minReplicas: 2, maxReplicas: 8, metrics: [cpuMetric(50)], ...spec },
    ...object,
  }),
});

export const scalerLine = (name: string, object: Partial<ScalingObject>): ScalerLine => ({
  ...common,
  kind: 'scaler',
  name,
  desiredReplicas: null,
  object: scalingObject(object),
});
