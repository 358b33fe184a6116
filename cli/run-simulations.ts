import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { HeadroomError, messageOf } from '../errors/headroom-error.ts';
import { answerOf } from '../planner/simulate/summarize.ts';
import { expectedRequests } from '../runs/schema/arrivals.ts';
import { type Model, parseModel } from '../runs/schema/model.ts';
import type { Simulation } from '../runs/schema/simulation.ts';
import { simulateInWorkers } from './simulate-workers.ts';

export type SimulationRequest = {
  readonly models: readonly string[];
  readonly series: boolean;
  /** Instead of what the model files say. */
  readonly replications?: number | undefined;
  readonly seed?: number | undefined;
  /** Threads; by default as many as the machine runs at once, if there is work for them. */
  readonly workers?: number | undefined;
};

/** Below this, starting threads takes longer than they save. */
const requestsWorthThreads = 2_000_000;

const readModel = async (file: string, changes: Partial<Model>): Promise<Model> => {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new HeadroomError('E_MODEL', {
      what: `can't read the model: ${messageOf(cause)}`,
      where: file,
      fix: 'give the path of a model file in JSON',
    });
  });
  try {
    const content: unknown = JSON.parse(text);
    return parseModel(isObject(content) ? { ...content, ...changes } : content, file);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new HeadroomError('E_MODEL', {
      what: `the model is not JSON: ${cause.message}`,
      where: file,
      fix: 'correct the syntax; JSON has no comments and no trailing commas',
    });
  }
};

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every model or, if one can't be used, the faults of all of them. */
const readModels = async (files: readonly string[], changes: Partial<Model>): Promise<Model[]> => {
  const read = await Promise.allSettled(files.map((file) => readModel(file, changes)));
  const faults = read.flatMap((result) => {
    if (result.status === 'fulfilled') return [];
    if (result.reason instanceof HeadroomError) return result.reason.details;
    throw result.reason;
  });
  if (faults.length > 0) throw new HeadroomError('E_MODEL', faults);
  return read.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
};

const checkWorkers = (workers: number | undefined): void => {
  if (workers === undefined || (Number.isInteger(workers) && workers >= 1)) return;
  throw new HeadroomError('E_USAGE', {
    what: `${workers} workers`,
    where: '--workers',
    fix: 'a whole number of threads, 1 or more',
  });
};

const threadsFor = ({ arrivals, durationSeconds, replications }: Model): number =>
  expectedRequests(arrivals, durationSeconds) * replications < requestsWorthThreads
    ? 1
    : availableParallelism();

/**
 * Simulates model files one after the other; a model without a name gets that of its file.
 *
 * @throws HeadroomError E_MODEL with every fault of every file, E_USAGE for a number of workers that can't be
 */
export const runSimulations = async (request: SimulationRequest): Promise<Simulation[]> => {
  const { models: files, series, replications, seed, workers } = request;
  checkWorkers(workers);
  const changes = {
    ...(replications === undefined ? {} : { replications }),
    ...(seed === undefined ? {} : { seed }),
  };
  const models = await readModels(files, changes);
  const answers: Simulation[] = [];
  for (const [i, model] of models.entries()) {
    const startedAtMs = performance.now();
    const [summary] = await simulateInWorkers([{ name: basename(files[i]!), ...model }], {
      workers: workers ?? threadsFor(model),
      series,
    });
    answers.push(answerOf(summary!, performance.now() - startedAtMs));
  }
  return answers;
};
