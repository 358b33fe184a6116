/** Assesses one service after the other, each asked for by its index; the answer is plain data. */
import { parentPort, workerData } from 'node:worker_threads';
import { assess } from './assess.ts';
import { randomService } from './service.ts';
import type { Conditions } from './traffic.ts';

const { seed, conditions } = workerData as { readonly seed: number; readonly conditions: Conditions };

parentPort!.on('message', (index: number) => {
  parentPort!.postMessage(assess(randomService(seed, index), { searchesCheapest: true, ...conditions }));
});
