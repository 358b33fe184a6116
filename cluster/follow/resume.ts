import type { Random } from '../../planner/stats/random.ts';
import { requestTimeoutMs, type WatchEnd } from '../connect/kube-client.ts';

/** When to try again and when to give up; tests shorten them. */
export type WatchLimits = {
  /** The first wait after a failure; doubles with each further one. */
  readonly backoffFirstMs: number;
  readonly backoffMostMs: number;
  /** A watch that lived this long counts as a success even if nothing changed meanwhile. */
  readonly healthyMs: number;
  /** For this long after the last sign of life a 401, 403 or 404 may be the server starting up. */
  readonly graceMs: number;
  /** Without contact for this long, the resource is reported as unknown. */
  readonly unknownAfterMs: number;
  /** The server is asked to end each watch after this time, in good order. */
  readonly watchSeconds: number;
  /** A list that takes longer has failed. */
  readonly requestMs: number;
};

/**
 * After 30 s of silence the client library breaks a watch off. `watchSeconds` stays below that, so such a silence means a
 * dead link. Before the server ends a watch, it sends a bookmark if any object of the kind has changed (measured on
 * Kubernetes 1.36). So the version to resume from stays young.
 * `graceMs`: seen on a real API server, which answers valid tokens with 403 for a moment after a restart.
 */
export const defaultLimits: WatchLimits = {
  backoffFirstMs: 100,
  backoffMostMs: 5_000,
  healthyMs: 1_000,
  graceMs: 15_000,
  unknownAfterMs: 10_000,
  watchSeconds: 25,
  requestMs: requestTimeoutMs,
};

/**
 * The wait before the next try, in ms: doubling from the first, bounded, with a random half, so that watches that
 * fell together do not come back together.
 *
 * @param failures in a row, 1 or more
 * @example backoffMs(3, defaultLimits, () => 0) // 200
 */
export const backoffMs = (
  failures: number,
  limits: Pick<WatchLimits, 'backoffFirstMs' | 'backoffMostMs'>,
  random: Random,
): number => {
  const fullMs = Math.min(limits.backoffMostMs, limits.backoffFirstMs * 2 ** (failures - 1));
  return fullMs * (0.5 + random() / 2);
};

type Past = {
  /** A watch has been open before: the account may read this resource. */
  readonly established: boolean;
  readonly sinceContactMs: number;
  /** Answers in a row that were errors of the server. */
  readonly serverErrors: number;
};

/** Errors of the server in a row after which the resourceVersion itself is under suspicion ("too large"). */
const serverErrorsMost = 3;

/** 4xx says that the request is wrong, except for "try again" (408, 429) and "that version is gone" (410). */
const isVerdict = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 408 && status !== 410 && status !== 429;

/**
 * What to do after a list or watch came to its end: `resume` from the last resourceVersion, so that nothing is
 * missed; `relist` where that version is gone; `stop` where trying again can't help.
 */
export const nextStep = (
  end: WatchEnd,
  past: Past,
  limits: Pick<WatchLimits, 'graceMs'>,
): 'resume' | 'relist' | 'stop' => {
  if (end.kind !== 'refused') return 'resume';
  if (end.status === 410) return 'relist';
  if (isVerdict(end.status))
    return past.established && past.sinceContactMs <= limits.graceMs ? 'resume' : 'stop';
  return past.serverErrors >= serverErrorsMost ? 'relist' : 'resume';
};
