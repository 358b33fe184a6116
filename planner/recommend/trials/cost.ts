/** What an hour costs, in any currency: of a replica, or of a node that holds so many. */
export type Price =
  | { readonly perReplicaHour: number }
  | { readonly perNodeHour: number; readonly podsPerNode: number };

/** A part of the traffic mix: its share of the time, and the replicas that it holds on average. */
type Occupied = { readonly share: number; readonly meanReplicas: number };

/**
 * Replica-hours per hour of the traffic mix.
 *
 * @param parts whose shares add up to 1
 * @example mixedReplicas([{ share: 0.25, meanReplicas: 20 }, { share: 0.75, meanReplicas: 4 }]) // 8
 */
export const mixedReplicas = (parts: readonly Occupied[]): number =>
  parts.reduce((sum, { share, meanReplicas }) => sum + share * meanReplicas, 0);

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
