import type { HpaSettings } from '../../runs/schema/policy.ts';
import type { Decision } from './hpa/decision.ts';
import { recommendReplicas } from './hpa/recommend.ts';
import { passesMetricsBy, type ScaleState, scaleInitialState, scaleWithin } from './hpa/scale.ts';
import type { Policy } from './policy.ts';

const notAsked: Decision = { reason: 'InvalidMetrics', recommendation: undefined, proposals: [] };

/**
 * HorizontalPodAutoscaler, autoscaling/v2: each sync asks the metrics for replicas (`hpa/recommend.ts`), then goes
 * as far towards them as bounds, stabilization windows and scaling policies let it (`hpa/scale.ts`).
 * Current replicas are the ones last asked for (`spec.replicas`), whether their pods are ready or not.
 * Sources: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/ and, where the two
 * differ, kubernetes/kubernetes 1.36, pkg/controller/podautoscaler
 */
export const hpaPolicy: Policy<ScaleState, HpaSettings> = {
  kind: 'hpa',
  needsPods: true,
  intervalSeconds: (settings) => settings.syncPeriodSeconds,
  initialReplicas: (settings) => settings.minReplicas,
  initialState: () => scaleInitialState,
  step: (state, observation, settings) => {
    const { atSeconds, desiredReplicas: currentReplicas } = observation;
    const asked = passesMetricsBy(currentReplicas, settings)
      ? notAsked
      : recommendReplicas({ ...observation, currentReplicas }, settings);
    const { reason, ...scaled } = scaleWithin(state, {
      atSeconds,
      currentReplicas,
      recommendation: asked.recommendation,
      bounds: settings,
      behavior: settings.behavior,
    });
    return { ...scaled, decision: { ...asked, reason: reason ?? asked.reason } };
  },
};
