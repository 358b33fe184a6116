import { expect, it } from 'vitest';
import { createWorkspace, replicate } from '../../../planner/simulate/replicate.ts';
import { parseModel } from '../../../runs/schema/model/model.ts';

/** A spike to so many requests per second, served by enough replicas. */
const modelOf = (peakRate: number) =>
  parseModel({
    schemaVersion: 1,
    durationSeconds: 120,
    arrivals: {
      kind: 'poisson',
      ratePerSecond: [
        { atSecond: 0, rate: peakRate / 5 },
        { atSecond: 30, rate: peakRate },
      ],
    },
    service: { kind: 'exponential', meanMs: 100 },
    replica: { startupLag: { kind: 'constant', meanMs: 5000 } },
    router: { instances: 2 },
    policy: { kind: 'azureml-v2', minReplicas: 20, maxReplicas: 400 },
  });

/** What runs of these models, one after the other, hold at the end, and the requests of the largest of them. */
const heldAfter = (...peakRates: readonly number[]) => {
  const workspace = createWorkspace();
  let requests = 0;
  for (const [run, peakRate] of peakRates.entries()) {
    const [replication] = replicate([modelOf(peakRate)], run, { workspace, takesSamples: false });
    requests = Math.max(requests, replication!.tally.simulatedRequests);
  }
  const { workloads, scratch } = workspace;
  const arrays: readonly ArrayBufferView[] = [...Object.values(workloads), ...Object.values(scratch)];
  const buffers = new Set(arrays.map(({ buffer }) => buffer));
  return { requests, bytes: [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0) };
};

/** Of a request: when it comes, how long it is served and waits, in 8 bytes each, and how it ends, in one. */
const bytesPerRequest = 25;

it('holds few bytes of each request, as two threads hold a million of them in a large plan', () => {
  const { bytes, requests } = heldAfter(2000);
  expect(requests).toBeGreaterThan(180_000);
  expect(bytes).toBeGreaterThanOrEqual(bytesPerRequest * requests);
  expect(bytes).toBeLessThan(1.06 * bytesPerRequest * requests);
});

it('holds no more after many runs than the largest of them asks for', () => {
  const { bytes, requests } = heldAfter(1000, 1500, 500, 2000, 1990, 2000, 300);
  expect(bytes).toBeLessThan(1.06 * bytesPerRequest * requests);
});
