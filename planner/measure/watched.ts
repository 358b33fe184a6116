import { isOk } from '../../runs/schema/load-series.ts';
import { isTurnedAway, type RunsOn } from '../platforms/outcomes.ts';
import { sumOf } from '../stats/sum.ts';
import { answeredOf, latencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';

/** What an autoscaler could see in one second of a recording. */
export type Watched = {
  /** What the real autoscaler had asked for at the end of the second. */
  readonly desired: number;
  readonly ready: number;
  readonly arrivals: number;
  /** At one moment of the second, and averaged over it. */
  readonly busySlots: number;
  readonly queued: number;
  readonly meanBusySlots: number;
  readonly meanQueued: number;
};

/** A request that timed out spent most of its time in a slot, not in the queue. */
const servedOrRefused = (runsOn: RunsOn, outcome: string): boolean =>
  isOk(outcome) || isTurnedAway(runsOn, outcome);

/**
 * Requests that waited, averaged over a second, by Little's law: the time that the second's arrivals did not spend in
 * service. All of it stands in the second of arrival, which is right to the wait limit. Network time counts as
 * waiting: a few thousandths of the rate.
 */
const waitingOf = ({ run, cells }: Recorded, second: number): number | null => {
  const cell = cells[second];
  if (cell === undefined) return 0;
  if (cell.serviceMs.count === 0 && answeredOf(cell) > 0) return null;
  return (
    Math.max(0, latencyOf(cell, (outcome) => servedOrRefused(run.config, outcome)).sum - cell.serviceMs.sum) /
    1000
  );
};

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/**
 * The seconds of a recording as an autoscaler saw them; null where replicas or busy slots are unknown.
 *
 * Nobody records what the router saw, so it is rebuilt: requests in flight (the load generator's gauge, one moment of
 * each second) fill the slots of the ready replicas, the rest queues; averages come from the service-time header
 * where the server sends it.
 */
export const watchedIn = (recorded: Recorded): (Watched | null)[] => {
  const { load, cluster, slotsPerReplica, seconds } = recorded.timeline;
  return Array.from({ length: seconds }, (_, second) => {
    const [desired, ready] = [cluster.desired[second], cluster.ready[second]];
    const inFlight = load.inFlight[second];
    const mean = cluster.busySlots[second];
    if (desired == null || ready == null || (mean == null && inFlight == null)) return null;
    const slots = ready * slotsPerReplica;
    const meanBusySlots = clamp(mean ?? inFlight!, slots);
    const meanQueued = waitingOf(recorded, second) ?? Math.max(0, (inFlight ?? 0) - slots);
    const atOnce = inFlight ?? Math.round(meanBusySlots + meanQueued);
    return {
      desired,
      ready,
      arrivals: load.requests[second]!,
      busySlots: clamp(atOnce, slots),
      queued: Math.max(0, atOnce - slots),
      meanBusySlots,
      meanQueued,
    };
  });
};

/** Averages over some seconds, and the last one's moment. */
export const overSeconds = (seconds: readonly Watched[]): Omit<Watched, 'desired'> => {
  const last = seconds.at(-1)!;
  const meanOf = (key: 'meanBusySlots' | 'meanQueued'): number =>
    sumOf(seconds.map((second) => second[key])) / seconds.length;
  return {
    ready: last.ready,
    busySlots: last.busySlots,
    queued: last.queued,
    arrivals: sumOf(seconds.map(({ arrivals }) => arrivals)),
    meanBusySlots: meanOf('meanBusySlots'),
    meanQueued: meanOf('meanQueued'),
  };
};
