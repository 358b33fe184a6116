import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Assessed, Refused } from './assess.ts';
import type { Conditions } from './traffic.ts';

export type Answer = Assessed | Refused;

export type AssessAllOptions = {
  readonly seed: number;
  readonly services: number;
  readonly conditions: Conditions;
  readonly onAnswer: (answer: Answer, done: number) => void;
};

/** Assesses random services on all cores; answers in order of the services, whichever came first. */
export const assessAll = async (options: AssessAllOptions): Promise<Answer[]> => {
  const { seed, services, conditions, onAnswer } = options;
  const answers: Answer[] = [];
  let [next, done] = [0, 0];
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(join(import.meta.dirname, 'worker.ts'), { workerData: { seed, conditions } });
      let index = -1;
      const take = (): void => {
        index = next++;
        if (index < services) worker.postMessage(index);
        else void worker.terminate().then(() => resolve());
      };
      worker.on('message', (answer: Answer) => {
        answers[index] = answer;
        onAnswer(answer, ++done);
        take();
      });
      worker.on('error', reject);
      take();
    });
  await Promise.all(Array.from({ length: Math.min(services, availableParallelism()) }, work));
  return answers;
};
