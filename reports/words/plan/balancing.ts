import type { BalancingReading } from '../../../planner/platforms/balancing.ts';
import { formatShare } from '../../format.ts';

const pickedText: Readonly<Record<Exclude<BalancingReading['balancing'], 'central'>, string>> = {
  random: 'picked at random',
  roundRobin: 'in turn',
  leastOfTwo: 'the one of two with the fewest requests',
  leastOfAll: 'the one with the fewest requests',
};

/**
 * Where requests wait and how each finds its replica, in words.
 *
 * @example balancingText({ balancing: 'random', balancedPer: 'connection' })
 *   // 'at each replica, picked at random for each connection'
 */
export const balancingText = ({ balancing, balancedPer }: BalancingReading): string =>
  balancing === 'central'
    ? 'in one queue in front of all replicas'
    : `at each replica, ${pickedText[balancing]}${balancedPer === 'connection' ? ' for each connection' : ''}`;

/** The ways with their shares of belief, the likeliest first. */
export const balancingShares = (shares: readonly (BalancingReading & { readonly share: number })[]): string =>
  [...shares]
    .sort((a, b) => b.share - a.share)
    .map((one) => `${balancingText(one)}: ${formatShare(one.share)}`)
    .join('; ');
