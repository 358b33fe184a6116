import { isOk } from '../../runs/schema/outcome.ts';
import { isTurnedAway, type RunsOn } from '../platforms/outcomes.ts';
import { sumOf } from '../stats/sum.ts';
import { answeredOf, latencyOf } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';
import { noStay, type Stay, staysBySecond } from '../timeline/stays.ts';
import { meanWaitMs } from './waits.ts';

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

/** Time that a second's arrivals did not spend in service, in seconds for each; null where nobody tells. */
const waitsOf = ({ run, cells }: Recorded): (Stay | null)[] =>
  cells.map((cell) => {
    if (cell === undefined || answeredOf(cell) === 0) return noStay;
    const picks = (outcome: string): boolean => servedOrRefused(run.config, outcome);
    const waitMs = meanWaitMs([cell], picks);
    if (waitMs === null) return null;
    const waitSeconds = Math.max(0, waitMs) / 1000;
    return { count: latencyOf(cell, picks).count, untilSeconds: waitSeconds, lengthSeconds: waitSeconds };
  });

/**
 * Requests that waited, mean over each second, by Little's law: the waits of each second's arrivals, laid where they
 * were. Chosen over the second of arrival, as a queue without a limit makes waits of many seconds. Network time counts
 * as waiting: a few thousandths of the rate. null for a second whose arrivals don't tell.
 */
const waitingBySecond = (recorded: Recorded): (number | null)[] => {
  const waits = waitsOf(recorded);
  const waiting = staysBySecond(waits.map((wait) => wait ?? noStay));
  return waiting.map((mean, second) => (waits[second] === null ? null : mean));
};

const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/** Requests that waited as a second ended: in flight beyond the slots; null where nobody tells. */
const queuedAtEnd = ({ timeline }: Recorded, second: number): number | null => {
  const [inFlight, ready] = [timeline.load.inFlight[second], timeline.cluster.ready[second]];
  return inFlight == null || ready == null ? null : Math.max(0, inFlight - ready * timeline.slotsPerReplica);
};

/**
 * Mean queue of a second with a queue at both its ends, from those ends; null for other seconds. In such a second every
 * slot was busy. Answers tell both late and unevenly: after a long wait those of one second end in many others.
 */
const standingQueue = (recorded: Recorded, second: number): number | null => {
  const [before, after] = [queuedAtEnd(recorded, second - 1), queuedAtEnd(recorded, second)];
  return before && after ? (before + after) / 2 : null;
};

/**
 * The seconds of a recording as an autoscaler saw them; null where replicas or busy slots are unknown.
 *
 * Nobody records what the router saw, so it is rebuilt: requests in flight (the load generator's gauge, one moment of
 * each second) fill the slots of the ready replicas, the rest queues; averages come from the service-time header
 * where the server sends it.
 */
export const watchedIn = (recorded: Recorded): (Watched | null)[] => {
  const { load, cluster, slotsPerReplica, seconds } = recorded.timeline;
  const waiting = waitingBySecond(recorded);
  return Array.from({ length: seconds }, (_, second) => {
    const [desired, ready] = [cluster.desired[second], cluster.ready[second]];
    const inFlight = load.inFlight[second];
    const mean = cluster.busySlots[second];
    if (desired == null || ready == null || (mean == null && inFlight == null)) return null;
    const slots = ready * slotsPerReplica;
    const standing = standingQueue(recorded, second);
    const meanBusySlots = standing === null ? clamp(mean ?? inFlight!, slots) : slots;
    const meanQueued = standing ?? waiting[second] ?? Math.max(0, (inFlight ?? 0) - slots);
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

/** Some seconds as one: averages, the last one's moment, and how its replicas came about. */
type WatchedSpan = Omit<Watched, 'desired'> & {
  readonly meanReady: number;
  /** Replicas that were ready all the time: the least number of ready ones. */
  readonly readyThroughout: number;
};

/** Averages over some seconds, and the last one's moment. */
export const overSeconds = (seconds: readonly Watched[]): WatchedSpan => {
  const last = seconds.at(-1)!;
  const meanOf = (key: 'ready' | 'meanBusySlots' | 'meanQueued'): number =>
    sumOf(seconds.map((second) => second[key])) / seconds.length;
  return {
    ready: last.ready,
    meanReady: meanOf('ready'),
    readyThroughout: seconds.reduce((least, { ready }) => Math.min(least, ready), last.ready),
    busySlots: last.busySlots,
    queued: last.queued,
    arrivals: sumOf(seconds.map(({ arrivals }) => arrivals)),
    meanBusySlots: meanOf('meanBusySlots'),
    meanQueued: meanOf('meanQueued'),
  };
};
