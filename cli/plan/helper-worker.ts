import { workerData } from 'node:worker_threads';
import { jobsOf, runsToReplay } from '../../planner/calibrate/replay-jobs.ts';
import { createMeans, type Lab, openLab } from '../../planner/recommend/trials/lab.ts';
import { scorePiece } from '../../planner/recommend/trials/runs.ts';
import type { PartScore } from '../../planner/recommend/trials/trial.ts';
import type { Jobs } from '../../planner/simulate/shared-work.ts';
import type { Recorded } from '../../planner/timeline/recording.ts';
import { type HelperData, type HelperTask, numbersPerPiece, type PiecesTask, signals } from './helper.ts';

const { signal, port } = workerData as HelperData;

const labs = new Map<number, Lab>();

/** One after the other they use the same memory, as the labs of a plan are many. */
const means = createMeans();

/** Of a calibration; let go when the plan begins. */
let runs: readonly Recorded[] = [];

const scoreAt = ({ candidates, pieces }: PiecesTask, piece: number): PartScore => {
  const first = numbersPerPiece * piece;
  const [number, draw, part, place] = pieces.subarray(first, first + numbersPerPiece);
  const lab = labs.get(number!);
  if (lab === undefined) throw new Error(`lab ${number} was never opened`);
  return scorePiece({ lab, draw: draw!, part: part!, candidate: candidates[place!]! });
};

const jobsOfTask = (task: HelperTask): Jobs<unknown> => {
  if ('replays' in task) {
    if (task.recordings !== null) runs = runsToReplay(task.recordings);
    return jobsOf(runs, task.replays, means.workspace);
  }
  runs = [];
  for (const { lab, options } of task.newLabs) labs.set(lab, openLab(options, means));
  return {
    count: task.pieces.length / numbersPerPiece,
    doOne: (place) => scoreAt(task, place),
  };
};

port.on('message', (task: HelperTask) => {
  const { count, doOne } = jobsOfTask(task);
  const results: unknown[] = [];
  while (Atomics.add(signal, signals.taken, 1) < count) results.push(doOne(count - 1 - results.length));
  port.postMessage(results);
  Atomics.add(signal, signals.answers, 1);
  Atomics.notify(signal, signals.answers);
});
Atomics.store(signal, signals.awake, 1);
Atomics.notify(signal, signals.awake);
