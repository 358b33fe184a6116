import { nextRetrySeconds, noteFirstRequest, type RetryBook, takeRetry } from './retries.ts';
import { type Instance, noteFailure, noteTimeout, outcomeCodes, type Router, reject } from './router.ts';
import { firstFreeAtSeconds, firstSlot, replaceFirst } from './slot-calendar.ts';
import { freestNeighbour, notePlacement } from './slots.ts';
import { acceptSpread, advanceSpread, releaseHeld, settleSpread, takeHeld } from './spread/advance.ts';

/**
 * Sends a request to the first slot of its instance, as soon as that is free.
 *
 * With one instance that slot is idle. With several, requests of the others may be on it: the replica takes one more
 * all the same and lets it wait (in its socket's backlog, where no router sees it), in order of arrival.
 */
const place = (router: Router, { calendar }: Instance, request: number): void => {
  const { workload, scratch, slots, instances } = router;
  const cameAt = router.cameAtSeconds[request]!;
  const believed = firstSlot(calendar);
  const slot = instances.length === 1 ? believed : freestNeighbour(slots, believed);
  const begin = Math.max(cameAt, firstFreeAtSeconds(calendar), slots.freeAtSeconds[slot]!);
  const deadline = cameAt + router.timeoutSeconds;
  let end = begin + workload.serviceSeconds[request]!;
  if (end > deadline) {
    noteTimeout(router, request, begin);
    if (!router.keepsWorking) end = deadline;
  } else {
    scratch.codes[request] = outcomeCodes.ok;
    scratch.waitSeconds[request] = begin - workload.arrivalSeconds[request]!;
  }
  replaceFirst(calendar, end);
  // Given up while it waited in the backlog: it never held the slot.
  if (end <= begin) return;
  slots.freeAtSeconds[slot] = end;
  slots.placedSeconds += end - begin;
  if (slots.tracksReplicas) notePlacement(slots, slot, begin, end);
};

/** Adds a request to the end of a queue: a list whose links are in the array of waits (see `dequeue`). */
const enqueue = (router: Router, instance: Instance, request: number): void => {
  const nextInQueue = router.scratch.waitSeconds;
  if (instance.queued === 0) instance.head = request;
  else nextInQueue[instance.tail] = request;
  instance.tail = request;
  instance.queued++;
  router.queued++;
  router.queuedArrivalSum += router.cameAtSeconds[request]!;
};

/**
 * Takes the head off a queue. A queued request has no wait yet: until it starts, its entry in the array of waits holds the number
 * of the next request in the queue.
 */
const dequeue = (router: Router, instance: Instance, atSeconds: number): number => {
  const nextInQueue = router.scratch.waitSeconds;
  const request = instance.head;
  const arrival = router.cameAtSeconds[request]!;
  // The last request has no next: its entry is not read as one, but a fraction in `head` would make all numbers slower.
  instance.head = nextInQueue[request]! | 0;
  instance.queued--;
  router.queued--;
  router.waitedSeconds += atSeconds - arrival;
  // Started afresh with every empty queue, so that rounding errors do not add up.
  router.queuedArrivalSum = router.queued === 0 ? 0 : router.queuedArrivalSum - arrival;
  return request;
};

/** When the head of a queue leaves it: for a slot, or for good. Infinity for an empty queue. */
const moveAtSeconds = (router: Router, { calendar, head, queued }: Instance): number => {
  if (queued === 0) return Number.POSITIVE_INFINITY;
  const arrival = router.cameAtSeconds[head]!;
  return Math.min(arrival + router.patienceSeconds, Math.max(arrival, firstFreeAtSeconds(calendar)));
};

const earliestToMove = (router: Router): Instance =>
  router.instances.reduce((earliest, instance) =>
    moveAtSeconds(router, instance) < moveAtSeconds(router, earliest) ? instance : earliest,
  );

/** Gives the head of a queue up. */
const giveUp = (router: Router, instance: Instance, atSeconds: number): void => {
  const request = dequeue(router, instance, atSeconds);
  noteFailure(router, request, { code: router.patienceCode, atSeconds, waitedUntilSeconds: atSeconds });
};

/**
 * Lets waiting requests leave their queues in order of time, up to the given time. Ends earlier where the client of a request
 * that is given up meanwhile tries again before.
 */
