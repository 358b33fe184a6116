import { addEvent, type EventHeap, removeFirst } from '../event-heap.ts';
import { noteHeld, outcomeCodes, type Router, reject } from '../router.ts';
import { freestNeighbour } from '../slots.ts';
import { chooseReplica } from './choose.ts';
import { openConnection, takeIdle } from './connections.ts';
import { giveUp, isFull, runIn, waitFor } from './serve.ts';
import type { Spread } from './spread.ts';

/**
 * Below 0: a request that no connection outlives, at a replica, from a router instance. A plain number, as one is made for each
 * request.
 */
const withoutConnection = ({ views }: Spread, replica: number, view: number): number =>
  -1 - (replica * views.length + view);

/** Lets the next request leave its replica; its connection is idle again. */
const leave = ({ views, connections }: Spread, departures: EventHeap): void => {
  const subject = departures.subjects[0]!;
  removeFirst(departures);
  const place = -1 - subject;
  const view = subject >= 0 ? connections!.views[subject]! : place % views.length;
  const replica = subject >= 0 ? connections!.replicas[subject]! : (place - view) / views.length;
  views[view]!.inFlight[replica]!--;
  if (subject >= 0) connections!.idle.push(subject);
};

const leaveUntil = (spread: Spread, untilSeconds: number): void => {
  const { departures } = spread;
  if (departures === null) return;
  while (departures.atSeconds[0]! <= untilSeconds) leave(spread, departures);
};

/** Number of the draw for an attempt: a retry must not be bound to the replica of the attempt before. */
const drawOf = ({ retries, workload }: Router, request: number): number =>
  retries === null ? request : request + retries.counts[request]! * workload.count;

/**
 * Sends a request to a replica: over an idle connection to where that leads, else to where the rule says. Its whole course is
 * known when it comes, since nothing that comes later passes it by: it begins when the first slot has done what was sent
 * before (Kiefer & Wolfowitz's recursion).
 */
const send = (router: Router, spread: Spread, request: number): void => {
  const { slots, scratch } = router;
  const { views, connections, departures, nowSeconds: atSeconds } = spread;
  const idle = connections === null ? undefined : takeIdle(connections, atSeconds);
  const view = idle === undefined ? request % views.length : connections!.views[idle]!;
  const replica =
    idle === undefined
      ? chooseReplica(spread, views[view]!, drawOf(router, request))
      : connections!.replicas[idle]!;
  const connection = idle ?? (connections && openConnection(connections, { replica, view, atSeconds }));
  const slot = freestNeighbour(slots, replica * slots.perReplica);
  if (isFull(router, spread, replica, slot)) {
    reject(router, request, atSeconds);
    if (connection !== null) connections!.idle.push(connection);
    return;
  }
  const runs = waitFor(router, spread, request, slot);
  if (runs) runIn(router, spread, request, slot);
  if (departures === null) return;
  const leavesAt = runs ? slots.freeAtSeconds[slot]! : router.cameAtSeconds[request]! + router.staySeconds;
  views[view]!.inFlight[replica]!++;
  const isKept = connection !== null && scratch.codes[request] !== outcomeCodes.timedOut;
  addEvent(departures, leavesAt, isKept ? connection : withoutConnection(spread, replica, view));
};

/** Gives up what has waited too long for a first replica. */
const expireHeld = (router: Router, spread: Spread, untilSeconds: number): void => {
  for (; spread.heldFirst < spread.held.length; spread.heldFirst++) {
    const request = spread.held[spread.heldFirst]!;
    const givenUpAt = router.cameAtSeconds[request]! + router.patienceSeconds;
    if (givenUpAt > untilSeconds) return;
    noteHeld(router, -1, givenUpAt);
    giveUp(router, request, givenUpAt);
  }
};

/** Takes out what still waits for a first replica. */
export const takeHeld = (router: Router, spread: Spread, atSeconds: number): number[] => {
  const taken = spread.held.slice(spread.heldFirst);
  noteHeld(router, -taken.length, atSeconds);
  spread.held = [];
  spread.heldFirst = 0;
  return taken;
};

/** Sends what has waited for the first replica, once there is one. */
export const releaseHeld = (router: Router, spread: Spread): void => {
  if (spread.held.length === 0 || spread.rotation.length === 0) return;
  const atSeconds = spread.admittedAtSeconds;
  expireHeld(router, spread, atSeconds);
  spread.nowSeconds = atSeconds;
  for (const request of takeHeld(router, spread, atSeconds)) send(router, spread, request);
};

/** Sends a request that comes now to a replica; without one it waits for the first, or is refused. */
export const acceptSpread = (router: Router, spread: Spread, request: number): void => {
  if (spread.rotation.length > 0) send(router, spread, request);
  else if (router.rejectsWithoutReplica || spread.held.length - spread.heldFirst >= router.heldLength)
    reject(router, request, spread.nowSeconds);
  else {
    noteHeld(router, 1, spread.nowSeconds);
    spread.held.push(request);
  }
};

/** Lets happen up to a time what needs no further request: replicas are done, patience ends. It is then now. */
export const settleSpread = (router: Router, spread: Spread, untilSeconds: number): void => {
  leaveUntil(spread, untilSeconds);
  if (spread.held.length > 0) expireHeld(router, spread, untilSeconds);
  spread.nowSeconds = untilSeconds;
};

/** Handles every arrival before `untilSeconds`, and everything that replicas have done up to it. */
export const advanceSpread = (router: Router, spread: Spread, untilSeconds: number): void => {
  const { arrivalSeconds } = router.workload;
  let request = router.nextRequest;
  for (; arrivalSeconds[request]! < untilSeconds; request++) {
    settleSpread(router, spread, arrivalSeconds[request]!);
    acceptSpread(router, spread, request);
  }
  router.nextRequest = request;
  settleSpread(router, spread, untilSeconds);
};
