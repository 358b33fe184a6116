import type { Cluster } from '../../cluster/open.ts';
import { snapshotOf } from '../../cluster/snapshot.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { inForce } from '../../planner/live/in-force.ts';
import { liveFindingText } from '../../reports/words/live.ts';
import { settingsText } from '../../reports/words/settings.ts';

type Options = { readonly note: (text: string) => void; readonly stop: AbortSignal };

/** Labels that Azure ML puts on the pods of its services. */
const azuremlLabels = /azureml|ml\.azure\.com/i;

/**
 * The config with the autoscaler that is in force now, and where that is known from. The live one is the truth: where it is
 * not what the config says, or something is odd about it, that is said here, before any load.
 */
export const withSettingsInForce = async (
  config: ResolvedConfig,
  cluster: Cluster | null,
  { note, stop }: Options,
): Promise<ResolvedConfig> => {
  if (cluster === null || config.cluster === undefined) return config;
  const stated = config.autoscaler ?? null;
  const isAzureml =
    stated?.kind.startsWith('azureml') === true || azuremlLabels.test(config.cluster.selector);
  const lines = await snapshotOf(cluster, stop);
  const { policy, from, findings } = inForce(lines, { stated, fallback: config.policy, isAzureml });
  for (const finding of findings) note(`cluster: ${liveFindingText(finding)}`);
  if (from === 'live' && policy !== null && stated === null)
    note(`cluster: the autoscaler in force is ${settingsText({ policy })}`);
  return { ...config, policy, policyFrom: from };
};
