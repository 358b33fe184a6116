import type { FixedSettings } from '../../runs/schema/policy.ts';
import type { Policy } from './policy.ts';

/** No autoscaler: Azure Container Instances, `autoscale_enabled: false`, or a Deployment that nobody scales. */
export const fixedPolicy: Policy<null, FixedSettings> = {
  kind: 'fixed',
  needsPods: false,
  intervalSeconds: () => Number.POSITIVE_INFINITY,
  initialReplicas: (settings) => settings.replicas,
  initialState: () => null,
  step: (state, _observation, settings) => ({ state, desiredReplicas: settings.replicas }),
};
