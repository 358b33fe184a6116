import type { RouterReading } from '../../../runs/schema/calibration.ts';
import type { Model } from '../../../runs/schema/model.ts';

/** A router as a simulation takes it: what a recording can't tell stays at the defaults of the model's schema. */
export const routerModel = (
  { instances, onTimeout }: Pick<RouterReading, 'instances' | 'onTimeout'>,
  limits: { readonly queueWaitLimitMs: number | null; readonly requestTimeoutMs: number | null },
): Model['router'] => ({
  ...limits,
  queueLengthLimit: null,
  onTimeout,
  noReadyReplica: 'wait',
  instances,
  balancing: 'central',
  balancedPer: 'request',
  connectionMaxAgeSeconds: null,
});

/**
 * The router with a client in front that gives up: a request ends when the platform or the client ends it, whichever
 * comes first.
 */
export const withClient = (router: Model['router'], clientTimeoutMs: number): Model['router'] => ({
  ...router,
  requestTimeoutMs: Math.min(router.requestTimeoutMs ?? Number.POSITIVE_INFINITY, clientTimeoutMs),
});
