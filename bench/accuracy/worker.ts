/** Assesses one service after the other, each asked for by its index; the answer is plain data. */
import { parentPort, workerData } from 'node:worker_threads';
import { assess } from './assess.ts';
import { randomService } from './service.ts';
import type { BenchConditions } from './traffic.ts';

const { seed, conditions } = workerData as { readonly seed: number; readonly conditions: BenchConditions };

parentPort!.on('message', (index: number) => {
  const { showsRouterPods, ...planned } = conditions;
  const service = { ...randomService(seed, index), showsRouterPods };
  parentPort!.postMessage(assess(service, { searchesCheapest: true, ...planned }));
});
