import { expect } from 'vitest';
import { calibrate } from '../../../../planner/calibrate/calibrate.ts';
import { type BalancingReading, requestBalancings } from '../../../../planner/platforms/balancing.ts';
import { policySettingsSchema } from '../../../../runs/schema/policy.ts';
import { type RecordingOptions, recordSpike } from '../../../builders/recording.ts';

const hpa = policySettingsSchema.parse({
  kind: 'hpa',
  minReplicas: 6,
  maxReplicas: 30,
  metrics: [{ targetValue: 0.6 }],
});

/** What a calibration reads of the router of a recorded spike, in which requests found their replica so. */
export const routerOf = (truth: BalancingReading, options: Partial<RecordingOptions> = {}) =>
  calibrate([
    recordSpike({
      policy: hpa,
      targetKind: 'kubernetes',
      baselineRate: 20,
      peakRate: 60,
      seed: 3,
      ...options,
      router: { queueWaitLimitMs: null, requestTimeoutMs: null, ...truth, ...options.router },
    }),
  ]).router;

/** Belief in one way to find a replica. */
export const shareOf = (
  router: ReturnType<typeof routerOf>,
  { balancing, balancedPer }: BalancingReading,
): number =>
  router.readings
    .filter((one) => one.balancing === balancing && one.balancedPer === balancedPer)
    .reduce((sum, { share }) => sum + share, 0);

/** Holds that how requests find their replica is not told where the answers do not say how long they took. */
export const staysOpenWithoutHeader = (truth: BalancingReading): void => {
  const router = routerOf(truth, { hidesServiceTime: true });
  expect(router.verdict).toBe('cantTell');
  expect(router.readings.filter(({ share }) => share > 0.02).length).toBeGreaterThan(2);
};

/** Holds that the true way is the likeliest where an overload queues from the first second to the last. */
export const isToldByBacklog = (truth: BalancingReading): void => {
  const router = routerOf(truth, {
    baselineRate: 35,
    peakRate: 100,
    seed: 5,
    router: { requestTimeoutMs: 20_000 },
  });
  const others = requestBalancings.filter(({ balancing }) => balancing !== truth.balancing);
  for (const other of others) expect(shareOf(router, other)).toBeLessThan(shareOf(router, truth));
};
