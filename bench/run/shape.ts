/** What every generator is asked to fire, and what firing it cost. */

/** At a fixed rate, evenly spaced, whatever the answers do. */
export type OpenShape = {
  readonly kind: 'open';
  readonly ratePerSecond: number;
  readonly seconds: number;
  /** Requests in flight at once, where answers take long: bare k6 must be told how many users it needs. */
  readonly inFlight?: number;
};

/** As fast as this many requests in flight go. */
export type SaturatedShape = {
  readonly kind: 'saturated';
  readonly inFlight: number;
  readonly seconds: number;
};

/** One load of the benchmark. */
export type Shape = OpenShape | SaturatedShape;

/** What one run cost. */
export type Cost = {
  /** Counted by the target. */
  readonly requests: number;
  /** CPU of the generator's process, its start included. */
  readonly cpuSeconds: number;
  readonly memoryBytesMax: number;
  /** Headroom only: CPU of the tool while the load ran. */
  readonly toolCpuSeconds?: number;
};

/** A load generator: fires one shape at a target that was just reset. */
export type Generator = {
  readonly name: string;
  readonly fire: (shape: Shape, url: string) => Promise<Omit<Cost, 'requests'>>;
};

/** The body of every request. */
export const body = JSON.stringify({ data: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]] });

/** More than any machine of this benchmark fires: the plan of a saturated load. */
export const beyondAnyRatePerSecond = 100_000;
