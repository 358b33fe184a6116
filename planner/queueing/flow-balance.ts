/**
 * Share of requests that must have been lost before service, by the balance of flow: what the slots worked on,
 * against what was offered (Little's law on the slots). A gate for recorded data. Where the 503s and queue timeouts
 * that were counted differ from it, something is wrong: clocks, missing replicas, the service time, or slots that
 * requests still hold after their timeout.
 *
 * @example lostShareByFlow({ meanBusySlots: 9, ratePerSecond: 10, serviceSeconds: 1 }) // 0.1
 */
export const lostShareByFlow = (measured: {
  readonly meanBusySlots: number;
  readonly ratePerSecond: number;
  readonly serviceSeconds: number;
}): number => 1 - measured.meanBusySlots / (measured.ratePerSecond * measured.serviceSeconds);
