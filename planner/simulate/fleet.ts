import { admitReplica, dismissReplicas, type Router } from './router.ts';
import { unfinishedOf } from './slots.ts';

/** A replica on its way up or down. `index` names its slots, from the moment it is ready until it is gone. */
export type Replica = {
  /** In order of creation, from 0. */
  readonly number: number;
  readonly createdAtSeconds: number;
  index: number;
  /** When it was given a place on a node and began to start; infinity while it waits for one. */
  startedAtSeconds: number;
  readyAtSeconds: number;
  goneAtSeconds: number;
  /** Whether it was counted as one that the nodes had no room for. */
  unscheduled: boolean;
};

type FleetOptions = {
  readonly router: Router;
  /** Start-up lag of the next replica that starts, in seconds. */
  readonly nextLagSeconds: () => number;
  readonly nodeCapacity: number;
  readonly parallelStartsLimit: number;
};

/**
 * All replicas. One is pending (waiting for a place, then starting), ready, draining, gone. Pending ones stand in
 * order of creation, ready ones in the order in which they became ready.
 */
export type Fleet = FleetOptions & {
  readonly pending: Replica[];
  /** Pending ones that have a place on a node. */
  starting: number;
  ready: Replica[];
  draining: Replica[];
  /** Indices that a replica had before and that are free again. */
  readonly freeIndices: number[];
  highestIndex: number;
  /** Replicas that were ever created. */
  created: number;
  /** When the next replica becomes ready or is gone; infinity if none is on its way. */
  nextChangeSeconds: number;
  /** Replicas that found no room on the nodes when they were created. */
  unscheduledStarts: number;
  readyMax: number;
  /** Seconds that replicas were ready, and that they held a place on a node (starting, ready or draining). */
  readySeconds: number;
  occupiedSeconds: number;
  accountedUntilSeconds: number;
};

const never = Number.POSITIVE_INFINITY;

const createFleet = (options: FleetOptions): Fleet => ({
  ...options,
  pending: [],
  starting: 0,
  ready: [],
  draining: [],
  freeIndices: [],
  highestIndex: -1,
  created: 0,
  nextChangeSeconds: never,
  unscheduledStarts: 0,
  readyMax: 0,
  readySeconds: 0,
  occupiedSeconds: 0,
  accountedUntilSeconds: 0,
});

/** Replicas that the autoscaler has: those that leave are no longer its concern. */
const sizeOf = (fleet: Fleet): number => fleet.pending.length + fleet.ready.length;

const isStarting = ({ startedAtSeconds }: Replica): boolean => startedAtSeconds < never;

/** Replicas that hold a place on a node. */
const occupiedOf = ({ starting, ready, draining }: Fleet): number =>
  starting + ready.length + draining.length;

/** Brings the integrals up to date. Before every change, and whenever somebody reads them. */
export const account = (fleet: Fleet, atSeconds: number): void => {
  const elapsedSeconds = atSeconds - fleet.accountedUntilSeconds;
  if (elapsedSeconds <= 0) return;
  fleet.readySeconds += elapsedSeconds * fleet.ready.length;
  fleet.occupiedSeconds += elapsedSeconds * occupiedOf(fleet);
  fleet.accountedUntilSeconds = atSeconds;
};

const open = (fleet: Fleet, replica: Replica, atSeconds: number): void => {
  replica.index = fleet.freeIndices.pop() ?? ++fleet.highestIndex;
  replica.readyAtSeconds = atSeconds;
  fleet.ready.push(replica);
  fleet.readyMax = Math.max(fleet.readyMax, fleet.ready.length);
  admitReplica(fleet.router, replica.index, atSeconds);
};

/** Starts pending replicas, oldest first, as far as nodes and the limit of parallel starts allow. */
const startPending = (fleet: Fleet, atSeconds: number): void => {
  if (fleet.starting === fleet.pending.length) return;
  let room = fleet.nodeCapacity - occupiedOf(fleet);
  let starts = fleet.parallelStartsLimit - fleet.starting;
  for (const replica of fleet.pending) {
    if (isStarting(replica)) continue;
    if (room <= 0 && !replica.unscheduled) {
      replica.unscheduled = true;
      fleet.unscheduledStarts++;
    }
    if (room <= 0 || starts <= 0) continue;
    room--;
    starts--;
    fleet.starting++;
    replica.startedAtSeconds = atSeconds;
    replica.readyAtSeconds = atSeconds + fleet.nextLagSeconds();
  }
};

