import { type Instance, outcomeCodes, type Router } from './router.ts';
import { replaceRoot } from './slot-heap.ts';
import { freestNeighbour, notePlacement } from './slots.ts';
import { advanceSpread, rejectHeld } from './spread/advance.ts';

/**
 * Sends a request to the root slot of its instance.
 *
 * With one instance that slot is idle. With several, requests of the others may be on it: the replica takes one more
 * all the same and lets it wait (in its socket's backlog, where no router sees it), in order of arrival.
 */
const place = (router: Router, instance: Instance, request: number, atSeconds: number): void => {
  const { workload, scratch, slots, instances } = router;
  const believed = instance.heap.slots[0]!;
  const slot = instances.length === 1 ? believed : freestNeighbour(slots, believed);
  const begin = Math.max(atSeconds, slots.freeAtSeconds[slot]!);
  const arrival = workload.arrivalSeconds[request]!;
  const deadline = arrival + router.timeoutSeconds;
  let end = begin + workload.serviceSeconds[request]!;
  let code: number = outcomeCodes.ok;
  if (end > deadline) {
    code = outcomeCodes.timedOut;
    if (!router.keepsWorking) end = deadline;
  }
  scratch.codes[request] = code;
  scratch.waitSeconds[request] = Math.min(begin, deadline) - arrival;
  replaceRoot(instance.heap, end);
  // Given up while it waited in the backlog: it never held the slot.
  if (end <= begin) return;
  slots.freeAtSeconds[slot] = end;
  slots.placedSeconds += end - begin;
  if (slots.tracksReplicas) notePlacement(slots, slot, begin, end);
};

const giveUp = (router: Router, request: number, waitSeconds: number): void => {
  router.scratch.codes[request] = router.patienceCode;
  router.scratch.waitSeconds[request] = waitSeconds;
};

const enqueue = (router: Router, instance: Instance, request: number): void => {
  if (instance.queued === 0) instance.head = request;
  else router.scratch.nextQueued[instance.tail] = request;
  instance.tail = request;
  instance.queued++;
  router.queued++;
  router.queuedArrivalSum += router.workload.arrivalSeconds[request]!;
};

/** Takes the head off a queue. */
const dequeue = (router: Router, instance: Instance, atSeconds: number): number => {
  const request = instance.head;
  const arrival = router.workload.arrivalSeconds[request]!;
  instance.head = router.scratch.nextQueued[request]!;
  instance.queued--;
  router.queued--;
  router.waitedSeconds += atSeconds - arrival;
  // Started afresh with every empty queue, so that rounding errors do not add up.
  router.queuedArrivalSum = router.queued === 0 ? 0 : router.queuedArrivalSum - arrival;
  return request;
};

/** When the head of a queue leaves it: for a slot, or for good. Infinity for an empty queue. */
const moveAtSeconds = (router: Router, { heap, head, queued }: Instance): number => {
  if (queued === 0) return Number.POSITIVE_INFINITY;
  const arrival = router.workload.arrivalSeconds[head]!;
  return Math.min(arrival + router.patienceSeconds, Math.max(arrival, heap.freeAtSeconds[0]!));
};

const earliestToMove = (router: Router): Instance =>
  router.instances.reduce((earliest, instance) =>
    moveAtSeconds(router, instance) < moveAtSeconds(router, earliest) ? instance : earliest,
  );

/** Lets every request that waits leave its queue in order of time, as far as that happens until then. */
const drainQueues = (router: Router, untilSeconds: number): void => {
  const { instances, patienceSeconds } = router;
  const { arrivalSeconds } = router.workload;
  while (router.queued > 0) {
    const instance = instances.length === 1 ? instances[0]! : earliestToMove(router);
    const arrival = arrivalSeconds[instance.head]!;
    const freeAt = instance.heap.freeAtSeconds[0]!;
    const givenUpAt = arrival + patienceSeconds;
    if (givenUpAt <= freeAt) {
      if (givenUpAt > untilSeconds) return;
      giveUp(router, dequeue(router, instance, givenUpAt), patienceSeconds);
    } else {
      const startAt = Math.max(freeAt, arrival);
      if (startAt > untilSeconds) return;
      place(router, instance, dequeue(router, instance, startAt), startAt);
    }
  }
};

/** What an instance does with a request that has just come: run it, refuse it, or let it wait. */
const accept = (router: Router, instance: Instance, request: number, atSeconds: number): void => {
  const { heap, queued } = instance;
  if (queued === 0 && heap.freeAtSeconds[0]! <= atSeconds) place(router, instance, request, atSeconds);
  else if (queued >= router.queueLength || (router.rejectsWithoutReplica && heap.size === 0)) {
    router.scratch.codes[request] = outcomeCodes.rejected;
    router.scratch.waitSeconds[request] = 0;
  } else enqueue(router, instance, request);
};

/** Handles every arrival before `untilSeconds`, and every start and every end of patience up to it. */
export const advanceRouter = (router: Router, untilSeconds: number): void => {
  const { instances, spread } = router;
  if (spread !== null) {
    advanceSpread(router, spread, untilSeconds);
    return;
  }
  const { arrivalSeconds } = router.workload;
  let request = router.nextRequest;
  for (let at = arrivalSeconds[request]!; at < untilSeconds; at = arrivalSeconds[++request]!) {
    if (router.queued > 0) drainQueues(router, at);
    accept(router, instances[request % instances.length]!, request, at);
  }
  router.nextRequest = request;
  drainQueues(router, untilSeconds);
};

/** Rejects what still waits: nothing will ever serve it. */
export const rejectQueued = (router: Router, atSeconds: number): void => {
  if (router.spread !== null) rejectHeld(router, router.spread, atSeconds);
  for (const instance of router.instances) {
    while (instance.queued > 0) {
      const request = dequeue(router, instance, atSeconds);
      router.scratch.codes[request] = outcomeCodes.rejected;
      router.scratch.waitSeconds[request] = atSeconds - router.workload.arrivalSeconds[request]!;
    }
  }
};
