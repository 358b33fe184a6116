import { nameOf } from './candidates.ts';
import type { Piece, PlanState } from './lab.ts';
import type { PartScore } from './trial.ts';

/** Of a calibration, by reference, or of a load, by what it is: names of scores stay short. */
const numberOf = ({ numbers }: PlanState, key: unknown): number => {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
};

/** How requests come: of one load and one draw it is all that may differ. */
const arrivalsName = ({ lab, draw, part }: Piece): string => {
  const { arrivals } = lab.worlds[draw]!.models[part]!;
  return arrivals.kind === 'poisson' ? `${arrivals.dispersion}` : arrivals.kind;
};

/**
 * One name for all pieces of a plan that have the same score. What is the same in all labs of a plan has no place in it: the
 * seed, the SLO, the settings in use and how clients try again.
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

/** Keeps the score of a piece. */
export const keepScore = (piece: Piece, score: PartScore): void => {
  piece.lab.state.scores.set(nameOfPiece(piece), score);
};
