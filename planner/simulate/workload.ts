import type { Model } from '../../runs/schema/model.ts';
import { createRandom, type Random } from '../stats/random.ts';
import { createArrivals } from './arrivals.ts';
import { createServices } from './services.ts';

/** What one replication throws at a station, whatever its settings: shared by all candidates. */
export type Workload = {
  readonly count: number;
  /** Ascending, with an infinity behind the last, at index `count`. */
  readonly arrivalSeconds: Float64Array;
  readonly serviceSeconds: Float64Array;
};

/** What a random stream is for. Each has its own, so that a changed setting leaves the other draws alone. */
const purposes = ['arrivals', 'services', 'startupLags'] as const;

/** The stream of one purpose in one replication. */
export const randomFor = (seed: number, replication: number, purpose: (typeof purposes)[number]): Random =>
  createRandom(seed, replication * purposes.length + purposes.indexOf(purpose));

/** Requests of one replication: arrival times, and a service time for each request, whichever slot will run it. */
export const createWorkload = (model: Model, replication: number): Workload => {
  const { seed, arrivals, durationSeconds, service } = model;
  const { count, seconds } = createArrivals(
    arrivals,
    durationSeconds,
    randomFor(seed, replication, 'arrivals'),
  );
  return {
    count,
    arrivalSeconds: seconds,
    serviceSeconds: createServices(service, count, randomFor(seed, replication, 'services')),
  };
};

/** Two models with the same key get the same workloads. */
export const workloadKey = ({ seed, arrivals, durationSeconds, service }: Model): string =>
  JSON.stringify([seed, durationSeconds, arrivals, service]);
