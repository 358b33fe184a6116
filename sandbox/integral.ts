/** The time integral of a value that changes in steps: value x milliseconds since it was made. */
export type Integral = {
  /** The value from now on. */
  readonly set: (value: number, nowMs: number) => void;
  readonly valueMs: (nowMs: number) => number;
};

/**
 * Like the CPU counter of a container: it only grows, and each reader takes the mean over its own interval from
 * two readings, so that several may read at different times.
 */
export const createIntegral = (startMs: number): Integral => {
  let value = 0;
  let sinceMs = startMs;
  let settledMs = 0;
  const valueMs = (nowMs: number): number => settledMs + value * (nowMs - sinceMs);
  return {
    set: (next, nowMs) => {
      settledMs = valueMs(nowMs);
      sinceMs = nowMs;
      value = next;
    },
    valueMs,
  };
};
