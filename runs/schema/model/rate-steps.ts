/** A rate that holds from `atSecond` until the next step. */
export type RateStep = { readonly atSecond: number; readonly rate: number };

/** A stretch of constant rate. */
export type RatePiece = {
  readonly startSecond: number;
  readonly endSecond: number;
  readonly ratePerSecond: number;
};

/**
 * The stretches of a stepwise rate that lie in [0, durationSeconds), in order of time.
 *
 * @example ratePieces([{ atSecond: 0, rate: 20 }, { atSecond: 60, rate: 60 }], 90)[1]
 *   // { startSecond: 60, endSecond: 90, ratePerSecond: 60 }
 */
export const ratePieces = (steps: readonly RateStep[], durationSeconds: number): RatePiece[] =>
  steps
    .map(({ atSecond, rate }, i) => ({
      startSecond: atSecond,
      endSecond: Math.min(durationSeconds, steps[i + 1]?.atSecond ?? durationSeconds),
      ratePerSecond: rate,
    }))
    .filter(({ startSecond, endSecond }) => startSecond < endSecond);
