import type { Observation } from '../../../planner/policies/index.ts';
import type { HpaSettings } from '../../../runs/schema/policy.ts';
import type { KubeObject } from '../store.ts';
import { cpuQuantity, type ServiceIdentity } from './service.ts';

type HpaView = {
  readonly uid: string;
  readonly settings: HpaSettings;
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  /** What the last step saw; undefined before the first one. */
  readonly observation: Observation | undefined;
  /** When each condition got the status it has. */
  readonly sinceOf: (condition: string, status: string) => string;
};

type Metric = HpaSettings['metrics'][number];

/** A utilization is a resource metric in percent of the request; everything else is a value per pod. */
const metricSpecOf = ({ name, source, targetValue }: Metric) =>
  source === 'utilization'
    ? {
        type: 'Resource',
        resource: {
          name,
          target: { type: 'Utilization', averageUtilization: Math.round(targetValue * 100) },
        },
      }
    : {
        type: 'Pods',
        pods: { metric: { name }, target: { type: 'AverageValue', averageValue: cpuQuantity(targetValue) } },
      };

const meanOf = (observation: Observation | undefined, name: string): number | undefined => {
  const values = (observation?.pods ?? []).flatMap((pod) => pod.metrics[name] ?? []);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
};

const metricStatusOf = ({ name, source }: Metric, mean: number) =>
  source === 'utilization'
    ? { type: 'Resource', resource: { name, current: { averageUtilization: Math.round(mean * 100) } } }
    : { type: 'Pods', pods: { metric: { name }, current: { averageValue: cpuQuantity(mean) } } };

type ConditionText = { readonly status: 'True' | 'False'; readonly reason: string; readonly message: string };

const activity = (hasMetrics: boolean): ConditionText =>
  hasMetrics
    ? {
        status: 'True',
        reason: 'ValidMetricFound',
        message: 'the HPA was able to successfully calculate a replica count',
      }
    : {
        status: 'False',
        reason: 'FailedGetResourceMetric',
        message: 'the HPA was unable to compute the replica count: no metrics returned',
      };

/** Limited where the metrics still ask for more, or less, than the bound that is reached. */
const limitation = ({ settings, desiredReplicas }: HpaView, ratio: number): ConditionText => {
  if (desiredReplicas === settings.maxReplicas && ratio > 1 + settings.tolerance)
    return {
      status: 'True',
      reason: 'TooManyReplicas',
      message: 'the desired replica count is more than the maximum replica count',
    };
  if (desiredReplicas === settings.minReplicas && ratio < 1 - settings.tolerance)
    return {
      status: 'True',
      reason: 'TooFewReplicas',
      message: 'the desired replica count is less than the minimum replica count',
    };
  return {
    status: 'False',
    reason: 'DesiredWithinRange',
    message: 'the desired count is within the acceptable range',
  };
};

const able: ConditionText = {
  status: 'True',
  reason: 'ReadyForNewScale',
  message: 'recommended size matches current size',
};

/** The HorizontalPodAutoscaler (autoscaling/v2) as its controller leaves it after a sync. */
export const hpaOf = (service: ServiceIdentity, view: HpaView): KubeObject => {
  const { settings, observation, sinceOf } = view;
  const measured = settings.metrics.flatMap((metric) => {
    const mean = meanOf(observation, metric.name);
    return mean === undefined ? [] : [{ metric, mean }];
  });
  const ratio = Math.max(...measured.map(({ metric, mean }) => mean / metric.targetValue));
  const conditions = Object.entries({
    AbleToScale: able,
    ScalingActive: activity(measured.length > 0),
    ScalingLimited: limitation(view, measured.length > 0 ? ratio : 1),
  }).map(([type, text]) => ({ type, lastTransitionTime: sinceOf(type, text.status), ...text }));
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: service.name,
      namespace: service.namespace,
      uid: view.uid,
      creationTimestamp: service.createdAt,
    },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: service.name },
      minReplicas: settings.minReplicas,
      maxReplicas: settings.maxReplicas,
      metrics: settings.metrics.map(metricSpecOf),
      behavior: settings.behavior,
    },
    status: {
      currentReplicas: view.currentReplicas,
      desiredReplicas: view.desiredReplicas,
      currentMetrics: measured.map(({ metric, mean }) => metricStatusOf(metric, mean)),
      conditions,
    },
  };
};
