import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Assessed, Refused } from './assess.ts';
import type { BenchConditions } from './traffic.ts';

export type Answer = Assessed | Refused;

export type AssessAllOptions = {
  readonly seed: number;
  /** Which services are assessed, by their index. */
  readonly indices: readonly number[];
  readonly conditions: BenchConditions;
  /** Answers that are known already, by index of the service. */
  readonly known: ReadonlyMap<number, Answer>;
  /** Awaited before the next service is begun. */
  readonly onAnswer: (answer: Answer, index: number) => Promise<void>;
};

/** Assesses random services on all cores; answers in order of the services, whichever came first. */
export const assessAll = async (options: AssessAllOptions): Promise<Answer[]> => {
  const { seed, indices, conditions, known, onAnswer } = options;
  const answers = new Map(known);
  const open = indices.filter((index) => !known.has(index));
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(join(import.meta.dirname, 'worker.ts'), { workerData: { seed, conditions } });
      let index = -1;
      const take = (): void => {
        index = open.shift() ?? -1;
        if (index >= 0) worker.postMessage(index);
        else void worker.terminate().then(() => resolve());
      };
      worker.on('message', (answer: Answer) => {
        answers.set(index, answer);
        onAnswer(answer, index).then(take, reject);
      });
      worker.on('error', reject);
      take();
    });
  await Promise.all(Array.from({ length: Math.min(open.length, availableParallelism()) }, work));
  return indices.map((index) => answers.get(index)!);
};
