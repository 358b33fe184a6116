import type { Phase } from './load.ts';

/** The highest planned rate of some phases, in requests per second; 0 of none. */
export const plannedPeakOf = (phases: readonly Phase[]): number =>
  phases
    .flatMap(({ pieces }) => pieces)
    .reduce((most, piece) => Math.max(most, piece.fromRatePerSecond, piece.toRatePerSecond), 0);
