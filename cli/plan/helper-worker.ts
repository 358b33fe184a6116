import { workerData } from 'node:worker_threads';
import { createMeans, type Lab, openLab } from '../../planner/recommend/trials/lab.ts';
import { scorePiece } from '../../planner/recommend/trials/runs.ts';
import type { PartScore } from '../../planner/recommend/trials/trial.ts';
import { type HelperData, type HelperTask, numbersPerPiece, signals } from './helper.ts';

const { signal, port } = workerData as HelperData;

const labs = new Map<number, Lab>();

/** One after the other they use the same memory, as the labs of a plan are many. */
const means = createMeans();

const scoreAt = ({ candidates, pieces }: HelperTask, piece: number): PartScore => {
  const first = numbersPerPiece * piece;
  const [number, draw, part, place] = pieces.subarray(first, first + numbersPerPiece);
  const lab = labs.get(number!);
  if (lab === undefined) throw new Error(`lab ${number} was never opened`);
  return scorePiece({ lab, draw: draw!, part: part!, candidate: candidates[place!]! });
};

port.on('message', (task: HelperTask) => {
  for (const { lab, options } of task.newLabs) labs.set(lab, openLab(options, means));
  const count = task.pieces.length / numbersPerPiece;
  const scores: PartScore[] = [];
  while (Atomics.add(signal, signals.taken, 1) < count) scores.push(scoreAt(task, count - 1 - scores.length));
  port.postMessage(scores);
  Atomics.add(signal, signals.answers, 1);
  Atomics.notify(signal, signals.answers);
});
Atomics.store(signal, signals.awake, 1);
Atomics.notify(signal, signals.awake);
