import type { Model } from '../../../runs/schema/model/model.ts';
import { uniformAt } from '../../stats/random.ts';
import { createEventHeap, type EventHeap } from '../event-heap.ts';
import { busySlotsOf, type Slots } from '../slots.ts';
import { type Backlog, createBacklog, waitingIn } from './backlog.ts';
import { type ConnectionPool, createConnections } from './connections.ts';

/** What one router instance knows of the replicas: of requests that other instances sent it knows nothing. */
export type View = {
  /** Where its next round begins, as a place in the rotation. */
  next: number;
  /** Its own requests at each replica, running or waiting, by index of the replica, where `departures` are kept. */
  readonly inFlight: number[];
};

/**
 * Requests that are sent to a replica as soon as they come, and wait there. Each replica has a queue of its own, first
 * come first served, before its own slots: a request may wait beside a free slot of another.
 */
export type Spread = {
  readonly rule: Exclude<Model['router']['balancing'], 'central'>;
  /** Seed of the choices: request k draws the same numbers whatever the settings (common random numbers). */
  readonly seed: number;
  readonly views: readonly View[];
  readonly slots: Slots;
  /** Up to when everything has happened. */
  nowSeconds: number;
  /** Indices of the ready replicas, in the order in which they became ready. */
  rotation: number[];
  /** By index of the replica. */
  readonly backlogs: Backlog[];
  /**
   * Requests at replicas, by the time at which each leaves; the subject is a connection, or `withoutConnection`. null where
   * nobody needs it: what is at a replica is then read from its slots and its backlog.
   */
  readonly departures: EventHeap | null;
  /** null: every request is sent anew. */
  readonly connections: ConnectionPool | null;
  /** Requests that wait for the first replica, in order of arrival, from `heldFirst` on. */
  held: number[];
  heldFirst: number;
  /** When a replica was last put into rotation. */
  admittedAtSeconds: number;
};

/** Two streams of choices must not share their draws: the second choice, and the first place of each instance. */
const firstPlaceStream = 0x5bd1e995;

type SpreadParts = Pick<Spread, 'seed' | 'slots'>;

/**
 * Whether requests are followed to their departure. Clients that keep connections need it, and instances that count their own
 * requests. A rule that looks at all replicas each time is quicker with a count.
 */
const keepsDepartures = ({ balancing, balancedPer, instances }: Model['router']): boolean =>
  balancedPer === 'connection' || balancing === 'leastOfAll' || (balancing === 'leastOfTwo' && instances > 1);

/** Before the first replica; null where requests wait in front of all replicas. */
export const createSpread = (router: Model['router'], { seed, slots }: SpreadParts): Spread | null => {
  const { balancing: rule, balancedPer, connectionMaxAgeSeconds, instances } = router;
  if (rule === 'central') return null;
  return {
    rule,
    seed,
    slots,
    views: Array.from({ length: instances }, (_, i) => ({
      // Instances that began their rounds at the same replica would go through them in step.
      next: Math.floor(uniformAt(seed ^ firstPlaceStream, i) * 2 ** 20),
      inFlight: [],
    })),
    nowSeconds: 0,
    rotation: [],
    backlogs: [],
    departures: keepsDepartures(router) ? createEventHeap() : null,
    connections: balancedPer === 'connection' ? createConnections(connectionMaxAgeSeconds) : null,
    held: [],
    heldFirst: 0,
    admittedAtSeconds: 0,
  };
};

/** Puts a replica into rotation. */
export const joinRotation = (spread: Spread, replica: number, atSeconds: number): void => {
  const { backlogs, views, rotation } = spread;
  while (backlogs.length <= replica) {
    backlogs.push(createBacklog());
    for (const { inFlight } of views) inFlight.push(0);
  }
  rotation.push(replica);
  spread.admittedAtSeconds = atSeconds;
};

/** Takes replicas out of rotation. What is there runs or waits on to its end. */
export const leaveRotation = (spread: Spread, replicas: ReadonlySet<number>): void => {
  spread.rotation = spread.rotation.filter((replica) => !replicas.has(replica));
};

/** Requests at a replica now, running or waiting; with several instances those of one. */
export const inFlightAt = (spread: Spread, view: View, replica: number): number => {
  const { departures, slots, backlogs, nowSeconds } = spread;
  if (departures !== null) return view.inFlight[replica]!;
  const busySlots = busySlotsOf(slots, replica, nowSeconds);
  // Nobody waits beside a free slot of the same replica.
  return busySlots < slots.perReplica ? busySlots : busySlots + waitingIn(backlogs[replica]!, nowSeconds);
};
