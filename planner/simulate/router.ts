import type { Retries } from '../../runs/schema/load/retries.ts';
import type { Model } from '../../runs/schema/model/model.ts';
import { createRandom } from '../stats/random.ts';
import { createRetryBook, type RetryBook, retryLater } from './retries.ts';
import { addSlot, createSlotCalendar, removeSlots, type SlotCalendar } from './slot-calendar.ts';
import { closeReplica, openReplica, type Slots } from './slots.ts';
import { unfinishedWaitSeconds } from './spread/backlog.ts';
import { closeConnections } from './spread/connections.ts';
import { createSpread, joinRotation, leaveRotation, type Spread } from './spread/spread.ts';
import type { Workload } from './workload.ts';

/** How a request ended, as the numbers in `Outcomes.codes`. */
export const outcomeCodes = { ok: 0, rejected: 1, timedOut: 2 } as const;

/** By request: how it ended, and the seconds from its arrival until it got a slot or was given up. */
export type Outcomes = { readonly codes: Uint8Array; readonly waitSeconds: Float64Array };

/**
 * Memory of a run that the next run may use again. As long as a request stands in a queue its wait is not known, and
 * `waitSeconds` holds the request behind it there.
 */
export type Scratch = Outcomes;

/** Memory for the outcomes of so many requests. */
export const createScratch = (requests: number): Scratch => ({
  codes: new Uint8Array(requests),
  waitSeconds: new Float64Array(requests),
});

/** One router: the slots as it believes them to be, and its queue, a chain of requests through `Scratch`. */
export type Instance = { readonly calendar: SlotCalendar; head: number; tail: number; queued: number };

/**
 * The path of requests between two decisions of the autoscaler: they come to router instances in turn, wait in the
 * instance's queue or at the replica that they are sent to, and run in a slot. Only requests are events here. Each is
 * handled once, in order of arrival, and gets a slot only when one is free (Kiefer & Wolfowitz's recursion). So the
 * answer stays exact when slots come and go between two requests.
 *
 * All limits and times are seconds; infinity is no limit.
 */
export type Router = {
  readonly workload: Workload;
  /** By request: when it came, or last came again. The workload's own arrivals where nobody tries again. */
  readonly cameAtSeconds: Float64Array;
  /** null: no client tries again. */
  readonly retries: RetryBook | null;
  readonly scratch: Scratch;
  readonly slots: Slots;
  readonly instances: readonly Instance[];
  /** Where requests wait at the replica that they are sent to; null where they wait in front of all. */
  readonly spread: Spread | null;
  readonly timeoutSeconds: number;
  /** When a waiting request is given up, and what it gets then. */
  readonly patienceSeconds: number;
  readonly patienceCode: number;
  /** How long a request waits at a replica. One that works on after a timeout also begins requests that nobody waits for. */
  readonly staySeconds: number;
  readonly queueLength: number;
  /** Requests that may wait for the first replica, where each replica has a queue. */
  readonly heldLength: number;
  readonly keepsWorking: boolean;
  readonly rejectsWithoutReplica: boolean;
  nextRequest: number;
  /** Requests that failed, in the warm-up too. */
  failures: number;
  /** Requests that wait in front of all replicas. */
  queued: number;
  /**
   * Time spent in queues by requests that have left them, and the arrival times of those that have not. All
   * the time that a request will wait at a replica is booked when it comes.
   */
  waitedSeconds: number;
  queuedArrivalSum: number;
};

const secondsOf = (limitMs: number | null): number =>
  limitMs === null ? Number.POSITIVE_INFINITY : limitMs / 1000;

/** Draws for pauses must not meet those for replicas. */
const retryStream = 0x3c6ef372;

type RouterParts = Pick<Router, 'workload' | 'scratch' | 'slots'> & {
  /** Of the choices between replicas and of the pauses before retries; 0 by default. */
  readonly seed?: number;
  readonly retries?: Retries | null;
};

/** The router before the first request. */
export const createRouter = (
  settings: Model['router'],
  { workload, scratch, slots, seed = 0, retries = null }: RouterParts,
): Router => {
  const queueWaitSeconds = secondsOf(settings.queueWaitLimitMs);
  const timeoutSeconds = secondsOf(settings.requestTimeoutMs);
  const patienceSeconds = Math.min(queueWaitSeconds, timeoutSeconds);
  const keepsWorking = settings.onTimeout === 'keepWorking';
  return {
    workload,
    cameAtSeconds:
      retries === null ? workload.arrivalSeconds : workload.arrivalSeconds.slice(0, workload.count),
    retries: retries === null ? null : createRetryBook(retries, workload.count, seed ^ retryStream),
    scratch,
    slots,
    spread: createSpread(settings, { seed, slots }),
    instances: Array.from({ length: settings.instances }, () => ({
      calendar: createSlotCalendar(),
      head: 0,
      tail: 0,
      queued: 0,
    })),
    timeoutSeconds,
    patienceSeconds,
    patienceCode: queueWaitSeconds <= timeoutSeconds ? outcomeCodes.rejected : outcomeCodes.timedOut,
    queueLength: settings.queueLengthLimit ?? Number.POSITIVE_INFINITY,
    heldLength: settings.heldLengthLimit ?? Number.POSITIVE_INFINITY,
    staySeconds: keepsWorking ? queueWaitSeconds : patienceSeconds,
    keepsWorking,
    rejectsWithoutReplica: settings.noReadyReplica === 'reject',
    nextRequest: 0,
    failures: 0,
    queued: 0,
    waitedSeconds: 0,
    queuedArrivalSum: 0,
  };
};

