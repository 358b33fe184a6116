import { nameOf } from './candidates.ts';
import type { Piece } from './lab.ts';
import type { PartScore } from './trial.ts';

/**
 * Scores of the pieces that a plan has simulated. Some of its labs put the same worlds through the same load: the peak with
 * the margin is a part of the plan and a peak of the headroom.
 */
export type KnownScores = {
  readonly scores: Map<string, PartScore>;
  /** A number for each calibration, by reference, and for each load, by what it is: names of scores stay short. */
  readonly numbers: Map<unknown, number>;
};

/** Nothing simulated yet. */
export const createKnownScores = (): KnownScores => ({ scores: new Map(), numbers: new Map() });

const numberOf = ({ numbers }: KnownScores, key: unknown): number => {
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

/** One name for all pieces of a plan that have the same score. */
const nameOfPiece = (piece: Piece): string => {
  const { lab, draw, part, candidate } = piece;
  const { mix, options, means } = lab;
  const { load, warmupSeconds, startsAtRatePerSecond, seedOffset } = mix[part]!;
  return [
    numberOf(means.known, options.calibration),
    numberOf(means.known, JSON.stringify([load, warmupSeconds, startsAtRatePerSecond, seedOffset])),
    options.lagTimes ?? 1,
    draw,
    arrivalsName(piece),
    nameOf(candidate),
  ].join(' ');
};

/** The score of a piece, if it was simulated. */
export const knownScore = (piece: Piece): PartScore | undefined =>
  piece.lab.means.known.scores.get(nameOfPiece(piece));

/** Keeps the score of a piece. */
export const keepScore = (piece: Piece, score: PartScore): void => {
  piece.lab.means.known.scores.set(nameOfPiece(piece), score);
};
