import { type Model, type ModelInput, parseModel } from '../../runs/schema/model/model.ts';

/** The model file of the documentation: 20, then 60 requests/s against ten replicas. */
export const modelInput = (changes: Partial<ModelInput> = {}): ModelInput => ({
  schemaVersion: 1,
  durationSeconds: 600,
  arrivals: {
    kind: 'poisson',
    ratePerSecond: [
      { atSecond: 0, rate: 20 },
      { atSecond: 60, rate: 60 },
    ],
  },
  service: { kind: 'exponential', meanMs: 100 },
  replica: { slots: 1, startupLag: { kind: 'constant', meanMs: 20_000 } },
  router: {
    queueWaitLimitMs: 500,
    queueLengthLimit: null,
    requestTimeoutMs: 60_000,
    onTimeout: 'release',
  },
  policy: { kind: 'fixed', replicas: 10 },
  warmupSeconds: 0,
  seed: 1,
  replications: 20,
  ...changes,
});

export const buildModel = (changes: Partial<ModelInput> = {}): Model => parseModel(modelInput(changes));

/** Poisson arrivals of one rate. */
export const steady = (rate: number): ModelInput['arrivals'] => ({
  kind: 'poisson',
  ratePerSecond: [{ atSecond: 0, rate }],
});

export const noLimits = { queueWaitLimitMs: null, queueLengthLimit: null, requestTimeoutMs: null } as const;
