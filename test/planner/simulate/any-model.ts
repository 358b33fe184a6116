import fc from 'fast-check';
import { balancings } from '../../../planner/platforms/balancing.ts';
import type { ModelInput } from '../../../runs/schema/model/model.ts';

const meanMs = fc.integer({ min: 1, max: 5000 });
const scv = fc.constantFrom(0, 0.3, 1, 4);

const distribution = fc.oneof(
  meanMs.map((mean) => ({ kind: 'constant' as const, meanMs: mean })),
  meanMs.map((mean) => ({ kind: 'exponential' as const, meanMs: mean })),
  fc.record({ kind: fc.constant('lognormal' as const), meanMs, scv }),
  fc.record({ kind: fc.constant('gamma' as const), meanMs, scv }),
  fc.constantFrom([0], [5, 9], [1, 2, 400]).map((values) => ({
    kind: 'empirical' as const,
    quantilesMs: [...values],
  })),
);

const limit = fc.constantFrom(null, 0, 100, 2000);

const azureml = {
  minReplicas: fc.integer({ min: 1, max: 3 }),
  maxReplicas: fc.constant(10),
  sampling: fc.constantFrom('instant' as const, 'mean' as const),
};

const policy = fc
  .oneof(
    fc.record({ kind: fc.constant('fixed' as const), replicas: fc.integer({ min: 1, max: 9 }) }),
    fc.record({ kind: fc.constant('azureml-v1' as const), ...azureml }),
    fc.record({ kind: fc.constant('azureml-v2' as const), ...azureml }),
    fc.constant<ModelInput['policy']>({
      kind: 'hpa',
      maxReplicas: 10,
      metrics: [{ targetValue: 0.6 }, { name: 'rps', source: 'requestRate', targetValue: 5 }],
    }),
    fc.constant<ModelInput['policy']>({ kind: 'keda-http', targetValue: 2, windowSeconds: 5 }),
    fc.constant<ModelInput['policy']>({ kind: 'knative', target: 2 }),
  )
  .map((settings): ModelInput['policy'] => settings);

const rates = fc.constantFrom([3, 3], [0, 0], [3, 40]).map(([first, second]) => [
  { atSecond: 0, rate: first! },
  { atSecond: 20, rate: second! },
]);

const arrivals = fc
  .oneof(
    rates.map((ratePerSecond) => ({ kind: 'poisson' as const, ratePerSecond })),
    rates.map((ratePerSecond) => ({ kind: 'even' as const, ratePerSecond })),
    fc
      .array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 })
      .map((perSecond) => ({ kind: 'counts' as const, perSecond })),
    fc.constant<ModelInput['arrivals']>({ kind: 'timestamps', seconds: [3, 3, 1, 39.5] }),
  )
  .map((load): ModelInput['arrivals'] => load);

/** Small models of every kind: each feature on and off, loads from nothing to far too much. */
export const anyModel: fc.Arbitrary<ModelInput> = fc.record({
  schemaVersion: fc.constant(1 as const),
  durationSeconds: fc.constantFrom(40, 40.5, 100),
  warmupSeconds: fc.constantFrom(0, 10, 39.9),
  arrivals,
  service: distribution,
  replica: fc.record({
    slots: fc.integer({ min: 1, max: 4 }),
    startupLag: distribution,
    parallelStartsLimit: fc.constantFrom(null, 1, 3),
    nodeCapacity: fc.constantFrom(null, 1, 5),
  }),
  router: fc
    .record({
      queueWaitLimitMs: limit,
      requestTimeoutMs: limit,
      queueLengthLimit: fc.constantFrom(null, 0, 3),
      onTimeout: fc.constantFrom('release' as const, 'keepWorking' as const),
      noReadyReplica: fc.constantFrom('wait' as const, 'reject' as const),
      instances: fc.integer({ min: 1, max: 3 }),
      balancing: fc.constantFrom(...balancings),
      balancedPer: fc.constantFrom('request' as const, 'connection' as const),
      connectionMaxAgeSeconds: fc.constantFrom(null, 0.1, 5),
    })
    // Over kept connections or not is a question only where requests do not wait in one queue.
    .map((router) =>
      router.balancing === 'central' ? { ...router, balancedPer: 'request' as const } : router,
    ),
  policy,
  seed: fc.integer({ min: -5, max: 1e9 }),
  replications: fc.integer({ min: 1, max: 3 }),
});
