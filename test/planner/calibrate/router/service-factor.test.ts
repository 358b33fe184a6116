import { describe, expect, it } from 'vitest';
import { identifyRouter } from '../../../../planner/calibrate/router/identify-router.ts';
import { calibrateService } from '../../../../planner/calibrate/service.ts';
import { measureLimits } from '../../../../planner/measure/limits.ts';
import { recordedOf } from '../../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../../runs/schema/policy.ts';
import { recordSpike } from '../../../builders/recording.ts';
import { isUnbiasedBehind, withKnownRouter } from './service-error.ts';

describe('the service time without a header', () => {
  it('is unbiased behind 3 router instances that are known; test/long has one and two', () =>
    isUnbiasedBehind(3));

  it.each([1, 2, 3, 4, 5])('is not scaled down by the chance of a replay where nobody waits (%i)', (seed) => {
    const recording = recordSpike({
      policy: policySettingsSchema.parse({ kind: 'fixed', replicas: 40 }),
      service: { kind: 'lognormal', meanMs: 200, scv: 1 },
      hidesServiceTime: true,
      seed,
    });
    const runs = [recordedOf(withKnownRouter(recording, 1))];
    const { service } = calibrateService(runs, measureLimits(runs));
    const { readings } = identifyRouter(runs, { service, overheadMs: 0, isEven: true })();
    for (const { serviceFactor } of readings) expect(serviceFactor).toBe(1);
  });
});
