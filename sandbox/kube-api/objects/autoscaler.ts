import type { Decision } from '../../../planner/policies/index.ts';
import type { HpaSettings } from '../../../runs/schema/policy.ts';
import type { KubeObject } from '../store.ts';
import { conditionsOf } from './hpa-conditions.ts';
import { currentMetricsOf, metricSpecOf } from './hpa-metric.ts';
import type { ServiceIdentity } from './service.ts';

type HpaView = {
  readonly uid: string;
  readonly settings: HpaSettings;
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  /** What the last sync decided, and the replicas it started from; undefined before the first one. */
  readonly sync: { readonly decision: Decision | undefined; readonly fromReplicas: number } | undefined;
  /** When each condition got the status it has. */
  readonly sinceOf: (condition: string, status: string) => string;
};

/** The HorizontalPodAutoscaler (autoscaling/v2) as its controller leaves it after a sync. */
export const hpaOf = (service: ServiceIdentity, view: HpaView): KubeObject => {
  const { settings, sync, sinceOf } = view;
  const conditions = conditionsOf(sync?.decision, sync?.fromReplicas ?? view.desiredReplicas);
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
      ...(settings.behavior !== undefined && { behavior: settings.behavior }),
    },
    status: {
      currentReplicas: view.currentReplicas,
      desiredReplicas: view.desiredReplicas,
      currentMetrics: currentMetricsOf(settings.metrics, sync?.decision),
      conditions: Object.entries(conditions).map(([type, text]) => ({
        type,
        lastTransitionTime: sinceOf(type, text.status),
        ...text,
      })),
    },
  };
};
