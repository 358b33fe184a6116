import { HeadroomError } from '../../errors/headroom-error.ts';
import { predictedReplicas } from '../../planner/verify/start.ts';
import { formatQuantity } from '../../reports/format.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { PreparedCluster } from '../run/prepare-cluster.ts';

/**
 * Whether the autoscaler in the cluster keeps the number of replicas that the prediction begins with: under another minimum
 * they would be waited for in vain. Where no object of the cluster tells its settings, nothing is said.
 *
 * @param apply the command that puts the settings into force
 * @throws HeadroomError E_VERIFY where it keeps another number
 */
export const demandInForce = (
  advised: PolicySettings,
  cluster: Pick<PreparedCluster, 'inForce'> | null,
  apply: string,
): void => {
  if (!cluster?.inForce.isLive || cluster.inForce.policy === null) return;
  const [kept, wanted] = [cluster.inForce.policy, advised].map(predictedReplicas);
  if (kept === wanted) return;
  throw new HeadroomError('E_VERIFY', {
    what: `the advised settings are not in force: the re-run was to begin with ${formatQuantity(wanted!, 'replica')}, and the autoscaler keeps ${kept} without load`,
    where: cluster.inForce.text,
    fix: `apply them first (${apply}), or wait until your GitOps tool has, then verify again`,
  });
};
