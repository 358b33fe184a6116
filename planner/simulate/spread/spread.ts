import type { Model } from '../../../runs/schema/model.ts';
import { uniformAt } from '../../stats/random.ts';
import { createEventHeap, type EventHeap } from '../event-heap.ts';
import { type ConnectionPool, createConnections } from './connections.ts';

/** What one router instance knows of the replicas: of requests that other instances sent it knows nothing. */
export type View = {
  /** Where its next round begins, as a place in the rotation. */
  next: number;
  /** Its own requests at each replica, running or waiting, by index of the replica. */
  inFlight: Int32Array;
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
  /** Indices of the ready replicas, in the order in which they became ready. */
  rotation: number[];
  /** By index of the replica: requests there, running or waiting, whoever sent them, and whether it is in rotation. */
  inFlight: Int32Array;
  inRotation: Uint8Array;
  /** Requests at replicas, by the time at which each leaves; the subject is a connection, or `withoutConnection`. */
  readonly departures: EventHeap;
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

/** Before the first replica; undefined where requests wait in front of all replicas. */
export const createSpread = (router: Model['router'], seed: number): Spread | null => {
  const { balancing: rule, balancedPer, connectionMaxAgeSeconds, instances } = router;
  if (rule === 'central') return null;
  const inFlight = new Int32Array(16);
  return {
    rule,
    seed,
    views: Array.from({ length: instances }, (_, i) => ({
      // Instances that began their rounds at the same replica would go through them in step.
      next: Math.floor(uniformAt(seed ^ firstPlaceStream, i) * 2 ** 20),
      inFlight: instances === 1 ? inFlight : new Int32Array(16),
    })),
    rotation: [],
    inFlight,
    inRotation: new Uint8Array(16),
    departures: createEventHeap(),
    connections: balancedPer === 'connection' ? createConnections(connectionMaxAgeSeconds) : null,
    held: [],
    heldFirst: 0,
    admittedAtSeconds: 0,
  };
};

const grown = (counts: Int32Array, length: number): Int32Array => {
  const larger = new Int32Array(length);
  larger.set(counts);
  return larger;
};

const makeRoomFor = (spread: Spread, replica: number): void => {
  if (replica < spread.inFlight.length) return;
  const length = 2 * (replica + 1);
  const [{ inFlight, inRotation }, isShared] = [spread, spread.views.length === 1];
  spread.inFlight = grown(inFlight, length);
  spread.inRotation = new Uint8Array(length);
  spread.inRotation.set(inRotation);
  for (const view of spread.views) view.inFlight = isShared ? spread.inFlight : grown(view.inFlight, length);
};

/** Puts a replica into rotation. */
export const joinRotation = (spread: Spread, replica: number, atSeconds: number): void => {
  makeRoomFor(spread, replica);
  spread.rotation.push(replica);
  spread.inRotation[replica] = 1;
  spread.admittedAtSeconds = atSeconds;
};

/**
 * Takes replicas out of rotation. What is there runs or waits on to its end.
 *
 * @param slots of one replica
 * @returns the requests that wait there
 */
export const leaveRotation = (spread: Spread, replicas: ReadonlySet<number>, slots: number): number => {
  let waiting = 0;
  for (const replica of replicas) {
    spread.inRotation[replica] = 0;
    waiting += Math.max(0, spread.inFlight[replica]! - slots);
  }
  spread.rotation = spread.rotation.filter((replica) => !replicas.has(replica));
  return waiting;
};
