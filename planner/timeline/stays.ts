/** Where requests that arrived in one second stayed, in a slot or in the queue: how many, and their means. */
export type Stay = {
  readonly count: number;
  /** From arrival to the end of the stay. */
  readonly untilSeconds: number;
  readonly lengthSeconds: number;
};

/** Nobody stayed. */
export const noStay: Stay = { count: 0, untilSeconds: 0, lengthSeconds: 0 };

/** Arrivals inside a second are taken as this many, evenly spaced. */
const arrivalsPerSecond = 10;

/**
 * How many stayed, mean over each second, rebuilt from what the client saw. A request that took L with S of it inside
 * run() held its slot during the last S of that time, so its stay is laid on [arrival + L - S, arrival + L]. The total
 * is exact (the sum of all stays); where it stands is good to the spread of L within a second.
 *
 * @param stays entry i: requests that arrived in second i
 * @returns mean over each second; what is after the last second is cut
 */
export const staysBySecond = (stays: readonly Stay[]): number[] => {
  const held = new Array<number>(stays.length).fill(0);
  stays.forEach(({ count, untilSeconds, lengthSeconds }, second) => {
    if (count === 0) return;
    const weight = count / arrivalsPerSecond;
    for (let k = 0; k < arrivalsPerSecond; k++) {
      const end = second + (k + 0.5) / arrivalsPerSecond + untilSeconds;
      const start = Math.max(0, end - lengthSeconds);
      for (let at = Math.floor(start); at < Math.min(end, held.length); at++) {
        held[at]! += weight * (Math.min(end, at + 1) - Math.max(start, at));
      }
    }
  });
  return held;
};
