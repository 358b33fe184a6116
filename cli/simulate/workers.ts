import { on } from 'node:events';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { simulateCandidates } from '../../planner/simulate/simulate.ts';
import { addReplication, createSummary, type Summary } from '../../planner/simulate/summarize.ts';
import type { Replication } from '../../planner/simulate/tally.ts';
import type { Model } from '../../runs/schema/model/model.ts';
import type { SimulationTask } from './worker.ts';

/** .ts in a checkout, .js in the installed package. */
const workerUrl = new URL(`./worker${extname(import.meta.filename)}`, import.meta.url);

/** A thread's garbage is small and short-lived; V8 would otherwise let 30 MB of it pile up in each. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 1024 };

/** Adds the replications of one candidate up in their order, whichever of them is done first. */
type Collector = { readonly summary: Summary; readonly early: Map<number, Replication> };

const collect = ({ summary, early }: Collector, replication: number, result: Replication): void => {
  early.set(replication, result);
  for (let due = early.get(summary.tallies.length); due; due = early.get(summary.tallies.length)) {
    early.delete(summary.tallies.length);
    addReplication(summary, due);
  }
};

/** Neighbouring candidates, which one thread simulates together to make their workload only once. */
const partsOf = <Item>(items: readonly Item[], count: number): Item[][] => {
  const border = (i: number): number => Math.round((i * items.length) / count);
  return Array.from({ length: count }, (_, i) => items.slice(border(i), border(i + 1)));
};

type Task = { readonly collectors: readonly Collector[]; readonly replication: number };

/** Whole replications, unless those are too few to keep all threads busy. */
const tasksOf = (collectors: readonly Collector[], replications: number, workers: number): Task[] => {
  const parts = replications >= workers ? 1 : Math.min(workers, collectors.length);
  return Array.from({ length: replications }, (_, replication) =>
    partsOf(collectors, parts).map((part) => ({ collectors: part, replication })),
  ).flat();
};

/** One thread, busy as long as there are tasks. */
const work = async (tasks: Task[], series: boolean): Promise<void> => {
  const worker = new Worker(workerUrl, { resourceLimits });
  // Keeps answers that come while nobody waits for one, and throws what the thread throws.
  const answers = on(worker, 'message');
  try {
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      const { collectors, replication } = task;
      const candidates = collectors.map(({ summary }) => summary.model);
      worker.postMessage({ candidates, replication, takesSamples: series } satisfies SimulationTask);
      for (const collector of collectors) {
        const [result] = (await answers.next()).value as [Replication];
        collect(collector, replication, result);
      }
    }
  } finally {
    await worker.terminate();
  }
};

/**
 * Like `simulateCandidates`, on several threads: each takes the next task as soon as it has done one. The answer is
 * the same to the last bit whatever their number.
 *
 * @param workers threads; 1 starts none
 */
export const simulateInWorkers = async (
  candidates: readonly Model[],
  { workers, series }: { readonly workers: number; readonly series: boolean },
): Promise<Summary[]> => {
  const collectors = candidates.map((model) => ({ summary: createSummary(model), early: new Map() }));
  const tasks = tasksOf(collectors, candidates[0]?.replications ?? 0, workers);
  const threads = Math.min(workers, tasks.length);
  if (threads <= 1) return simulateCandidates(candidates, { series });
  await Promise.all(Array.from({ length: threads }, () => work(tasks, series)));
  return collectors.map(({ summary }) => summary);
};
