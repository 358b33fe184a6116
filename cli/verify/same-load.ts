import type { ResolvedConfig } from '../../config/resolve.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import type { Run } from '../../runs/schema/run.ts';

/**
 * The config of a re-run: the recorded load, seed and objective with the advised settings. The same experiment but for those.
 *
 * @param config with the endpoints of the recorded one
 */
export const sameLoad = (
  config: ResolvedConfig,
  recorded: Run,
  settings: PlannedSettings,
): ResolvedConfig => {
  const { seed, phases } = recorded;
  const { load, slo } = recorded.config;
  const judged = endpointsOf(recorded.config);
  const endpoints = config.endpoints.map((endpoint, i) => ({ ...endpoint, slo: judged[i]!.slo }));
  const { policy, ...changed } = settings;
  const router = { ...config.router, ...changed };
  // The advice is what must be in force now, and is stated, whatever the config said before.
  return {
    ...config,
    seed,
    phases,
    load,
    endpoints,
    slo,
    autoscaler: policy,
    autoscalerSaid: null,
    policy,
    policyFrom: 'config',
    router,
  };
};
