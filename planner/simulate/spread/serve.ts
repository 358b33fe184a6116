/** What becomes of a request at its replica. All of it is known when the request comes, which is now. */
import { noteFailure, noteTimeout, outcomeCodes, type Router } from '../router.ts';
import { notePlacement } from '../slots.ts';
import { addToBacklog, waitingIn } from './backlog.ts';
import type { Spread } from './spread.ts';

/**
 * Whether a replica takes no further request: it neither runs at once nor may wait.
 *
 * @param slot the one of the replica that is free first
 */
export const isFull = (router: Router, spread: Spread, replica: number, slot: number): boolean =>
  router.slots.freeAtSeconds[slot]! > spread.nowSeconds &&
  waitingIn(spread.backlogs[replica]!, spread.nowSeconds) >= router.queueLength;

/** Books a request whose client no longer waits for a slot. */
export const giveUp = (router: Router, request: number, atSeconds: number): void =>
  noteFailure(router, request, { code: router.patienceCode, atSeconds, waitedUntilSeconds: atSeconds });

/**
 * Lets a request wait for a slot.
 *
 * @returns whether the slot is free before the request is given up
 */
export const waitFor = (router: Router, spread: Spread, request: number, slot: number): boolean => {
  const { slots } = router;
  const freeAt = slots.freeAtSeconds[slot]!;
  if (freeAt <= spread.nowSeconds) return true;
  const staysUntil = router.cameAtSeconds[request]! + router.staySeconds;
  const waitsUntil = Math.min(freeAt, staysUntil);
  router.waitedSeconds += waitsUntil - spread.nowSeconds;
  addToBacklog(spread.backlogs[Math.floor(slot / slots.perReplica)]!, waitsUntil);
  if (freeAt < staysUntil) return true;
  giveUp(router, request, router.cameAtSeconds[request]! + router.patienceSeconds);
  return false;
};

/** Lets a request run in a slot, as soon as that is free. */
export const runIn = (router: Router, spread: Spread, request: number, slot: number): void => {
  const { slots, workload, keepsWorking, scratch } = router;
  const begin = Math.max(spread.nowSeconds, slots.freeAtSeconds[slot]!);
  const deadline = router.cameAtSeconds[request]! + router.timeoutSeconds;
  let doneAt = begin + workload.serviceSeconds[request]!;
  if (doneAt > deadline) {
    noteTimeout(router, request, begin);
    if (!keepsWorking) doneAt = Math.max(begin, deadline);
  } else {
    scratch.codes[request] = outcomeCodes.ok;
    scratch.waitSeconds[request] = begin - workload.arrivalSeconds[request]!;
  }
  slots.freeAtSeconds[slot] = doneAt;
  slots.placedSeconds += doneAt - begin;
  if (slots.tracksReplicas) notePlacement(slots, slot, begin, doneAt);
};
