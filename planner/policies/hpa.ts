import type { HpaSettings } from '../../runs/schema/policy.ts';
import { recommendReplicas } from './hpa/recommend.ts';
import { type ScaleState, scaleInitialState, scaleWithin } from './hpa/scale.ts';
import type { Policy } from './policy.ts';

/**
 * HorizontalPodAutoscaler, autoscaling/v2: each sync asks the metrics for replicas (`hpa/recommend.ts`), then goes
 * as far towards them as bounds, stabilization windows and scaling policies let it (`hpa/scale.ts`).
 * Current replicas are the ones last asked for (`spec.replicas`), whether their pods are ready or not.
 * Source: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/
 */
export const hpaPolicy: Policy<ScaleState, HpaSettings> = {
  kind: 'hpa',
  needsPods: true,
  intervalSeconds: (settings) => settings.syncPeriodSeconds,
  initialReplicas: (settings) => settings.minReplicas,
  initialState: () => scaleInitialState,
  step: (state, observation, settings) => {
    const { atSeconds, desiredReplicas: currentReplicas, pods = [] } = observation;
    return scaleWithin(state, {
      atSeconds,
      currentReplicas,
      recommendation: recommendReplicas(pods, currentReplicas, settings),
      bounds: settings,
      behavior: settings.behavior,
    });
  },
};