const drainQueues = (router: Router, givenSeconds: number): void => {
  const { instances, patienceSeconds, cameAtSeconds, retries } = router;
  let untilSeconds = givenSeconds;
  while (router.queued > 0) {
    const instance = instances.length === 1 ? instances[0]! : earliestToMove(router);
    const arrival = cameAtSeconds[instance.head]!;
    const freeAt = firstFreeAtSeconds(instance.calendar);
    const givenUpAt = arrival + patienceSeconds;
    if (givenUpAt <= freeAt) {
      if (givenUpAt > untilSeconds) return;
      giveUp(router, instance, givenUpAt);
      if (retries !== null) untilSeconds = Math.min(untilSeconds, nextRetrySeconds(retries));
    } else {
      const startAt = Math.max(freeAt, arrival);
      if (startAt > untilSeconds) return;
      place(router, instance, dequeue(router, instance, startAt));
    }
  }
};

/** What the router does with a request that has just come: run it, refuse it, or let it wait. */
const accept = (router: Router, request: number): void => {
  const instance = router.instances[request % router.instances.length]!;
  const { calendar, queued } = instance;
  const atSeconds = router.cameAtSeconds[request]!;
  if (queued === 0 && firstFreeAtSeconds(calendar) <= atSeconds) place(router, instance, request);
  else if (queued >= router.queueLength || (router.rejectsWithoutReplica && calendar.size === 0))
    reject(router, request, atSeconds);
  else enqueue(router, instance, request);
};

/** Lets happen up to a time what needs no further request. */
const settle = (router: Router, untilSeconds: number): void => {
  if (router.spread === null) drainQueues(router, untilSeconds);
  else settleSpread(router, router.spread, untilSeconds);
};

/** Like `advanceRouter` where clients try again: their retries are further arrivals, merged in order of time. */
const advanceWithRetries = (router: Router, book: RetryBook, untilSeconds: number): void => {
  const { arrivalSeconds } = router.workload;
  for (;;) {
    const [arrivesAt, comesAgainAt] = [arrivalSeconds[router.nextRequest]!, nextRetrySeconds(book)];
    const at = Math.min(arrivesAt, comesAgainAt);
    const until = Math.min(at, untilSeconds);
    settle(router, until);
    // One that was given up meanwhile comes again sooner.
    if (nextRetrySeconds(book) < until) continue;
    if (at >= untilSeconds) return;
    if (comesAgainAt < arrivesAt) router.cameAtSeconds[book.due.subjects[0]!] = at;
    else noteFirstRequest(book);
    const request = comesAgainAt < arrivesAt ? takeRetry(book) : router.nextRequest++;
    if (router.spread === null) accept(router, request);
    else acceptSpread(router, router.spread, request);
  }
};

/** Handles every arrival before `untilSeconds`, and every start and every end of patience up to it. */
export const advanceRouter = (router: Router, untilSeconds: number): void => {
  const { spread, retries } = router;
  if (spread !== null) releaseHeld(router, spread);
  if (retries !== null) {
    advanceWithRetries(router, retries, untilSeconds);
    return;
  }
  if (spread !== null) {
    advanceSpread(router, spread, untilSeconds);
    return;
  }
  const { arrivalSeconds } = router.workload;
  let request = router.nextRequest;
  // A number that the loop carries along would be put on the heap in each turn.
  for (; arrivalSeconds[request]! < untilSeconds; request++) {
    if (router.queued > 0) drainQueues(router, arrivalSeconds[request]!);
    accept(router, request);
  }
  router.nextRequest = request;
  drainQueues(router, untilSeconds);
};

/** Rejects what still waits: nothing will ever serve it. */
export const rejectQueued = (router: Router, atSeconds: number): void => {
  const rejectForGood = (request: number): void => {
    router.scratch.codes[request] = outcomeCodes.rejected;
    router.scratch.waitSeconds[request] = atSeconds - router.workload.arrivalSeconds[request]!;
  };
  if (router.spread !== null)
    for (const request of takeHeld(router, router.spread, atSeconds)) rejectForGood(request);
  for (const instance of router.instances)
    while (instance.queued > 0) rejectForGood(dequeue(router, instance, atSeconds));
};
