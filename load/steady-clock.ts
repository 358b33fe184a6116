/**
 * A clock for one load: the system's when it is made, and from then on steady, in whole ms since the epoch. The generator counts
 * its seconds in the same way, so a clock that is set meanwhile parts no replicas from the requests that they served.
 */
export const steadyClock = (): (() => number) => {
  const zeroMs = Date.now() - performance.now();
  return () => Math.round(zeroMs + performance.now());
};
