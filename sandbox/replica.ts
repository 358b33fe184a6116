import { randomUUID } from 'node:crypto';
import type { Sampler } from '../planner/stats/distributions.ts';
import type { Random } from '../planner/stats/random.ts';
import { type CancelRun, createSlots, type RunEnd, type Slots } from './slots.ts';

/**
 * Where a replica is in its life:
 *
 *   pending ──> pulling ──> starting ──> ready ──> gone
 *   (no node)   (image)     (init())  ^    │
 *                                     └─ crashed (back-off, then init() again)
 *
 * Removal is no stage of its own: a ready replica that was removed still finishes its requests.
 */
type Stage = 'pending' | 'pulling' | 'starting' | 'ready' | 'crashed' | 'gone';

/** One crash of a replica: when it ran, and how long it waits to start again. */
export type Crash = { readonly startedAtMs: number; readonly endedAtMs: number; readonly backOffMs: number };

/** All that the Kubernetes API shows of a replica. Times are ms since the epoch; null: not reached, or no more. */
export type ReplicaState = {
  readonly name: string;
  readonly uid: string;
  readonly createdAtMs: number;
  stage: Stage;
  node: string | null;
  unschedulable: { readonly message: string; readonly sinceMs: number } | null;
  scheduledAtMs: number | null;
  startedAtMs: number | null;
  readyAtMs: number | null;
  restarts: number;
  lastCrash: Crash | null;
  removedAtMs: number | null;
};

/** Steps in the life of a replica. */
export type ReplicaChange =
  | 'created'
  | 'unschedulable'
  | 'scheduled'
  | 'started'
  | 'ready'
  | 'crashed'
  | 'removed'
  | 'gone';

/** One replica: a pod with slots that really wait. */
export type Replica = {
  readonly state: Readonly<ReplicaState>;
  readonly slots: Pick<Slots, 'busy' | 'busyOverTime' | 'begun'>;
  /** Ready and not removed. */
  readonly inService: () => boolean;
  readonly run: (onEnd: (end: RunEnd) => void) => CancelRun;
  /** The scheduler's two answers. */
  readonly place: (node: string) => void;
  readonly refuse: (message: string) => void;
  /** Takes it out of service; it is gone when its requests are done or the grace period is over. */
  readonly remove: () => void;
  /** Stops its timers; nothing is told any more. */
  readonly close: () => void;
};

/** How a replica starts, runs, crashes and ends. */
export type ReplicaOptions = {
  readonly name: string;
  readonly gracePeriodMs: number;
  readonly crashShare: number;
  readonly crashBackOffMs: number;
  readonly draw: {
    readonly scheduleMs: Sampler;
    readonly pullMs: Sampler;
    readonly initMs: Sampler;
    readonly serviceMs: Sampler;
    readonly crash: Random;
  };
  /** Has been ready on this node for so long already. */
  readonly veteran?: { readonly node: string; readonly readyForMs: number };
  readonly onScheduleDue: (replica: Replica) => void;
  readonly onChange: (replica: Replica, change: ReplicaChange) => void;
  readonly onBusyChange: () => void;
};

/** Of the kubelet: back-off doubles up to 5 minutes and is forgotten after 10 minutes of running. */
const backOffLimitMs = 300_000;
const backOffForgottenAfterMs = 600_000;

const newborn = (name: string): ReplicaState => ({
  name,
  uid: randomUUID(),
  createdAtMs: Date.now(),
  stage: 'pending',
  node: null,
  unschedulable: null,
  scheduledAtMs: null,
  startedAtMs: null,
  readyAtMs: null,
  restarts: 0,
  lastCrash: null,
  removedAtMs: null,
});

/** Its start-up lag is drawn like any other, so that a veteran is as good a sample of it as a newcomer. */
const veteranOf = ({ name, draw, veteran }: ReplicaOptions): ReplicaState | undefined => {
  if (!veteran) return undefined;
  const readyAtMs = Date.now() - veteran.readyForMs;
  const startedAtMs = readyAtMs - draw.initMs();
  const scheduledAtMs = startedAtMs - draw.pullMs();
  const createdAtMs = scheduledAtMs - draw.scheduleMs();
  const times = { createdAtMs, scheduledAtMs, startedAtMs, readyAtMs };
  return { ...newborn(name), ...times, stage: 'ready', node: veteran.node };
};

/** The kubelet restarts a first crash at once. */
const backOffOf = (crashesInARow: number, firstMs: number): number =>
  crashesInARow === 1 ? 0 : Math.min(backOffLimitMs, firstMs * 2 ** (crashesInARow - 2));

/** One replica: a life cycle in real time around the slots in which it runs requests. */
export const createReplica = (options: ReplicaOptions): Replica => {
  const { draw, onChange } = options;
  const state = veteranOf(options) ?? newborn(options.name);
  let crashesInARow = 0;
  let nextStep: NodeJS.Timeout | undefined;

  const after = (ms: number, step: () => void): void => {
    clearTimeout(nextStep);
    nextStep = setTimeout(step, ms);
  };

  const enter = (stage: Stage, change: ReplicaChange): void => {
    state.stage = stage;
    onChange(replica, change);
  };

  const leaveWhenIdle = (): void => {
    if (state.stage === 'gone' || slots.busy() > 0) return;
    clearTimeout(nextStep);
    enter('gone', 'gone');
  };

  const start = (): void => {
    state.startedAtMs = Date.now();
    enter('starting', 'started');
    after(draw.initMs(), () => {
      state.readyAtMs = Date.now();
      enter('ready', 'ready');
    });
  };

  const crash = (): void => {
    const endedAtMs = Date.now();
    const startedAtMs = state.startedAtMs ?? endedAtMs;
    crashesInARow = endedAtMs - startedAtMs > backOffForgottenAfterMs ? 1 : crashesInARow + 1;
    const backOffMs = backOffOf(crashesInARow, options.crashBackOffMs);
    Object.assign(state, { readyAtMs: null, lastCrash: { startedAtMs, endedAtMs, backOffMs } });
    enter('crashed', 'crashed');
    after(backOffMs, () => {
      state.restarts += 1;
      start();
    });
    slots.breakAll();
  };

  const slots = createSlots({
    serviceMs: draw.serviceMs,
    crashShare: options.crashShare,
    random: draw.crash,
    onCrash: crash,
    onBusyChange: () => {
      options.onBusyChange();
      if (state.removedAtMs !== null) leaveWhenIdle();
    },
  });

  const replica: Replica = {
    state,
    slots,
    inService: () => state.stage === 'ready' && state.removedAtMs === null,
    run: slots.run,
    place: (node) => {
      Object.assign(state, { node, unschedulable: null, scheduledAtMs: Date.now() });
      enter('pulling', 'scheduled');
      after(draw.pullMs(), start);
    },
    refuse: (message) => {
      const before = state.unschedulable;
      state.unschedulable = { message, sinceMs: before?.sinceMs ?? Date.now() };
      if (before?.message !== message) onChange(replica, 'unschedulable');
    },
    remove: () => {
      state.removedAtMs = Date.now();
      onChange(replica, 'removed');
      after(options.gracePeriodMs, slots.breakAll);
      leaveWhenIdle();
    },
    close: () => {
      clearTimeout(nextStep);
      slots.close();
    },
  };
  if (state.stage === 'pending') after(draw.scheduleMs(), () => options.onScheduleDue(replica));
  return replica;
};
