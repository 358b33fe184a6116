import type { Candidate } from '../../planner/recommend/trials/candidates.ts';
import {
  type Lab,
  type LabOptions,
  openLab,
  type Piece,
  type PlanState,
} from '../../planner/recommend/trials/lab.ts';
import { scorePiece } from '../../planner/recommend/trials/runs.ts';
import type { PieceScore } from '../../planner/recommend/trials/trial.ts';
import type { Calibration } from '../../runs/schema/calibration.ts';

/** A lab that the helper has not seen before, with the number of its calibration. */
type NewLab = {
  readonly options: Omit<LabOptions, 'helper' | 'calibration'>;
  readonly calibration: number;
};

/** Numbers that a piece of a task has: those of its lab, draw, part, and place among the candidates; 1 if only its verdict is asked. */
const numbersPerPiece = 5;

/** Pieces of a plan, to be sent to another thread. Labs and calibrations have the numbers in which they came, from 0 on. */
export type PiecesTask = {
  readonly newCalibrations: readonly Calibration[];
  readonly newLabs: readonly NewLab[];
  readonly candidates: readonly Candidate[];
  readonly pieces: Int32Array;
};

/** Numbers things in the order in which they are first seen. */
const createNumbers = <Thing extends object>(): ((thing: Thing, whenNew: () => void) => number) => {
  const numbers = new Map<Thing, number>();
  return (thing, whenNew) => {
    const known = numbers.get(thing);
    if (known !== undefined) return known;
    const number = numbers.size;
    numbers.set(thing, number);
    whenNew();
    return number;
  };
};

/** Writes pieces down: a lab and a calibration are sent once, as a plan has many labs of one calibration. */
export const createPiecesWriter = (): ((pieces: readonly Piece[]) => PiecesTask) => {
  const numberOfCalibration = createNumbers<Calibration>();
  const numberOfLab = createNumbers<LabOptions>();
  return (pieces) => {
    const newCalibrations: Calibration[] = [];
    const newLabs: NewLab[] = [];
    const write = (options: LabOptions): void => {
      const { helper: _, calibration, ...others } = options;
      const number = numberOfCalibration(calibration, () => newCalibrations.push(calibration));
      newLabs.push({ options: others, calibration: number });
    };
    const candidates = [...new Set(pieces.map(({ candidate }) => candidate))];
    const places = new Map(candidates.map((candidate, place) => [candidate, place]));
    const numbers = pieces.flatMap(({ lab: { options }, draw, part, candidate, onlyVerdict }) => [
      numberOfLab(options, () => write(options)),
      draw,
      part,
      places.get(candidate)!,
      Number(onlyVerdict),
    ]);
    return { newCalibrations, newLabs, candidates, pieces: Int32Array.from(numbers) };
  };
};

/** Reads the tasks of one writer, in the order in which they were written: what scores a piece, by its place in the task. */
export const createPiecesReader = (
  state: PlanState,
): ((task: PiecesTask) => (place: number) => PieceScore) => {
  const calibrations: Calibration[] = [];
  const labs: Lab[] = [];
  return ({ newCalibrations, newLabs, candidates, pieces }) => {
    calibrations.push(...newCalibrations);
    for (const { options, calibration } of newLabs)
      labs.push(openLab({ ...options, calibration: calibrations[calibration]! }, state));
    return (place) => {
      const first = numbersPerPiece * place;
      const [lab, draw, part, candidate, onlyVerdict] = pieces.subarray(first, first + numbersPerPiece);
      return scorePiece({
        lab: labs[lab!]!,
        draw: draw!,
        part: part!,
        candidate: candidates[candidate!]!,
        onlyVerdict: onlyVerdict === 1,
      });
    };
  };
};
