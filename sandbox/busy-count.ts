import { createIntegral, type Integral } from './integral.ts';
import type { Replica } from './replica.ts';

/** Busy slots and busy replicas of those in service, over time. */
type BusyCount = {
  readonly slots: Integral;
  readonly replicas: Integral;
  /** Counts anew, to be called at each change. */
  readonly count: (inService: readonly Replica[]) => void;
};

/** A count that begins now, with nothing busy. */
export const createBusyCount = (): BusyCount => {
  const slots = createIntegral(performance.now());
  const replicas = createIntegral(performance.now());
  return {
    slots,
    replicas,
    count: (inService) => {
      const nowMs = performance.now();
      const busy = inService.map((replica) => replica.slots.busy());
      slots.set(
        busy.reduce((sum, n) => sum + n, 0),
        nowMs,
      );
      replicas.set(busy.filter((n) => n > 0).length, nowMs);
    },
  };
};
