import type { Phase } from '../../runs/schema/load.ts';

/**
 * Planned arrivals between the start of the load and `atSeconds`: the area under the load profile.
 *
 * @param phases in order of time, without gaps
 * @param atSeconds offset from the first planned arrival; beyond the end gives the total
 */
export const plannedArrivalsUntil = (phases: readonly Phase[], atSeconds: number): number => {
  let area = 0;
  for (const phase of phases) {
    let start = phase.startSeconds;
    for (const { durationSeconds, fromRatePerSecond, toRatePerSecond } of phase.pieces) {
      const elapsed = Math.min(durationSeconds, Math.max(0, atSeconds - start));
      const rateThen =
        fromRatePerSecond + ((toRatePerSecond - fromRatePerSecond) * elapsed) / durationSeconds;
      area += ((fromRatePerSecond + rateThen) / 2) * elapsed;
      start += durationSeconds;
    }
  }
  return area;
};

/** Planned arrivals of one phase. */
export const plannedArrivalsOf = (phase: Phase): number =>
  phase.pieces.reduce(
    (sum, { durationSeconds, fromRatePerSecond, toRatePerSecond }) =>
      sum + ((fromRatePerSecond + toRatePerSecond) / 2) * durationSeconds,
    0,
  );

/** The highest rate that the profile reaches, arrivals per second. */
export const peakRateOf = (phases: readonly Phase[]): number =>
  phases
    .flatMap((phase) => phase.pieces)
    .reduce((peak, piece) => Math.max(peak, piece.fromRatePerSecond, piece.toRatePerSecond), 0);

/** Seconds from the first planned arrival to the end of the last phase. */
export const plannedSecondsOf = (phases: readonly Phase[]): number =>
  phases.reduce((end, phase) => Math.max(end, phase.startSeconds + phase.durationSeconds), 0);
