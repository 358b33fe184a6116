import { parentPort } from 'node:worker_threads';
import { createWorkspace, replicate } from '../../planner/simulate/replicate.ts';
import type { Model } from '../../runs/schema/model/model.ts';

/** What a worker thread is asked to do. It answers with one replication for each candidate, in their order. */
export type SimulationTask = {
  readonly candidates: readonly Model[];
  readonly replication: number;
  readonly takesSamples: boolean;
};

const workspace = createWorkspace();

parentPort?.on('message', ({ candidates, replication, takesSamples }: SimulationTask) => {
  for (const result of replicate(candidates, replication, { workspace, takesSamples })) {
    parentPort?.postMessage(result, [result.waits.counts.buffer, result.latencies.counts.buffer]);
  }
});
