import { uniformAt } from '../../../../planner/stats/random.ts';
import type { NaiveOptions } from '../naive-station.ts';

/**
 * Replicas with queues of their own, one event at a time, to check the engine against. A request stands in the list of
 * its replica while it waits or runs; the first `slots` of those that have begun hold the slots.
 */
export type NaiveReplicasOptions = Omit<NaiveOptions, 'keepsWorking'> & {
  readonly keepsWorking: boolean;
  readonly rule: 'random' | 'roundRobin' | 'leastOfTwo' | 'leastOfAll';
  readonly seed: number;
  readonly rejectsWithoutReplica: boolean;
  readonly heldLength: number;
  /** How often a request is tried again, and its pauses in seconds; none by default. */
  readonly retries?: {
    readonly countMax: number;
    readonly pauseSeconds: (request: number, count: number) => number;
  };
};

type Job = { readonly request: number; endSeconds: number };
type Replica = { readyAtSeconds: number; readonly running: Job[]; waiting: number[] };

export type NaiveReplicasRun = {
  readonly codes: number[];
  readonly waitSeconds: number[];
  /** At each step of the script. */
  readonly seen: { readonly busySlots: number; readonly queued: number; readonly meanQueued: number }[];
};

const never = Number.POSITIVE_INFINITY;

/** Without a list of the moments: it would be made anew at each event, of all that wait. */
const soonest = <Item>(items: readonly Item[], atSecondsOf: (item: Item) => number): number => {
  let first = never;
  for (const item of items) first = Math.min(first, atSecondsOf(item));
  return first;
};

