import { nameOf } from './candidates.ts';
import type { Piece, PlanState } from './lab.ts';
import type { PartScore, PieceScore } from './trial.ts';

/** A number for a calibration (by reference) or a load (by value): names of scores stay short. */
const numberOf = ({ numbers }: PlanState, key: unknown): number => {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
};

/** How requests come: all that may differ between pieces of the same load and the same draw. */
const arrivalsName = ({ lab, draw, part }: Piece): string => {
  const { arrivals } = lab.worlds[draw]!.models[part]!;
  return arrivals.kind === 'poisson' ? `${arrivals.dispersion}` : arrivals.kind;
};

/**
 * One name for all pieces of a plan that have the same score. What all labs of a plan share is left out: the seed, the SLO,
 * the settings in use and how clients try again.
 */
const nameOfPiece = (piece: Piece): string => {
  const { lab, draw, part, candidate } = piece;
  const { mix, options, state } = lab;
  const { load, warmupSeconds, startsAtRatePerSecond, seedOffset } = mix[part]!;
  return [
    numberOf(state, options.calibration),
    numberOf(state, JSON.stringify([load, warmupSeconds, startsAtRatePerSecond, seedOffset])),
    options.lagTimes ?? 1,
    draw,
    arrivalsName(piece),
    nameOf(candidate),
  ].join(' ');
};

/** The score of a piece, if it was simulated. */
export const knownScore = (piece: Piece): PartScore | undefined =>
  piece.lab.state.scores.get(nameOfPiece(piece));

/** Whether what is asked of a piece is known. */
export const isKnown = (piece: Piece): boolean =>
  knownScore(piece) !== undefined ||
  (piece.onlyVerdict === true && piece.lab.state.failed.has(nameOfPiece(piece)));

/** Keeps the score of a piece. */
export const keepScore = (piece: Piece, score: PieceScore): void => {
  const { scores, failed } = piece.lab.state;
  if (score === null) failed.add(nameOfPiece(piece));
  else scores.set(nameOfPiece(piece), score);
};
