import type { Model } from '../../runs/schema/model/model.ts';
import { createRandom, type RandomStream, uniformAt } from '../stats/random.ts';
import { createArrivals } from './arrivals.ts';
import { bufferFor } from './buffers.ts';
import { fillServices } from './services.ts';

/** What one replication throws at a station, whatever its settings: shared by all candidates. */
export type Workload = {
  readonly count: number;
  /** Ascending, with an infinity behind the last, at index `count`. */
  readonly arrivalSeconds: Float64Array;
  readonly serviceSeconds: Float64Array;
};

/** Index of the first request that arrives at or after a moment. */
export const firstAfter = ({ arrivalSeconds, count }: Workload, seconds: number): number => {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (arrivalSeconds[middle]! < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** What a random stream is for. Each has its own, so that a changed setting leaves the other draws alone. */
const purposes = ['arrivals', 'services', 'startupLags'] as const;

/** The stream of one purpose in one replication. */
export const randomFor = (
  seed: number,
  replication: number,
  purpose: (typeof purposes)[number],
): RandomStream => createRandom(seed, replication * purposes.length + purposes.indexOf(purpose));

/** Seed of what is chosen by chance while the requests of one replication are served. */
export const choiceSeedFor = (seed: number, replication: number): number =>
  Math.floor(2 ** 31 * uniformAt(seed, replication));

/** Arrays that workloads one after the other may use; each makes them as large as it needs. */
export type WorkloadMemory = { arrivalSeconds: Float64Array; serviceSeconds: Float64Array };

/** Memory for the requests of a replication, used again for the next one. */
export const createWorkloadMemory = (): WorkloadMemory => ({
  arrivalSeconds: new Float64Array(0),
  serviceSeconds: new Float64Array(0),
});

/**
 * Draws requests: arrival times, and a service time for each request, whichever slot will run it.
 *
 * @param memory overwrites the workload that used it before
 */
export const drawWorkload = (
  { arrivals, durationSeconds, service }: Pick<Model, 'arrivals' | 'durationSeconds' | 'service'>,
  random: { readonly arrivals: RandomStream; readonly services: RandomStream },
  memory: WorkloadMemory,
): Workload => {
  const { count, seconds } = createArrivals(
    arrivals,
    durationSeconds,
    random.arrivals,
    memory.arrivalSeconds,
  );
  memory.arrivalSeconds = seconds;
  if (memory.serviceSeconds.length < count)
    memory.serviceSeconds = bufferFor(memory.serviceSeconds, seconds.length);
  const serviceSeconds = memory.serviceSeconds.subarray(0, count);
  fillServices(serviceSeconds, service, random.services);
  return { count, arrivalSeconds: seconds, serviceSeconds };
};

/**
 * Requests of one replication of a model.
 *
 * @param memory overwrites the workload that used it before
 */
export const createWorkload = (
  model: Model,
  replication: number,
  memory: WorkloadMemory = createWorkloadMemory(),
): Workload => {
  const random = {
    arrivals: randomFor(model.seed, replication, 'arrivals'),
    services: randomFor(model.seed, replication, 'services'),
  };
  return drawWorkload(model, random, memory);
};

/** By reference where candidates were made from one model, which spares the comparison of long lists. */
const isSame = (a: object, b: object): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Whether two models get the same workload in every replication. */
export const shareWorkload = (a: Model, b: Model): boolean =>
  a.seed === b.seed &&
  a.durationSeconds === b.durationSeconds &&
  isSame(a.service, b.service) &&
  isSame(a.arrivals, b.arrivals);
