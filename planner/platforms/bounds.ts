import { platformOfRule } from './index.ts';
import type { RuleName } from './platform.ts';

/** The part of a rule's settings that bounds its replicas. */
type Bounded =
  | { readonly kind: 'fixed'; readonly replicas: number }
  | {
      readonly kind: Exclude<RuleName, 'fixed'>;
      readonly minReplicas: number;
      readonly maxReplicas: number;
    };

/**
 * The fewest replicas that a rule may ask for.
 *
 * @example minimumOf({ kind: 'fixed', replicas: 3 }) // 3
 */
export const minimumOf = (settings: Bounded): number =>
  settings.kind === 'fixed' ? settings.replicas : settings.minReplicas;

/**
 * The most replicas that a rule may ask for; null: no limit, which some platforms spell as 0.
 *
 * @example maximumOf({ kind: 'fixed', replicas: 3 }) // 3
 */
export const maximumOf = (settings: Bounded): number | null => {
  if (settings.kind === 'fixed') return settings.replicas;
  const { kind, maxReplicas } = settings;
  return maxReplicas === 0 && platformOfRule(kind)?.bounds?.value.zeroIsNoMaximum ? null : maxReplicas;
};
