import type { Phase, Piece } from '../runs/schema/load/load.ts';

/** A phase before its place in time is known. */
type PhaseOutline = Omit<Phase, 'startSeconds' | 'durationSeconds'>;

/** A constant rate. */
export const hold = (ratePerSecond: number, durationSeconds: number): Piece => ({
  durationSeconds,
  fromRatePerSecond: ratePerSecond,
  toRatePerSecond: ratePerSecond,
});

/** A rate that goes in a straight line. */
export const slope = (
  fromRatePerSecond: number,
  toRatePerSecond: number,
  durationSeconds: number,
): Piece => ({
  durationSeconds,
  fromRatePerSecond,
  toRatePerSecond,
});

/** Phases one after the other, the first at second 0. */
export const inOrder = (outlines: readonly PhaseOutline[]): Phase[] => {
  let startSeconds = 0;
  return outlines.map((outline) => {
    const durationSeconds = outline.pieces.reduce((sum, piece) => sum + piece.durationSeconds, 0);
    const phase = { ...outline, startSeconds, durationSeconds };
    startSeconds += durationSeconds;
    return phase;
  });
};
