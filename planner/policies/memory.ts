import type { PolicySettings } from '../../runs/schema/policy.ts';
import { rulesOf } from './hpa/rules.ts';

/**
 * How long a rule remembers: after so many seconds of an even load nothing before it matters any more, but for the
 * start-up of replicas that are on their way. Seconds; of the window or hold that the rule lowers replicas by.
 *
 * @example memorySecondsOf({ kind: 'fixed', replicas: 3 }) // 0
 */
export const memorySecondsOf = (settings: PolicySettings): number => {
  switch (settings.kind) {
    case 'fixed':
      return 0;
    case 'azureml-v1':
      return settings.scaleDownHoldSeconds;
    case 'azureml-v2':
      return settings.scaleDownHoldRefreshes * settings.refreshSeconds;
    case 'hpa':
      return rulesOf(settings.behavior).down.windowSeconds;
    case 'keda-http':
      return Math.max(settings.windowSeconds, rulesOf(settings.behavior).down.windowSeconds);
    case 'knative':
      return settings.stableWindowSeconds + settings.scaleDownDelaySeconds;
  }
};
