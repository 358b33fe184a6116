import { HeadroomError } from '../../errors/headroom-error.ts';
import { predictedReplicas } from '../../planner/verify/start.ts';
import { formatQuantity } from '../../reports/format.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { Written } from '../apply/apply-settings.ts';
import type { PreparedCluster } from '../run/prepare-cluster.ts';

/** What was done to put the settings into force, and what may be done. */
type Applied = {
  /** What was written just before; undefined: the user has applied them. */
  readonly written: Written | undefined;
  /** The command that puts the settings into force. */
  readonly apply: string;
  /** The command that goes on once they are. */
  readonly verify: string;
};

const fixOf = ({ written, apply, verify }: Applied): string => {
  if (written === undefined)
    return `apply them first (${apply}), or wait until your GitOps tool has, then verify again`;
  if (written.how === 'command')
    return `apply.command ended with 0: look at what it did and correct it, or apply the settings by hand and run ${verify}`;
  const again = `they were written just now, and something else counts or has changed them: find it, then run ${verify}`;
  return written.takenBackBy === null
    ? again
    : `${again}; ${written.takenBackBy} takes back what was written`;
};

/**
 * Whether the autoscaler in the cluster keeps the number of replicas that the prediction begins with: under another minimum
 * they would be waited for in vain. Where no object of the cluster tells its settings, nothing is said.
 *
 * @returns E_VERIFY where it keeps another number; null: nothing speaks against it
 */
export const notInForce = (
  advised: PolicySettings,
  cluster: Pick<PreparedCluster, 'inForce'> | null,
  applied: Applied,
): HeadroomError | null => {
  if (!cluster?.inForce.isLive || cluster.inForce.policy === null) return null;
  const [kept, wanted] = [cluster.inForce.policy, advised].map(predictedReplicas);
  if (kept === wanted) return null;
  return new HeadroomError('E_VERIFY', {
    what: `the advised settings are not in force: the re-run was to begin with ${formatQuantity(wanted!, 'replica')}, and the autoscaler keeps ${kept} without load`,
    where: cluster.inForce.text,
    fix: fixOf(applied),
  });
};
