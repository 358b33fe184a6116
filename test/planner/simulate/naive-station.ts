import type { Observation } from '../../../planner/policies/index.ts';
import type { Workload } from '../../../planner/simulate/workload.ts';

/**
 * The same station written the obvious way, to check the engine against: a list of everything that may happen next,
 * one event at a time, time averages added up between events. One router, no limits of the nodes. O(events x state).
 */
export type NaiveOptions = {
  readonly workload: Workload;
  readonly durationSeconds: number;
  readonly intervalSeconds: number;
  /** Replicas wanted from the start, and after each step. */
  readonly script: readonly number[];
  readonly lagsSeconds: readonly number[];
  readonly slots: number;
  readonly queueWaitSeconds: number;
  readonly queueLength: number;
  readonly timeoutSeconds: number;
  readonly keepsWorking: boolean;
};

type Slot = { request: number; idleSinceSeconds: number; endSeconds: number };
type Replica = { readyAtSeconds: number; readonly slots: readonly Slot[] };

export type NaiveRun = {
  readonly codes: number[];
  readonly waitSeconds: number[];
  readonly observations: Observation[];
  readonly readySeconds: number;
  readonly busySlotSeconds: number;
};

const idle = -1;
const never = Number.POSITIVE_INFINITY;

export const runNaively = (options: NaiveOptions): NaiveRun => {
  const { workload, durationSeconds, intervalSeconds, script, slots: perReplica } = options;
  const { count, arrivalSeconds, serviceSeconds } = workload;
  const codes = new Array<number>(count).fill(-1);
  const waitSeconds = new Array<number>(count).fill(Number.NaN);
  const observations: Observation[] = [];
  const queue: number[] = [];
  let ready: Replica[] = [];
  let pending: Replica[] = [];
  let draining: Replica[] = [];
  const since = { arrivals: 0, busySlots: 0, busyReplicas: 0, queued: 0 };
  const total = { ready: 0, busySlots: 0 };
  let [now, next, steps, starts] = [0, 0, 0, 0];

  const makeReplica = (readyAtSeconds: number): Replica => ({
    readyAtSeconds,
    slots: Array.from({ length: perReplica }, () => ({
      request: idle,
      idleSinceSeconds: readyAtSeconds,
      endSeconds: never,
    })),
  });
  const isBusy = (slot: Slot): boolean => slot.request !== idle;
  const busySlotsOf = (replicas: readonly Replica[]): Slot[] =>
    replicas.flatMap((replica) => replica.slots.filter(isBusy));
  const patience = Math.min(options.queueWaitSeconds, options.timeoutSeconds);

  const start = (request: number, slot: Slot): void => {
    const deadline = arrivalSeconds[request]! + options.timeoutSeconds;
    const end = now + serviceSeconds[request]!;
    codes[request] = end > deadline ? 2 : 0;
    waitSeconds[request] = now - arrivalSeconds[request]!;
    slot.request = request;
    slot.endSeconds = end > deadline && !options.keepsWorking ? deadline : end;
  };
  const longestIdle = (): Slot | undefined =>
    ready
      .flatMap((replica) => replica.slots.filter((slot) => !isBusy(slot)))
      .sort((a, b) => a.idleSinceSeconds - b.idleSinceSeconds)[0];
  const dispatch = (): void => {
    for (let slot = longestIdle(); slot !== undefined && queue.length > 0; slot = longestIdle()) {
      start(queue.shift()!, slot);
    }
  };
  const scaleTo = (wanted: number): void => {
    while (ready.length + pending.length < wanted) {
      pending.push(makeReplica(now + options.lagsSeconds[starts++]!));
    }
    while (pending.length > 0 && ready.length + pending.length > wanted) pending.pop();
    while (ready.length > wanted) {
      const idleOnes = ready.filter((replica) => !replica.slots.some(isBusy));
      const leaving = (idleOnes.length > 0 ? idleOnes : ready).at(-1)!;
      ready = ready.filter((replica) => replica !== leaving);
      draining.push(leaving);
    }
  };
  const observe = (): Observation => ({
    atSeconds: now,
    desiredReplicas: script[steps]!,
    readyReplicas: ready.length,
    pendingReplicas: pending.length,
    slotsPerReplica: perReplica,
    busyReplicas: ready.filter((replica) => replica.slots.some(isBusy)).length,
    busySlots: busySlotsOf(ready).length,
    queuedRequests: queue.length,
    arrivals: since.arrivals,
    meanBusyReplicas: since.busyReplicas / intervalSeconds,
    meanBusySlots: since.busySlots / intervalSeconds,
    meanQueuedRequests: since.queued / intervalSeconds,
  });
  const passTime = (until: number): void => {
    const elapsed = until - now;
    since.busySlots += elapsed * busySlotsOf(ready).length;
    since.busyReplicas += elapsed * ready.filter((replica) => replica.slots.some(isBusy)).length;
    since.queued += elapsed * queue.length;
    if (now < durationSeconds) {
      total.ready += elapsed * ready.length;
      total.busySlots += elapsed * busySlotsOf(ready).length;
    }
    now = until;
  };

  for (let i = 0; i < script[0]!; i++) ready.push(makeReplica(0));
  for (;;) {
    const nextStep = (steps + 1) * intervalSeconds;
    const stepAt = steps + 1 < script.length && nextStep < durationSeconds ? nextStep : never;
    const expiryAt = queue.length > 0 ? arrivalSeconds[queue[0]!]! + patience : never;
    const endAt = Math.min(never, ...busySlotsOf([...ready, ...draining]).map((slot) => slot.endSeconds));
    const readyAt = Math.min(never, ...pending.map((replica) => replica.readyAtSeconds));
    const arrivalAt = next < count ? arrivalSeconds[next]! : never;
    const until = Math.min(
      stepAt,
      now < durationSeconds ? durationSeconds : never,
      expiryAt,
      endAt,
      readyAt,
      arrivalAt,
    );
    if (until === never) break;
    passTime(until);
    for (const slot of busySlotsOf([...ready, ...draining])) {
      if (slot.endSeconds <= now) Object.assign(slot, { request: idle, idleSinceSeconds: slot.endSeconds });
    }
    draining = draining.filter((replica) => replica.slots.some(isBusy));
    ready.push(
      ...pending
        .filter((replica) => replica.readyAtSeconds <= now)
        .sort((a, b) => a.readyAtSeconds - b.readyAtSeconds),
    );
    pending = pending.filter((replica) => replica.readyAtSeconds > now);
    if (until === expiryAt) {
      const request = queue.shift()!;
      codes[request] = options.queueWaitSeconds <= options.timeoutSeconds ? 1 : 2;
      waitSeconds[request] = patience;
    }
    dispatch();
    if (until === stepAt) {
      observations.push(observe());
      Object.assign(since, { arrivals: 0, busySlots: 0, busyReplicas: 0, queued: 0 });
      steps++;
      scaleTo(script[steps]!);
    }
    if (until === arrivalAt) {
      const request = next++;
      since.arrivals++;
      const slot = queue.length === 0 ? longestIdle() : undefined;
      if (slot !== undefined) start(request, slot);
      else if (queue.length >= options.queueLength) [codes[request], waitSeconds[request]] = [1, 0];
      else queue.push(request);
    }
  }
  for (const request of queue) {
    codes[request] = 1;
    waitSeconds[request] = durationSeconds - arrivalSeconds[request]!;
  }
  return {
    codes,
    waitSeconds,
    observations,
    readySeconds: total.ready,
    busySlotSeconds: total.busySlots,
  };
};
