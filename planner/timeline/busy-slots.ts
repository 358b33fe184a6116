/** Requests that arrived in one second and were served: how many, and their means in seconds. */
export type Served = {
  readonly count: number;
  readonly latencySeconds: number;
  readonly serviceSeconds: number;
};

/** Arrivals inside a second are taken as this many, evenly spaced. */
const arrivalsPerSecond = 10;

/**
 * Mean busy slots per second, rebuilt from what the client saw. A request that took L with S of it inside run()
 * held its slot during the last S of that time, so its work is laid on [arrival + L - S, arrival + L]. The total
 * work is exact (the sum of all service times); where it stands is good to the spread of L within a second.
 *
 * @param served entry i: requests that arrived in second i
 * @returns busy slots, mean over each second; work after the last second is cut
 */
export const busySlotsBySecond = (served: readonly Served[]): number[] => {
  const busy = new Array<number>(served.length).fill(0);
  served.forEach(({ count, latencySeconds, serviceSeconds }, second) => {
    if (count === 0) return;
    const weight = count / arrivalsPerSecond;
    for (let k = 0; k < arrivalsPerSecond; k++) {
      const end = second + (k + 0.5) / arrivalsPerSecond + latencySeconds;
      const start = Math.max(0, end - serviceSeconds);
      for (let at = Math.floor(start); at < Math.min(end, busy.length); at++) {
        busy[at]! += weight * (Math.min(end, at + 1) - Math.max(start, at));
      }
    }
  });
  return busy;
};
