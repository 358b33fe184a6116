import { noteWaiting, outcomeCodes, type Router } from '../router.ts';
import { freestNeighbour, notePlacement } from '../slots.ts';
import { chooseReplica } from './choose.ts';
import { openConnection, takeIdle } from './connections.ts';
import { addDeparture, removeFirst } from './departures.ts';
import type { Spread } from './spread.ts';

/** Who sent a request: a connection, or, below 0, a router instance without one that outlives the request. */
const withoutConnection = (view: number): number => -1 - view;

const leave = (router: Router, spread: Spread): void => {
  const { departures, inFlight, views, connections } = spread;
  const replica = departures.replicas[0]!;
  const sender = departures.senders[0]!;
  const atSeconds = departures.atSeconds[0]!;
  removeFirst(departures);
  if (spread.inRotation[replica] === 1 && inFlight[replica]! > router.slots.perReplica)
    noteWaiting(router, -1, atSeconds);
  inFlight[replica]!--;
  if (views.length > 1) views[sender < 0 ? -1 - sender : connections!.views[sender]!]!.inFlight[replica]!--;
  if (sender >= 0) connections!.idle.push(sender);
};

const leaveUntil = (router: Router, spread: Spread, untilSeconds: number): void => {
  while (spread.departures.atSeconds[0]! <= untilSeconds) leave(router, spread);
};

const end = (router: Router, request: number, code: number, waitSeconds: number): void => {
  router.scratch.codes[request] = code;
  router.scratch.waitSeconds[request] = waitSeconds;
};

/**
 * Lets a request wait and run at its replica. Its whole course is known when it comes, since nothing that comes later
 * passes it by: it begins when the first slot has done what was sent before (Kiefer & Wolfowitz's recursion).
 *
 * @returns when it leaves the replica
 */
const serve = (router: Router, replica: number, request: number, atSeconds: number): number => {
  const { slots, workload, keepsWorking, timeoutSeconds } = router;
  const arrival = workload.arrivalSeconds[request]!;
  const slot = freestNeighbour(slots, replica * slots.perReplica);
  const freeAt = slots.freeAtSeconds[slot]!;
  // A replica that works on for clients that have gone also begins what they no longer wait for.
  const staysUntil = arrival + (keepsWorking ? router.queueWaitSeconds : router.patienceSeconds);
  if (freeAt > atSeconds && staysUntil <= freeAt) {
    end(router, request, router.patienceCode, router.patienceSeconds);
    return staysUntil;
  }
  const begin = Math.max(atSeconds, freeAt);
  const deadline = arrival + timeoutSeconds;
  let doneAt = begin + workload.serviceSeconds[request]!;
  const isLate = doneAt > deadline;
  if (isLate && !keepsWorking) doneAt = Math.max(begin, deadline);
  end(router, request, isLate ? outcomeCodes.timedOut : outcomeCodes.ok, Math.min(begin, deadline) - arrival);
  slots.freeAtSeconds[slot] = doneAt;
  slots.placedSeconds += doneAt - begin;
  if (slots.tracksReplicas) notePlacement(slots, slot, begin, doneAt);
  return doneAt;
};

/** The replica that a request goes to, and by whom: over an idle connection to where that leads, else by the rule. */
const route = (spread: Spread, request: number, atSeconds: number) => {
  const { views, connections } = spread;
  const taken = connections === null ? undefined : takeIdle(connections, atSeconds);
  if (taken !== undefined)
    return { replica: connections!.replicas[taken]!, view: connections!.views[taken]!, sender: taken };
  const view = request % views.length;
  const replica = chooseReplica(spread, views[view]!, request);
  const sender =
    connections === null
      ? withoutConnection(view)
      : openConnection(connections, { replica, view, atSeconds });
  return { replica, view, sender };
};

const send = (router: Router, spread: Spread, request: number, atSeconds: number): void => {
  const { slots, scratch } = router;
  const { inFlight, views } = spread;
  const { replica, view, sender } = route(spread, request, atSeconds);
  if (inFlight[replica]! >= slots.perReplica + router.queueLength) {
    end(router, request, outcomeCodes.rejected, atSeconds - router.workload.arrivalSeconds[request]!);
    if (sender >= 0) spread.connections!.idle.push(sender);
    return;
  }
  if (inFlight[replica]! >= slots.perReplica) noteWaiting(router, 1, atSeconds);
  inFlight[replica]!++;
  if (views.length > 1) views[view]!.inFlight[replica]!++;
  const leavesAt = serve(router, replica, request, atSeconds);
  const isKept = scratch.codes[request] !== outcomeCodes.timedOut;
  addDeparture(spread.departures, {
    atSeconds: leavesAt,
    replica,
    sender: isKept ? sender : withoutConnection(view),
  });
};

/** Gives up what has waited too long for a first replica. */
const expireHeld = (router: Router, spread: Spread, untilSeconds: number): void => {
  const { arrivalSeconds } = router.workload;
  for (; spread.heldFirst < spread.held.length; spread.heldFirst++) {
    const request = spread.held[spread.heldFirst]!;
    const givenUpAt = arrivalSeconds[request]! + router.patienceSeconds;
    if (givenUpAt > untilSeconds) return;
    noteWaiting(router, -1, givenUpAt);
    end(router, request, router.patienceCode, router.patienceSeconds);
  }
};

/** Sends what has waited for the first replica, when there is one. */
const releaseHeld = (router: Router, spread: Spread): void => {
  const atSeconds = spread.admittedAtSeconds;
  expireHeld(router, spread, atSeconds);
  for (const request of spread.held.slice(spread.heldFirst)) {
    noteWaiting(router, -1, atSeconds);
    send(router, spread, request, atSeconds);
  }
  spread.held = [];
  spread.heldFirst = 0;
};

const accept = (router: Router, spread: Spread, request: number, atSeconds: number): void => {
  if (spread.rotation.length > 0) send(router, spread, request, atSeconds);
  else if (router.rejectsWithoutReplica || spread.held.length - spread.heldFirst >= router.queueLength)
    end(router, request, outcomeCodes.rejected, 0);
  else {
    noteWaiting(router, 1, atSeconds);
    spread.held.push(request);
  }
};

/** Handles every arrival before `untilSeconds`, and everything that replicas have done up to it. */
export const advanceSpread = (router: Router, spread: Spread, untilSeconds: number): void => {
  const { arrivalSeconds } = router.workload;
  if (spread.held.length > 0 && spread.rotation.length > 0) releaseHeld(router, spread);
  let request = router.nextRequest;
  for (let at = arrivalSeconds[request]!; at < untilSeconds; at = arrivalSeconds[++request]!) {
    leaveUntil(router, spread, at);
    if (spread.held.length > 0) expireHeld(router, spread, at);
    accept(router, spread, request, at);
  }
  router.nextRequest = request;
  leaveUntil(router, spread, untilSeconds);
  if (spread.held.length > 0) expireHeld(router, spread, untilSeconds);
};

/** Rejects what still waits for a first replica: none will come. */
export const rejectHeld = (router: Router, spread: Spread, atSeconds: number): void => {
  for (const request of spread.held.slice(spread.heldFirst)) {
    noteWaiting(router, -1, atSeconds);
    end(router, request, outcomeCodes.rejected, atSeconds - router.workload.arrivalSeconds[request]!);
  }
  spread.held = [];
  spread.heldFirst = 0;
};
