import { addEvent, removeFirst } from '../event-heap.ts';
import { noteFailure, noteWaiting, outcomeCodes, type Router } from '../router.ts';
import { freestNeighbour, notePlacement } from '../slots.ts';
import { chooseReplica } from './choose.ts';
import { openConnection, takeIdle } from './connections.ts';
import type { Spread } from './spread.ts';

/**
 * Below 0: a request that no connection outlives, at a replica, from a router instance. A plain number, as one is made for each
 * request.
 */
const withoutConnection = ({ views }: Spread, replica: number, view: number): number =>
  -1 - (replica * views.length + view);

/** Lets the next request leave its replica; its connection is idle again. */
const leave = (router: Router, spread: Spread): void => {
  const { departures, inFlight, views, connections } = spread;
  const [subject, atSeconds] = [departures.subjects[0]!, departures.atSeconds[0]!];
  removeFirst(departures);
  const place = -1 - subject;
  const view = subject >= 0 ? connections!.views[subject]! : place % views.length;
  const replica = subject >= 0 ? connections!.replicas[subject]! : (place - view) / views.length;
  if (spread.inRotation[replica] === 1 && inFlight[replica]! > router.slots.perReplica)
    noteWaiting(router, -1, atSeconds);
  inFlight[replica]!--;
  if (views.length > 1) views[view]!.inFlight[replica]!--;
  if (subject >= 0) connections!.idle.push(subject);
};

const reject = (router: Router, request: number, atSeconds: number): void =>
  noteFailure(router, request, { code: outcomeCodes.rejected, atSeconds, waitedUntilSeconds: atSeconds });

const giveUp = (router: Router, request: number, atSeconds: number): void =>
  noteFailure(router, request, { code: router.patienceCode, atSeconds, waitedUntilSeconds: atSeconds });

const leaveUntil = (router: Router, spread: Spread, untilSeconds: number): void => {
  while (spread.departures.atSeconds[0]! <= untilSeconds) leave(router, spread);
};

/**
 * Lets a request wait and run at its replica. Its whole course is known when it comes, since nothing that comes later
 * passes it by: it begins when the first slot has done what was sent before (Kiefer & Wolfowitz's recursion).
 *
 * @returns when it leaves the replica
 */
const serve = (router: Router, replica: number, request: number, atSeconds: number): number => {
  const { slots, workload, keepsWorking, scratch } = router;
  const cameAt = router.cameAtSeconds[request]!;
  const slot = freestNeighbour(slots, replica * slots.perReplica);
  const freeAt = slots.freeAtSeconds[slot]!;
  // A replica that works on for clients that have gone also begins what they no longer wait for.
  const staysUntil = cameAt + (keepsWorking ? router.queueWaitSeconds : router.patienceSeconds);
  if (freeAt > atSeconds && staysUntil <= freeAt) {
    giveUp(router, request, cameAt + router.patienceSeconds);
    return staysUntil;
  }
  const begin = Math.max(atSeconds, freeAt);
  const deadline = cameAt + router.timeoutSeconds;
  let doneAt = begin + workload.serviceSeconds[request]!;
  if (doneAt > deadline) {
    const waitedUntilSeconds = Math.min(begin, deadline);
    noteFailure(router, request, { code: outcomeCodes.timedOut, atSeconds: deadline, waitedUntilSeconds });
    if (!keepsWorking) doneAt = Math.max(begin, deadline);
  } else {
    scratch.codes[request] = outcomeCodes.ok;
    scratch.waitSeconds[request] = begin - workload.arrivalSeconds[request]!;
  }
  slots.freeAtSeconds[slot] = doneAt;
  slots.placedSeconds += doneAt - begin;
  if (slots.tracksReplicas) notePlacement(slots, slot, begin, doneAt);
  return doneAt;
};

/** Number of the draw for an attempt: a retry must not be bound to the replica of the attempt before. */
const drawOf = ({ retries, workload }: Router, request: number): number =>
  retries === null ? request : request + retries.counts[request]! * workload.count;

