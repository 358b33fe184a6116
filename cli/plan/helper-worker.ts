import { workerData } from 'node:worker_threads';
import { type Lab, openLab, runWorld } from '../../planner/recommend/trials/lab.ts';
import { createWorkspace } from '../../planner/simulate/replicate.ts';
import { type HelperData, type HelperTask, signals } from './helper.ts';

const { signal, port } = workerData as HelperData;

const labs = new Map<number, Lab>();

/** One after the other they use the same memory, as the labs of a plan are many. */
const workspace = createWorkspace();

const labFor = ({ lab, options }: HelperTask): Lab => {
  if (options !== undefined) labs.set(lab, { ...openLab(options), workspace });
  const opened = labs.get(lab);
  if (opened === undefined) throw new Error(`lab ${lab} was never opened`);
  return opened;
};

port.on('message', (task: HelperTask) => {
  port.postMessage(runWorld(labFor(task), task.draw, task.candidates));
  Atomics.add(signal, signals.answers, 1);
  Atomics.notify(signal, signals.answers);
});
Atomics.store(signal, signals.awake, 1);
Atomics.notify(signal, signals.awake);