export const runReplicasNaively = (options: NaiveReplicasOptions): NaiveReplicasRun => {
  const { workload, durationSeconds, intervalSeconds, script, slots, rule, seed } = options;
  const { queueWaitSeconds, queueLength, timeoutSeconds, keepsWorking } = options;
  const { count, arrivalSeconds, serviceSeconds } = workload;
  const codes = new Array<number>(count).fill(-1);
  const waitSeconds = new Array<number>(count).fill(Number.NaN);
  const seen: { busySlots: number; queued: number; meanQueued: number }[] = [];
  const patience = Math.min(queueWaitSeconds, timeoutSeconds);
  const cameAt = [...arrivalSeconds].slice(0, count);
  const triedAgain = new Array<number>(count).fill(0);
  let due: { readonly request: number; readonly atSeconds: number }[] = [];
  const fail = (request: number, code: number, waitedUntil: number, failedAt = waitedUntil): void => {
    codes[request] = code;
    waitSeconds[request] = waitedUntil - arrivalSeconds[request]!;
    const { countMax = 0, pauseSeconds } = options.retries ?? {};
    const before = triedAgain[request]!;
    if (before >= countMax) return;
    triedAgain[request] = before + 1;
    due.push({ request, atSeconds: failedAt + pauseSeconds!(request, before) });
  };
  const patienceCode = queueWaitSeconds <= timeoutSeconds ? 1 : 2;
  let ready: Replica[] = [];
  let pending: Replica[] = [];
  let draining: Replica[] = [];
  let held: number[] = [];
  let round = Math.floor(uniformAt(seed ^ 0x5bd1e995, 0) * 2 ** 20);
  let [now, next, steps, starts, queuedArea] = [0, 0, 0, 0, 0];

  const inFlight = ({ running, waiting }: Replica): number => running.length + waiting.length;
  const choose = (request: number): Replica => {
    const size = ready.length;
    const draw = request + triedAgain[request]! * count;
    const place = Math.floor(uniformAt(seed, draw) * size);
    if (rule === 'random') return ready[place]!;
    if (rule === 'roundRobin') {
      round = (round + 1) % size;
      return ready[round]!;
    }
    if (rule === 'leastOfAll') {
      const order = ready.map((_, i) => (round + i) % size);
      const least = Math.min(...ready.map(inFlight));
      const chosen = order.find((i) => inFlight(ready[i]!) === least)!;
      round = chosen + 1;
      return ready[chosen]!;
    }
    if (size === 1) return ready[0]!;
    const others = ready.filter((_, i) => i !== place);
    const other = others[Math.floor(uniformAt(seed ^ 0x2545f491, draw) * (size - 1))]!;
    return inFlight(other) < inFlight(ready[place]!) ? other : ready[place]!;
  };
  /** When a request that waits leaves the queue of its replica for good. */
  const expiryOf = (request: number): number =>
    cameAt[request]! + (keepsWorking ? queueWaitSeconds : patience);
  const giveUp = (request: number): void => fail(request, patienceCode, cameAt[request]! + patience);
  const fill = (replica: Replica): void => {
    while (replica.running.length < slots && replica.waiting.length > 0) {
      const request = replica.waiting.shift()!;
      const deadline = cameAt[request]! + timeoutSeconds;
      const end = now + serviceSeconds[request]!;
      if (end > deadline) fail(request, 2, Math.min(now, deadline), deadline);
      else [codes[request], waitSeconds[request]] = [0, now - arrivalSeconds[request]!];
      replica.running.push({ request, endSeconds: end > deadline && !keepsWorking ? deadline : end });
    }
  };
  const send = (request: number): void => {
    const replica = choose(request);
    if (inFlight(replica) >= slots + queueLength) {
      fail(request, 1, now);
      return;
    }
    replica.waiting.push(request);
    fill(replica);
  };
  const isIdle = (replica: Replica): boolean => inFlight(replica) === 0;
  const scaleTo = (wanted: number): void => {
    while (ready.length + pending.length < wanted)
      pending.push({ readyAtSeconds: now + options.lagsSeconds[starts++]!, running: [], waiting: [] });
    while (pending.length > 0 && ready.length + pending.length > wanted) pending.pop();
    while (ready.length > wanted) {
      const leaving = (ready.some(isIdle) ? ready.filter(isIdle) : ready).at(-1)!;
      ready = ready.filter((replica) => replica !== leaving);
      draining.push(leaving);
    }
  };
  const queuedNow = (): number => held.length + ready.reduce((sum, { waiting }) => sum + waiting.length, 0);

  for (let i = 0; i < script[0]!; i++) ready.push({ readyAtSeconds: 0, running: [], waiting: [] });
  for (;;) {
    const all = [...ready, ...draining];
    const nextStep = (steps + 1) * intervalSeconds;
    const stepAt = steps + 1 < script.length && nextStep < durationSeconds ? nextStep : never;
    const endAt = soonest(all, ({ running }) => soonest(running, ({ endSeconds }) => endSeconds));
    const expiryAt = Math.min(
      soonest(all, ({ waiting }) => soonest(waiting, expiryOf)),
      soonest(held, (request) => cameAt[request]! + patience),
    );
    const readyAt = soonest(pending, ({ readyAtSeconds }) => readyAtSeconds);
    const arrivalAt = next < count ? arrivalSeconds[next]! : never;
    const dueAt = soonest(due, ({ atSeconds }) => atSeconds);
    const until = Math.min(stepAt, endAt, expiryAt, readyAt, arrivalAt, dueAt);
    if (until === never) break;
    queuedArea += queuedNow() * (until - now);
    now = until;
    for (const replica of all) {
      replica.running.splice(0, never, ...replica.running.filter(({ endSeconds }) => endSeconds > now));
      for (const request of replica.waiting.filter((one) => expiryOf(one) <= now)) giveUp(request);
      replica.waiting = replica.waiting.filter((request) => expiryOf(request) > now);
      fill(replica);
    }
    for (const request of held.filter((one) => cameAt[one]! + patience <= now)) giveUp(request);
    held = held.filter((request) => cameAt[request]! + patience > now);
    draining = draining.filter((replica) => !isIdle(replica));
    ready.push(...pending.filter(({ readyAtSeconds }) => readyAtSeconds <= now));
    pending = pending.filter(({ readyAtSeconds }) => readyAtSeconds > now);
    if (ready.length > 0) for (const request of held.splice(0)) send(request);
    if (until === stepAt) {
      const busySlots = ready.reduce((sum, { running }) => sum + running.length, 0);
      seen.push({ busySlots, queued: queuedNow(), meanQueued: queuedArea / intervalSeconds });
      queuedArea = 0;
      steps++;
      scaleTo(script[steps]!);
    }
    const coming = due.filter(({ atSeconds }) => atSeconds <= now).map(({ request }) => request);
    due = due.filter(({ atSeconds }) => atSeconds > now);
    if (until === arrivalAt) coming.push(next++);
    for (const request of coming) {
      cameAt[request] = now;
      if (ready.length > 0) send(request);
      else if (options.rejectsWithoutReplica || held.length >= options.heldLength) fail(request, 1, now);
      else held.push(request);
    }
  }
  for (const request of held) {
    codes[request] = 1;
    waitSeconds[request] = durationSeconds - arrivalSeconds[request]!;
  }
  return { codes, waitSeconds, seen };
};
