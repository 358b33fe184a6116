import type { Stage } from 'k6/options';
import type { Phase, Piece } from '../runs/schema/load.ts';
import { hold } from '../scenarios/lib/phases.ts';

/** k6 takes whole numbers per time unit only; a long unit keeps three decimals of a rate per second. */
export const timeUnitSeconds = 1000;
const perUnit = (ratePerSecond: number): number => Math.round(ratePerSecond * timeUnitSeconds);

/** Rate times this and length divided by it: the same arrivals, all decimals kept, and 23 ms of a second left over. */
const haste = 1.024;

/**
 * A replay's seconds, each with its arrivals a little closer together: one that k6 starts some milliseconds late is
 * still in the second that it was counted in.
 */
export const roomForLateStarts = (pieces: readonly Piece[]): Piece[] =>
  pieces.flatMap((piece) =>
    piece.toRatePerSecond === 0
      ? [piece]
      : Array.from({ length: piece.durationSeconds }, () => [
          hold(piece.toRatePerSecond * haste, 1 / haste),
          hold(0, 1 - 1 / haste),
        ]).flat(),
  );

/**
 * k6 starts the n-th arrival when the area under the rate reaches n: at the end of its share of time, so the last
 * one of a second would fall on the border and be booked in the next. Half an arrival more in the first second moves
 * every arrival to the middle of its share: counts per second are exact, and a total is rounded, not cut.
 */
export const halfAnArrivalAhead = ([first, ...rest]: readonly Piece[]): Piece[] => {
  if (first === undefined) return [];
  const { durationSeconds, fromRatePerSecond, toRatePerSecond } = first;
  const leadSeconds = Math.min(1, durationSeconds);
  const rateThen =
    fromRatePerSecond + ((toRatePerSecond - fromRatePerSecond) * leadSeconds) / durationSeconds;
  const extra = 0.5 / leadSeconds;
  const lead = {
    durationSeconds: leadSeconds,
    fromRatePerSecond: fromRatePerSecond + extra,
    toRatePerSecond: rateThen + extra,
  };
  const restSeconds = durationSeconds - leadSeconds;
  const remainder = { durationSeconds: restSeconds, fromRatePerSecond: rateThen, toRatePerSecond };
  return [lead, ...(restSeconds > 0 ? [remainder] : []), ...rest];
};

/** A piece that does not start where the last one ended is an instant step: a stage of no length. */
export const stagesOf = (pieces: readonly Piece[]): Stage[] => {
  let current = pieces[0]?.fromRatePerSecond ?? 0;
  return pieces.flatMap(({ durationSeconds, fromRatePerSecond, toRatePerSecond }) => {
    const step =
      fromRatePerSecond === current ? [] : [{ target: perUnit(fromRatePerSecond), duration: '0s' }];
    current = toRatePerSecond;
    return [...step, { target: perUnit(toRatePerSecond), duration: `${durationSeconds}s` }];
  });
};

/** Start rate and stages of k6's `ramping-arrival-rate` for one phase, in arrivals per `timeUnitSeconds`. */
export const rampOf = ({ kind, pieces }: Phase): { readonly startRate: number; readonly stages: Stage[] } => {
  const timed = halfAnArrivalAhead(kind === 'replay' ? roomForLateStarts(pieces) : pieces);
  return { startRate: perUnit(timed[0]?.fromRatePerSecond ?? 0), stages: stagesOf(timed) };
};
