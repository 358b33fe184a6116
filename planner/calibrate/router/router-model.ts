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
});
