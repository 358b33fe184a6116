import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPastRuns } from '../../../planner/simulate/past-runs.ts';
import { createWorkspace, replicate, replicateOnce } from '../../../planner/simulate/replicate.ts';
import { retriesSchema } from '../../../runs/schema/load/retries.ts';
import { type Model, parseModel } from '../../../runs/schema/model/model.ts';
import { anyModel } from './any-model.ts';

const worlds = 200;

const whole = (model: Model) =>
  [...replicate([model], 0, { workspace: createWorkspace(), takesSamples: false })][0]!;

const unlessFailing = (model: Model, errorShareMax: number) =>
  replicateOnce(model, 0, {
    workspace: createWorkspace(),
    pastRuns: createPastRuns(),
    countsWaits: true,
    errorShareMax,
  });

const failedShareOf = ({ tally: { requests, rejected, timedOut } }: ReturnType<typeof whole>) =>
  (rejected + timedOut) / requests;

it('ends a run only where more of its requests fail than may, and gives any other as it is', () => {
  const shares = fc.constantFrom(0, 0.01, 0.1, 0.5, 0.9);
  fc.assert(
    fc.property(anyModel, shares, (input, errorShareMax) => {
      const model = parseModel(input);
      const result = unlessFailing(model, errorShareMax);
      const all = whole(model);
      if (result === null) expect(failedShareOf(all)).toBeGreaterThan(errorShareMax);
      else expect(result).toEqual(all);
    }),
    { numRuns: worlds },
  );
});

const overloaded = parseModel({
  schemaVersion: 1,
  durationSeconds: 100,
  arrivals: { kind: 'poisson', ratePerSecond: [{ atSecond: 0, rate: 40 }] },
  service: { kind: 'exponential', meanMs: 100 },
  replica: { startupLag: { kind: 'constant', meanMs: 5000 } },
  router: { queueWaitLimitMs: 100 },
  policy: { kind: 'azureml-v2', minReplicas: 2, maxReplicas: 2 },
});

it('ends a run that fails, whether requests wait in one queue or at replicas', () => {
  for (const balancing of ['central', 'random'] as const) {
    const model = { ...overloaded, router: { ...overloaded.router, balancing } };
    const failed = failedShareOf(whole(model));
    expect(failed).toBeGreaterThan(0.2);
    expect(unlessFailing(model, 0.2)).toBeNull();
    expect(unlessFailing(model, failed)).toEqual(whole(model));
  }
});

it('goes on to the end where failures do not count, or not for good', () => {
  const warmed = { ...overloaded, warmupSeconds: 50 };
  const retried = { ...overloaded, retries: retriesSchema.parse({ countMax: 5 }) };
  for (const model of [warmed, retried]) expect(unlessFailing(model, 0)).toEqual(whole(model));
});
