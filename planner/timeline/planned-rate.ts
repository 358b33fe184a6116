import type { Phase, Piece } from '../../runs/schema/load/load.ts';
import type { RateStep } from '../../runs/schema/model/rate-steps.ts';

/** Planned arrivals in the first `elapsedSeconds` of a piece; before its start 0, beyond its end all. */
const areaOf = (
  { durationSeconds, fromRatePerSecond, toRatePerSecond }: Piece,
  elapsedSeconds: number,
): number => {
  const elapsed = Math.min(durationSeconds, Math.max(0, elapsedSeconds));
  const rateThen = fromRatePerSecond + ((toRatePerSecond - fromRatePerSecond) * elapsed) / durationSeconds;
  return ((fromRatePerSecond + rateThen) / 2) * elapsed;
};

/**
 * Planned arrivals between the start of the load and `atSeconds`: the area under the load profile. O(pieces).
 *
 * @param phases in order of time, without gaps
 * @param atSeconds offset from the first planned arrival; beyond the end gives the total
 */
export const plannedArrivalsUntil = (phases: readonly Phase[], atSeconds: number): number => {
  let area = 0;
  for (const phase of phases) {
    let start = phase.startSeconds;
    for (const piece of phase.pieces) {
      if (start >= atSeconds) return area;
      area += areaOf(piece, atSeconds - start);
      start += piece.durationSeconds;
    }
  }
  return area;
};

/**
 * Planned arrivals of each of the first `seconds` seconds, in one pass over the profile: O(pieces + seconds), as a
 * replayed trace has a piece for every second.
 *
 * @param phases in order of time, without gaps
 */
export const plannedArrivalsBySecond = (phases: readonly Phase[], seconds: number): number[] => {
  const pieces = phases.flatMap((phase) => phase.pieces);
  let [at, pieceStart, areaBefore, areaAtLastBorder] = [0, 0, 0, 0];
  return Array.from({ length: seconds }, (_, second) => {
    const border = second + 1;
    for (
      let piece = pieces[at];
      piece && pieceStart + piece.durationSeconds <= border;
      piece = pieces[++at]
    ) {
      areaBefore += areaOf(piece, piece.durationSeconds);
      pieceStart += piece.durationSeconds;
    }
    const current = pieces[at];
    const area = areaBefore + (current ? areaOf(current, border - pieceStart) : 0);
    const arrivals = area - areaAtLastBorder;
    areaAtLastBorder = area;
    return arrivals;
  });
};

/** Planned arrivals of one phase. */
export const plannedArrivalsOf = (phase: Phase): number =>
  phase.pieces.reduce((sum, piece) => sum + areaOf(piece, piece.durationSeconds), 0);

/**
 * Whole counts whose running sum is never more than half an arrival from the area under the profile.
 *
 * @param arrivalsBySecond planned, with fractions
 * @example roundedCounts([0.4, 0.4, 0.4, 1]) // [0, 1, 0, 1]
 */
export const roundedCounts = (arrivalsBySecond: readonly number[]): number[] => {
  let [area, fired] = [0, 0];
  return arrivalsBySecond.map((arrivals) => {
    area += arrivals;
    const due = Math.round(area) - fired;
    fired += due;
    return due;
  });
};

/** The highest rate that the profile reaches, arrivals per second. */
export const peakRateOf = (phases: readonly Phase[]): number =>
  phases
    .flatMap((phase) => phase.pieces)
    .reduce((peak, piece) => Math.max(peak, piece.fromRatePerSecond, piece.toRatePerSecond), 0);

/** Seconds from the first planned arrival to the end of the last phase. */
export const plannedSecondsOf = (phases: readonly Phase[]): number =>
  phases.reduce((end, phase) => Math.max(end, phase.startSeconds + phase.durationSeconds), 0);

/** A sloping rate in steps of a second: the rate in the middle of each. */
const stepsOfPhase = (phase: Phase): RateStep[] => {
  let atSecond = phase.startSeconds;
  return phase.pieces.flatMap(({ durationSeconds, fromRatePerSecond, toRatePerSecond }) => {
    const start = atSecond;
    atSecond += durationSeconds;
    if (fromRatePerSecond === toRatePerSecond) return [{ atSecond: start, rate: fromRatePerSecond }];
    const perSecond = (toRatePerSecond - fromRatePerSecond) / durationSeconds;
    return Array.from({ length: Math.ceil(durationSeconds) }, (_, i) => ({
      atSecond: start + i,
      rate: fromRatePerSecond + perSecond * Math.min(durationSeconds, i + 0.5),
    }));
  });
};

/** The planned rate as steps, each with its start in seconds; a slope becomes a step for each of its seconds. */
export const plannedRateSteps = (phases: readonly Phase[]): RateStep[] => phases.flatMap(stepsOfPhase);
