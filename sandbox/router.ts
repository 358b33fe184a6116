import type { SandboxSettings } from '../runs/schema/sandbox.ts';
import { createDeadline } from './deadline.ts';
import type { FleetChange } from './fleet.ts';
import { createIntegral, type Integral } from './integral.ts';
import type { Replica } from './replica.ts';
import type { CancelRun, RunEnd } from './slots.ts';

/** How the router answers a request. */
export type Answer =
  | { readonly kind: 'scored'; readonly runMs: number; readonly replica: string }
  | { readonly kind: 'crashed' }
  | { readonly kind: 'overloaded' }
  | { readonly kind: 'noReadyReplicas' }
  | { readonly kind: 'timedOut' };

type RouterLimits = Omit<SandboxSettings, 'policy'>;

/** A router like azureml-fe: one queue in front of all replicas, with its two limits. */
export type Router = {
  /**
   * Takes a request; `onAnswer` is called once, perhaps before this returns. What is given back must be called
   * when the client leaves first: no answer comes then.
   */
  readonly take: (onAnswer: (answer: Answer) => void) => () => void;
  readonly arrivals: () => number;
  readonly queuedRequests: () => number;
  /** Queued requests over time. */
  readonly queue: Integral;
  readonly setLimits: (limits: RouterLimits) => void;
  readonly close: () => void;
};

type Request = { readonly onAnswer: (answer: Answer) => void; cancelRun: CancelRun | undefined };

/** What the router needs of a replica. */
export type Worker = {
  readonly state: Pick<Replica['state'], 'name'>;
  readonly slots: Pick<Replica['slots'], 'busy'>;
  readonly run: Replica['run'];
};

/** The replicas that take requests, and the news that one of them has just become ready. */
type Workers = {
  readonly inService: () => readonly Worker[];
  readonly onChange: (listener: (change: WorkersChange) => void) => () => void;
};

/** Of all that happens to a fleet, what the router listens for. */
export type WorkersChange =
  | Pick<Extract<FleetChange, { kind: 'scaled' }>, 'kind'>
  | Pick<Extract<FleetChange, { kind: 'replica' }>, 'kind' | 'change'>;

type RouterOptions = {
  readonly fleet: Workers;
  readonly slotsPerReplica: number;
  readonly limits: RouterLimits;
};

/**
 * Of the replicas with a free slot the least busy one, among equals the one that has been ready for longest. Which one
 * azureml-fe picks is not public: assumed. It matters with several slots only, where it spreads requests over as many
 * replicas as there are.
 */
const leastBusy = (replicas: readonly Worker[], slotsPerReplica: number): Worker | undefined => {
  let best: Worker | undefined;
  for (const replica of replicas) {
    const busy = replica.slots.busy();
    if (busy < (best?.slots.busy() ?? slotsPerReplica)) best = replica;
    if (busy === 0) break;
  }
  return best;
};

const answerOf = (end: RunEnd, { state }: Worker): Answer =>
  end.kind === 'scored' ? { ...end, replica: state.name } : end;

/**
 * One first-in, first-out queue in front of all replicas, as azureml-fe has it. A free slot takes the request at
 * once; else it waits until one is free or the queue wait limit is over (overloaded). While no replica is ready,
 * a request is refused when it arrives; those that wait already go on waiting. The request timeout counts from
 * the arrival, whether the request waits or runs.
 */
export const createRouter = (options: RouterOptions): Router => {
  const { fleet, slotsPerReplica } = options;
  let { limits } = options;
  let arrivals = 0;
  const queue = createIntegral(performance.now());

  const waiting = createDeadline<Request>({
    limitMs: limits.queueWaitLimitMs,
    onExpired: (request) => {
      countQueue();
      settle(request, { kind: 'overloaded' });
    },
  });
  const underWay = createDeadline<Request>({
    limitMs: limits.requestTimeoutMs,
    onExpired: (request) => {
      request.onAnswer({ kind: 'timedOut' });
      giveUp(request);
    },
  });

  const countQueue = (): void => queue.set(waiting.size(), performance.now());

  /** A run that went on after its request had left is answered to nobody. */
  const settle = (request: Request, answer: Answer): void => {
    if (underWay.leave(request)) request.onAnswer(answer);
  };

  /** Nobody waits for the request any more. */
  const giveUp = (request: Request): void => {
    if (waiting.leave(request)) countQueue();
    if (limits.onTimeout === 'release') request.cancelRun?.();
    drain();
  };

  const start = (request: Request, replica: Worker): void => {
    request.cancelRun = replica.run((end) => {
      settle(request, answerOf(end, replica));
      drain();
    });
  };

  const drain = (): void => {
    for (let request = waiting.first(); request !== undefined; request = waiting.first()) {
      const replica = leastBusy(fleet.inService(), slotsPerReplica);
      if (!replica) return;
      waiting.leave(request);
      countQueue();
      start(request, replica);
    }
  };

  const take = (onAnswer: (answer: Answer) => void): (() => void) => {
    arrivals += 1;
    const request: Request = { onAnswer, cancelRun: undefined };
    underWay.join(request);
    const replica = leastBusy(fleet.inService(), slotsPerReplica);
    if (replica) start(request, replica);
    else if (fleet.inService().length === 0) settle(request, { kind: 'noReadyReplicas' });
    else if (limits.queueLengthLimit !== null && waiting.size() >= limits.queueLengthLimit)
      settle(request, { kind: 'overloaded' });
    else {
      waiting.join(request);
      countQueue();
    }
    return () => {
      if (underWay.leave(request)) giveUp(request);
    };
  };

  const stopListening = fleet.onChange((change) => {
    if (change.kind === 'replica' && change.change === 'ready') drain();
  });

  return {
    take,
    arrivals: () => arrivals,
    queuedRequests: waiting.size,
    queue,
    setLimits: (next) => {
      limits = next;
      waiting.setLimit(next.queueWaitLimitMs);
      underWay.setLimit(next.requestTimeoutMs);
    },
    close: () => {
      stopListening();
      waiting.close();
      underWay.close();
    },
  };
};
