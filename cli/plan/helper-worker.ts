import { receiveMessageOnPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../errors/headroom-error.ts';
import { jobsOf, runsToReplay } from '../../planner/calibrate/replay-jobs.ts';
import { createPlanState } from '../../planner/recommend/trials/lab.ts';
import type { Jobs } from '../../planner/simulate/shared-work.ts';
import type { Recorded } from '../../planner/timeline/recording.ts';
import { type HelperAnswer, type HelperData, type HelperTask, signals } from './helper.ts';
import { createPiecesReader } from './pieces-task.ts';

const { signal, port } = workerData as HelperData;

/** One after the other they use the same memory, as the labs of a plan are many. */
const state = createPlanState();
const readPieces = createPiecesReader(state);

/** Of a calibration; let go when the plan begins. */
let runs: readonly Recorded[] = [];

const doOneOf = (work: HelperTask['work']): Jobs<unknown>['doOne'] => {
  if ('replays' in work) {
    if (work.recordings !== null) runs = runsToReplay(work.recordings);
    return jobsOf(runs, work.replays, state.workspace).doOne;
  }
  runs = [];
  return readPieces(work);
};

/** A list of which jobs may be left, the next of them the last one that this thread has not taken. */
type List = Pick<HelperTask, 'list' | 'count' | 'isAwaited'> & {
  readonly doOne: Jobs<unknown>['doOne'];
  next: number;
};

/** In the order in which they came. */
const lists = new Set<List>();

const add = ({ work, ...task }: HelperTask): void => {
  lists.add({ ...task, doOne: doOneOf(work), next: task.count - 1 });
};

/** Also while there are others to do: what is awaited may come at any time. */
const addAllThatCame = (): void => {
  for (;;) {
    const received = receiveMessageOnPort(port) as { readonly message: HelperTask } | undefined;
    if (received === undefined) return;
    add(received.message);
  }
};

const answer = (message: HelperAnswer): void => {
  port.postMessage(message);
  Atomics.add(signal, signals.answers, 1);
  Atomics.notify(signal, signals.answers);
};

/** Does one job of a list; nothing where all are taken. */
const doNextOf = (list: List): void => {
  if (Atomics.add(signal, signals.taken + list.list, 1) >= list.count) lists.delete(list);
  else answer({ list: list.list, result: list.doOne(list.next--) });
};

const workOff = (): void => {
  while (lists.size > 0) {
    addAllThatCame();
    const [oldest, ...others] = lists;
    doNextOf([oldest!, ...others].find(({ isAwaited }) => isAwaited) ?? oldest!);
  }
};

port.on('message', (task: HelperTask) => {
  try {
    add(task);
    workOff();
  } catch (error) {
    // Whoever asked does the work, and meets the same fault where it is one of the work. Nothing holds this thread any more.
    answer({ failed: messageOf(error) });
    port.close();
  }
});
Atomics.store(signal, signals.awake, 1);
Atomics.notify(signal, signals.awake);
