import { type Model, type ModelInput, parseModel } from '../../runs/schema/model/model.ts';
import type { Simulation } from '../../runs/schema/simulation.ts';
import { areCandidates, createWorkspace, replicate } from './replicate.ts';
import { addReplication, answerOf, createSummary, type Summary } from './summarize.ts';

/** What an answer holds beside its figures. */
export type SimulateOptions = {
  /** Adds per-second series to the answer. */
  readonly series?: boolean;
  /** A clock in milliseconds; without one the answer says nothing of its own speed. */
  readonly nowMs?: () => number;
};

/**
 * Simulates candidates: models that differ in their settings but not in what is thrown at them.
 *
 * @throws Error if they differ in arrivals, service, duration, seed or replications
 */
export const simulateCandidates = (
  candidates: readonly Model[],
  { series = false }: Pick<SimulateOptions, 'series'> = {},
): Summary[] => {
  if (!areCandidates(candidates)) {
    throw new Error('candidates must share arrivals, service, duration, seed and replications');
  }
  const summaries = candidates.map(createSummary);
  const options = { workspace: createWorkspace(), takesSamples: series };
  for (let replication = 0; replication < (candidates[0]?.replications ?? 0); replication++) {
    let candidate = 0;
    for (const result of replicate(candidates, replication, options)) {
      addReplication(summaries[candidate++]!, result);
    }
  }
  return summaries;
};

/**
 * Simulates requests, router, replicas and autoscaler of a model: `headroom simulate` as a function. The same model
 * always gives the same answer, but for the two fields that tell its speed.
 *
 * @param input the model file's content, checked here
 * @throws HeadroomError E_MODEL with every fault of the model at once
 * @example
 * simulate({ schemaVersion: 1, durationSeconds: 600,
 *   arrivals: { kind: 'poisson', ratePerSecond: [{ atSecond: 0, rate: 20 }] },
 *   service: { kind: 'exponential', meanMs: 100 },
 *   replica: { startupLag: { kind: 'constant', meanMs: 20000 } },
 *   policy: { kind: 'fixed', replicas: 3 } }).outcomes['503']?.mid // about 0.001
 */
export const simulate = (input: ModelInput, options: SimulateOptions = {}): Simulation => {
  const { nowMs } = options;
  const startedAtMs = nowMs?.() ?? 0;
  const [summary] = simulateCandidates([parseModel(input)], options);
  return answerOf(summary!, nowMs === undefined ? null : nowMs() - startedAtMs);
};