/** Sends a request to a replica: over an idle connection to where that leads, else to where the rule says. */
const send = (router: Router, spread: Spread, request: number, atSeconds: number): void => {
  const { slots, scratch } = router;
  const { inFlight, views, connections } = spread;
  const idle = connections === null ? undefined : takeIdle(connections, atSeconds);
  const view = idle === undefined ? request % views.length : connections!.views[idle]!;
  const replica =
    idle === undefined
      ? chooseReplica(spread, views[view]!, drawOf(router, request))
      : connections!.replicas[idle]!;
  const connection = idle ?? (connections && openConnection(connections, { replica, view, atSeconds }));
  if (inFlight[replica]! >= slots.perReplica + router.queueLength) {
    reject(router, request, atSeconds);
    if (connection !== null) connections!.idle.push(connection);
    return;
  }
  if (inFlight[replica]! >= slots.perReplica) noteWaiting(router, 1, atSeconds);
  inFlight[replica]!++;
  if (views.length > 1) views[view]!.inFlight[replica]!++;
  const leavesAt = serve(router, replica, request, atSeconds);
  const isKept = connection !== null && scratch.codes[request] !== outcomeCodes.timedOut;
  addEvent(spread.departures, leavesAt, isKept ? connection : withoutConnection(spread, replica, view));
};

/** Gives up what has waited too long for a first replica. */
const expireHeld = (router: Router, spread: Spread, untilSeconds: number): void => {
  for (; spread.heldFirst < spread.held.length; spread.heldFirst++) {
    const request = spread.held[spread.heldFirst]!;
    const givenUpAt = router.cameAtSeconds[request]! + router.patienceSeconds;
    if (givenUpAt > untilSeconds) return;
    noteWaiting(router, -1, givenUpAt);
    giveUp(router, request, givenUpAt);
  }
};

/** Takes out what still waits for a first replica. */
export const takeHeld = (router: Router, spread: Spread, atSeconds: number): number[] => {
  const taken = spread.held.slice(spread.heldFirst);
  noteWaiting(router, -taken.length, atSeconds);
  spread.held = [];
  spread.heldFirst = 0;
  return taken;
};

/** Sends what has waited for the first replica, once there is one. */
export const releaseHeld = (router: Router, spread: Spread): void => {
  if (spread.held.length === 0 || spread.rotation.length === 0) return;
  const atSeconds = spread.admittedAtSeconds;
  expireHeld(router, spread, atSeconds);
  for (const request of takeHeld(router, spread, atSeconds)) send(router, spread, request, atSeconds);
};

/** Sends a request that has just come to a replica; without one it waits for the first, or is refused. */
export const acceptSpread = (router: Router, spread: Spread, request: number, atSeconds: number): void => {
  if (spread.rotation.length > 0) send(router, spread, request, atSeconds);
  else if (router.rejectsWithoutReplica || spread.held.length - spread.heldFirst >= router.heldLength)
    reject(router, request, atSeconds);
  else {
    noteWaiting(router, 1, atSeconds);
    spread.held.push(request);
  }
};

/** Lets happen up to a time what needs no further request: replicas are done, patience ends. */
export const settleSpread = (router: Router, spread: Spread, untilSeconds: number): void => {
  leaveUntil(router, spread, untilSeconds);
  if (spread.held.length > 0) expireHeld(router, spread, untilSeconds);
};

/** Handles every arrival before `untilSeconds`, and everything that replicas have done up to it. */
export const advanceSpread = (router: Router, spread: Spread, untilSeconds: number): void => {
  const { arrivalSeconds } = router.workload;
  let request = router.nextRequest;
  for (let at = arrivalSeconds[request]!; at < untilSeconds; at = arrivalSeconds[++request]!) {
    settleSpread(router, spread, at);
    acceptSpread(router, spread, request, at);
  }
  router.nextRequest = request;
  settleSpread(router, spread, untilSeconds);
};
