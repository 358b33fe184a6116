/**
 * Share of requests that must have been lost before service, by the balance of flow: what the slots worked on,
 * against what was offered (Little's law on the slots). A gate for recorded data: if the 503s and queue
 * timeouts counted differ from it, clocks are skewed, replicas are missing from the metric, requests that timed
 * out still hold slots, or the service time is wrong.
 *
 * @example lostShareByFlow({ meanBusySlots: 9, ratePerSecond: 10, serviceSeconds: 1 }) // 0.1
 */
export const lostShareByFlow = (measured: {
  readonly meanBusySlots: number;
  readonly ratePerSecond: number;
  readonly serviceSeconds: number;
}): number => 1 - measured.meanBusySlots / (measured.ratePerSecond * measured.serviceSeconds);
