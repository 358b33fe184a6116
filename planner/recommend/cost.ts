import type { Price } from './request.ts';

/** Mean replicas under the load, and at its baseline rate for long. */
export type Occupied = { readonly spike: number; readonly baseline: number };

/**
 * Replica-hours per hour of the traffic mix.
 *
 * @param spikeShare share of time under the load
 * @example mixedReplicas({ spike: 20, baseline: 4 }, 0.25) // 8
 */
export const mixedReplicas = ({ spike, baseline }: Occupied, spikeShare: number): number =>
  spikeShare * spike + (1 - spikeShare) * baseline;

/**
 * Price of so many replicas per hour. Nodes are paid for in the same measure as they are filled: the cluster's own
 * autoscaler is taken to remove those that are not.
 *
 * @example pricePerHour(10, { perNodeHour: 2, podsPerNode: 4 }) // 5
 */
export const pricePerHour = (replicas: number, price: Price): number =>
  'perReplicaHour' in price
    ? replicas * price.perReplicaHour
    : (replicas / price.podsPerNode) * price.perNodeHour;
