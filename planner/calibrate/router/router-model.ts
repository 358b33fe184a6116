import type { Calibration, RouterReading } from '../../../runs/schema/calibration.ts';
import type { Model } from '../../../runs/schema/model/model.ts';

/** One way in which the router may work: its instances, where requests wait, and what a timed-out one does to its slot. */
export type Reading = Pick<RouterReading, 'instances' | 'onTimeout' | 'balancing' | 'balancedPer'>;

/** What ends a wait, a request or a connection; null: nothing. */
export type RouterLimits = Pick<Model['router'], 'requestTimeoutMs' | 'queueWaitLimitMs'> &
  Pick<Calibration['router'], 'waitingPerReplicaMax' | 'connectionMaxAgeSeconds'>;

/** A router as a simulation takes it: what a recording can't tell stays at the defaults of the model's schema. */
export const routerModel = (reading: Reading, limits: RouterLimits): Model['router'] => ({
  queueWaitLimitMs: limits.queueWaitLimitMs,
  requestTimeoutMs: limits.requestTimeoutMs,
  queueLengthLimit: reading.balancing === 'central' ? null : limits.waitingPerReplicaMax,
  heldLengthLimit: null,
  connectionMaxAgeSeconds: limits.connectionMaxAgeSeconds,
  onTimeout: reading.onTimeout,
  noReadyReplica: 'wait',
  instances: reading.instances,
  balancing: reading.balancing,
  balancedPer: reading.balancedPer,
});

/**
 * The router with a client in front that gives up: a request ends when the platform or the client ends it, whichever
 * comes first.
 */
export const withClient = (router: Model['router'], clientTimeoutMs: number): Model['router'] => ({
  ...router,
  requestTimeoutMs: Math.min(router.requestTimeoutMs ?? Number.POSITIVE_INFINITY, clientTimeoutMs),
});
