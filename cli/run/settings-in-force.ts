import { type DoctorLine, fine } from '../../cluster/doctor/line.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { inForce } from '../../planner/live/in-force.ts';
import { liveFindingWords } from '../../reports/words/settings/live.ts';
import { settingsText } from '../../reports/words/settings/settings.ts';
import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';

/** Labels that Azure ML puts on the pods of its services. */
const azuremlLabels = /azureml|ml\.azure\.com/i;

/** Whether the config says that Azure ML's router stands before the service. */
export const saysAzureml = ({ autoscaler, cluster }: ResolvedConfig): boolean =>
  autoscaler?.kind.startsWith('azureml') === true || azuremlLabels.test(cluster?.selector ?? '');

/** The settings that are in force now, where that is known from, and a line for each thing about them. */
export type SettingsInForce = {
  readonly policy: PolicySettings | null;
  readonly policyFrom: ResolvedConfig['policyFrom'];
  /** An object of the cluster says them. */
  readonly isLive: boolean;
  /** The settings in words; empty where none are known. */
  readonly text: string;
  readonly lines: readonly DoctorLine[];
};

/**
 * The autoscaler that is in force now. The live one is the truth: where it is not what the config says, or something is odd
 * about it, its lines say so.
 */
export const settingsInForce = (
  {
    autoscaler,
    autoscalerSaid: said,
    policy: fallback,
  }: Pick<ResolvedConfig, 'autoscaler' | 'autoscalerSaid' | 'policy'>,
  { recorded, isAzureml }: { readonly recorded: readonly ClusterLine[]; readonly isAzureml: boolean },
): SettingsInForce => {
  const { policy, from, findings } = inForce(recorded, {
    stated: autoscaler ?? null,
    said,
    fallback,
    isAzureml,
  });
  const odd = findings.map((finding) => ({ topic: 'autoscaler' as const, ...liveFindingWords(finding) }));
  const isLive = from === 'live';
  const text = policy === null ? '' : `the autoscaler in force is ${settingsText({ policy })}`;
  const found = isLive ? [fine('autoscaler', text)] : [];
  return { policy, policyFrom: from, isLive, text, lines: [...found, ...odd] };
};