const findNextChange = (fleet: Fleet): void => {
  let next = never;
  for (const { readyAtSeconds } of fleet.pending) next = Math.min(next, readyAtSeconds);
  for (const { goneAtSeconds } of fleet.draining) next = Math.min(next, goneAtSeconds);
  fleet.nextChangeSeconds = next;
};

/** Opens the pending replicas that are due. The others stay in the same array, of which hundreds of starts need no copies. */
const openDue = (fleet: Fleet, atSeconds: number): void => {
  const { pending } = fleet;
  let left = 0;
  for (const replica of pending) {
    if (replica.readyAtSeconds <= atSeconds) open(fleet, replica, atSeconds);
    else pending[left++] = replica;
  }
  fleet.starting -= pending.length - left;
  pending.length = left;
};

/** Lets happen what is due: replicas become ready or are gone, and others take their places. */
export const settleFleet = (fleet: Fleet, atSeconds: number): void => {
  if (atSeconds < fleet.nextChangeSeconds) return;
  account(fleet, atSeconds);
  openDue(fleet, atSeconds);
  for (const { index, goneAtSeconds } of fleet.draining) {
    if (goneAtSeconds <= atSeconds) fleet.freeIndices.push(index);
  }
  fleet.draining = fleet.draining.filter(({ goneAtSeconds }) => goneAtSeconds > atSeconds);
  startPending(fleet, atSeconds);
  findNextChange(fleet);
};

const create = (fleet: Fleet, replicas: number, atSeconds: number): void => {
  for (let i = 0; i < replicas; i++) {
    fleet.pending.push({
      number: fleet.created++,
      createdAtSeconds: atSeconds,
      index: -1,
      startedAtSeconds: never,
      readyAtSeconds: never,
      goneAtSeconds: never,
      unscheduled: false,
    });
  }
};

/** Ready replicas in the order in which they leave: idle before busy, then the newest first. */
const leavingOrder = (fleet: Fleet, atSeconds: number): Replica[] => {
  const { slots } = fleet.router;
  const newestFirst = fleet.ready.toReversed();
  const isIdle = ({ index }: Replica): boolean => unfinishedOf(slots, index, atSeconds).busySlots === 0;
  return [...newestFirst.filter(isIdle), ...newestFirst.filter((replica) => !isIdle(replica))];
};

/** Pending replicas go first, the newest of them before all; they have nothing to lose. */
const remove = (fleet: Fleet, replicas: number, atSeconds: number): void => {
  const cancelled = Math.min(replicas, fleet.pending.length);
  if (cancelled > 0) fleet.starting -= fleet.pending.splice(-cancelled).filter(isStarting).length;
  if (cancelled === replicas) return;
  const leaving = new Set(leavingOrder(fleet, atSeconds).slice(0, replicas - cancelled));
  const idleAt = dismissReplicas(fleet.router, new Set([...leaving].map(({ index }) => index)), atSeconds);
  for (const replica of leaving) replica.goneAtSeconds = idleAt.get(replica.index)!;
  fleet.ready = fleet.ready.filter((replica) => !leaving.has(replica));
  fleet.draining.push(...leaving);
};

/** Goes for a number of replicas: new ones start, or the ones that are most easily missed leave. */
export const scaleFleet = (fleet: Fleet, desiredReplicas: number, atSeconds: number): void => {
  const change = desiredReplicas - sizeOf(fleet);
  if (change === 0) return;
  account(fleet, atSeconds);
  if (change > 0) create(fleet, change, atSeconds);
  else remove(fleet, -change, atSeconds);
  startPending(fleet, atSeconds);
  findNextChange(fleet);
  settleFleet(fleet, atSeconds);
};

/** Seconds before the first request at which the replicas of the start became ready: past every grace of an autoscaler. */
const veteranSeconds = 3600;

/** The fleet before the first request: its replicas have long been ready, as far as the nodes have room for them. */
export const openFleet = (options: FleetOptions, replicas: number): Fleet => {
  const fleet = createFleet(options);
  create(fleet, replicas, 0);
  const roomy = fleet.pending.splice(0, options.nodeCapacity);
  for (const replica of roomy) {
    open(fleet, replica, 0);
    replica.startedAtSeconds = -veteranSeconds;
    replica.readyAtSeconds = -veteranSeconds;
  }
  startPending(fleet, 0);
  return fleet;
};
