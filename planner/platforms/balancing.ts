/**
 * Where requests wait, and which replica a request is sent to.
 *
 * - `central`: in one queue in front of all replicas, which gives each request to the first free slot
 * - the others: at a replica, to which a request is sent as soon as it comes
 * - `random`: to one by chance; `roundRobin`: to each in turn
 * - `leastOfTwo`, `leastOfAll`: to the one with the fewest requests, of two random ones or of all
 */
export const balancings = ['central', 'random', 'roundRobin', 'leastOfTwo', 'leastOfAll'] as const;

/** Whether a replica is picked for each request, or for each connection that a client opens and keeps. */
export const balancedPers = ['request', 'connection'] as const;

/** One way in which requests may find their replica. */
export type BalancingReading = {
  readonly balancing: (typeof balancings)[number];
  readonly balancedPer: (typeof balancedPers)[number];
};

/** One queue in front of all replicas. */
export const centralQueue = {
  balancing: 'central',
  balancedPer: 'request',
} as const satisfies BalancingReading;

/** What a proxy that sees every request may do, its own queue with a limit for each replica included. */
export const requestBalancings = [
  centralQueue,
  { balancing: 'random', balancedPer: 'request' },
  { balancing: 'roundRobin', balancedPer: 'request' },
  { balancing: 'leastOfTwo', balancedPer: 'request' },
  { balancing: 'leastOfAll', balancedPer: 'request' },
] as const satisfies readonly BalancingReading[];

/** What else a Service does: it sees connections only. */
export const connectionBalancings = [
  { balancing: 'random', balancedPer: 'connection' },
] as const satisfies readonly BalancingReading[];
