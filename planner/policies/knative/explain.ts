import type { KnativeSettings } from '../../../runs/schema/policy.ts';
import type { DecisionReason, Proposal } from '../hpa/decision.ts';
import type { Step } from '../policy.ts';
import { roundUp } from '../replicas.ts';
import { effectiveTarget, type Panic } from './decide.ts';

type Means = {
  readonly readyReplicas: number;
  readonly stableMean: number;
  readonly panicMean: number;
};

/** What each window asks for, before the limits on speed; together the larger one, if the panic window is over its threshold. */
export const proposalsOf = (
  { readyReplicas, stableMean, panicMean }: Means,
  settings: KnativeSettings,
): { readonly proposals: readonly Proposal[]; readonly recommendation: number } => {
  const target = effectiveTarget(settings);
  const ready = Math.max(1, readyReplicas);
  const proposalOf = (window: string, mean: number): Proposal & { readonly replicas: number } => ({
    metric: `${settings.metric}, ${window} window`,
    replicas: roundUp(mean / target),
    ratio: mean / (target * ready),
    reason: 'AsProposed',
  });
  const [stable, panic] = [proposalOf('stable', stableMean), proposalOf('panic', panicMean)];
  const isOver = panic.replicas / ready >= settings.panicThreshold;
  const recommendation = isOver ? Math.max(stable.replicas, panic.replicas) : stable.replicas;
  return { proposals: [stable, panic], recommendation };
};

/** What keeps more replicas than the metric asks for: panic mode or the scale-down delay, else the limit on going down. */
export const heldReason = (
  { state, desiredReplicas }: Step<Panic | undefined>,
  readyReplicas: number,
  { maxScaleDownRate }: KnativeSettings,
): DecisionReason => {
  const slowest = Math.floor(Math.max(1, readyReplicas) / maxScaleDownRate);
  return state === undefined && desiredReplicas === slowest ? 'PolicyLimited' : 'Stabilized';
};
