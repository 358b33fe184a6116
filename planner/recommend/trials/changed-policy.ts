import type { PolicySettings } from '../../../runs/schema/policy.ts';
import { candidateOf, policyOf } from './candidates.ts';

/** Settings that a what-if question changes, in the policy's own units; what is absent stays as it is. */
type SettingsChange = {
  readonly target?: number | undefined;
  readonly minReplicas?: number | undefined;
  readonly maxReplicas?: number | undefined;
};

/**
 * The policy with some of its settings changed, and everything else as it was. Bounds are not put in order: a model
 * file with a minimum above its maximum is refused where it is read.
 *
 * @param policy any rule but a fixed number, which has none of these settings
 */
export const changedPolicy = (
  policy: Exclude<PolicySettings, { kind: 'fixed' }>,
  { target, minReplicas, maxReplicas }: SettingsChange,
): PolicySettings => {
  const { unlimited: _, ...now } = candidateOf(policy, policy.maxReplicas);
  return policyOf(policy, {
    ...now,
    target: target ?? now.target,
    minReplicas: minReplicas ?? policy.minReplicas,
    maxReplicas: maxReplicas ?? policy.maxReplicas,
  });
};