/** How an attempt failed. */
type Failure = {
  readonly code: number;
  /** When its client learned of it. */
  readonly atSeconds: number;
  /** Until when it waited: for a slot, or for nothing. */
  readonly waitedUntilSeconds: number;
};

/** Books a request that failed; its client may try again. Waits count from the first attempt. */
export const noteFailure = (router: Router, request: number, failure: Failure): void => {
  const { scratch, workload, retries } = router;
  const { code, atSeconds, waitedUntilSeconds } = failure;
  router.failures++;
  scratch.codes[request] = code;
  scratch.waitSeconds[request] = waitedUntilSeconds - workload.arrivalSeconds[request]!;
  if (retries === null) return;
  retryLater(retries, request, { failedAtSeconds: atSeconds, asksToWait: code === outcomeCodes.rejected });
};

/** Turns a request away at a moment. */
export const reject = (router: Router, request: number, atSeconds: number): void =>
  noteFailure(router, request, { code: outcomeCodes.rejected, atSeconds, waitedUntilSeconds: atSeconds });

/** Books a request whose time is up: while it runs, or before its slot is free. */
export const noteTimeout = (router: Router, request: number, beginSeconds: number): void => {
  const deadline = router.cameAtSeconds[request]! + router.timeoutSeconds;
  const waitedUntilSeconds = Math.min(beginSeconds, deadline);
  noteFailure(router, request, { code: outcomeCodes.timedOut, atSeconds: deadline, waitedUntilSeconds });
};

/** Far below any time that matters, far above the rounding of a month in seconds. */
const tieBreakSeconds = 1e-6;

/**
 * How much longer than it really was a slot seems idle to an instance when it opens. Several instances must not
 * agree on the order of slots that open together: they would go through them in step, each sending its next request
 * to the replica that the others have just used.
 */
const tieBreak = (router: Router, instance: number, slot: number): number =>
  router.instances.length === 1 ? 0 : tieBreakSeconds * createRandom(slot, instance)();

/** Puts a replica into rotation: every instance sees its slots idle. */
export const admitReplica = (router: Router, replica: number, atSeconds: number): void => {
  const { slots, instances, spread } = router;
  openReplica(slots, replica, atSeconds);
  if (spread !== null) {
    joinRotation(spread, replica, atSeconds);
    return;
  }
  const first = replica * slots.perReplica;
  instances.forEach(({ calendar }, instance) => {
    for (let slot = first; slot < first + slots.perReplica; slot++) {
      addSlot(calendar, slot, atSeconds - tieBreak(router, instance, slot));
    }
  });
};

/** Books a change of the number of requests that wait for the first replica, and their time until now. */
export const noteHeld = (router: Router, change: number, atSeconds: number): void => {
  router.waitedSeconds += router.queued * atSeconds - router.queuedArrivalSum;
  router.queued += change;
  router.queuedArrivalSum = router.queued * atSeconds;
};

/** What waits at a replica that leaves is no longer the autoscaler's concern; connections to it are closed. */
const dismissFromSpread = (router: Router, replicas: ReadonlySet<number>, atSeconds: number): void => {
  const { spread } = router;
  if (spread === null) return;
  leaveRotation(spread, replicas);
  for (const replica of replicas)
    router.waitedSeconds -= unfinishedWaitSeconds(spread.backlogs[replica]!, atSeconds);
  if (spread.connections !== null) closeConnections(spread.connections, replicas, atSeconds);
};

/** Takes replicas out of rotation. Requests that run there run on; gives the time at which each replica is idle. */
export const dismissReplicas = (
  router: Router,
  replicas: ReadonlySet<number>,
  atSeconds: number,
): ReadonlyMap<number, number> => {
  const { slots, instances } = router;
  for (const { calendar } of instances) {
    removeSlots(calendar, (slot) => replicas.has(Math.floor(slot / slots.perReplica)));
  }
  dismissFromSpread(router, replicas, atSeconds);
  return new Map([...replicas].map((replica) => [replica, closeReplica(slots, replica, atSeconds)]));
};
