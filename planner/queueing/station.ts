/**
 * What every queueing formula is about: requests that arrive at random (Poisson) at a station of equal servers.
 * A server is one slot: replicas x slots per replica of them. Any unit of time will do if all share it; the names
 * say seconds.
 */
export type Station = {
  /** > 0 */
  readonly ratePerSecond: number;
  /** Mean service time; exponential unless a formula says otherwise. */
  readonly serviceSeconds: number;
  readonly servers: number;
};

/**
 * Offered load in Erlangs: the mean number of busy servers if there were infinitely many.
 *
 * @example offeredLoadOf({ ratePerSecond: 20, serviceSeconds: 10 }) // 200
 */
export const offeredLoadOf = ({
  ratePerSecond,
  serviceSeconds,
}: Pick<Station, 'ratePerSecond' | 'serviceSeconds'>): number => ratePerSecond * serviceSeconds;
