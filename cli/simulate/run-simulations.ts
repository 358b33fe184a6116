import { availableParallelism } from 'node:os';
import { answerOf } from '../../planner/simulate/summarize.ts';
import { expectedRequests } from '../../runs/schema/model/expected-requests.ts';
import type { Model } from '../../runs/schema/model/model.ts';
import type { Simulation } from '../../runs/schema/simulation.ts';
import { simulateInWorkers } from './workers.ts';

/** Below this, starting threads takes longer than they save. */
const requestsWorthThreads = 2_000_000;

const threadsFor = ({ arrivals, durationSeconds, replications }: Model): number =>
  expectedRequests(arrivals, durationSeconds) * replications < requestsWorthThreads
    ? 1
    : availableParallelism();

/** How models are simulated. */
type SimulationOptions = {
  readonly series: boolean;
  /** Threads; by default as many as the machine runs at once, if there is work for them. */
  readonly workers?: number | undefined;
};

/** Simulates models one after the other. */
export const runSimulations = async (
  models: readonly Model[],
  { series, workers }: SimulationOptions,
): Promise<Simulation[]> => {
  const answers: Simulation[] = [];
  for (const model of models) {
    const startedAtMs = performance.now();
    const [summary] = await simulateInWorkers([model], { workers: workers ?? threadsFor(model), series });
    answers.push(answerOf(summary!, performance.now() - startedAtMs));
  }
  return answers;
};
