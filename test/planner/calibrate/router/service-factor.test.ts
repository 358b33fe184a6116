import { describe, expect, it } from 'vitest';
import { identifyRouter } from '../../../../planner/calibrate/router/identify-router.ts';
import { calibrateService } from '../../../../planner/calibrate/service.ts';
import { measureLimits } from '../../../../planner/measure/limits.ts';
import { meanOfValues } from '../../../../planner/stats/simple.ts';
import { recordedOf } from '../../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../../runs/schema/policy.ts';
import { recordSpike } from '../../../builders/recording.ts';
import { errorOn, withKnownRouter, withoutHeader } from './service-error.ts';

describe('the service time without a header', () => {
  it.each([1, 2, 3])(
    'is unbiased within 3 %% behind %i router instances that are known',
    {
      timeout: 120_000,
    },
    (instances) => {
      const services = [4, 5]
        .flatMap((seed) => Array.from({ length: 40 }, (_, index) => withoutHeader(seed, index)))
        .filter(({ router }) => router.instances === instances);
      expect(services.length).toBeGreaterThan(20);
      const errors = services.map((service) => errorOn(service, true));
      expect(Math.abs(meanOfValues(errors))).toBeLessThan(0.03);
    },
  );

  it.each([1, 2, 3, 4, 5])('is not scaled down by the chance of a replay where nobody waits (%i)', (seed) => {
    const recording = recordSpike({
      policy: policySettingsSchema.parse({ kind: 'fixed', replicas: 40 }),
      service: { kind: 'lognormal', meanMs: 200, scv: 1 },
      hidesServiceTime: true,
      seed,
    });
    const runs = [recordedOf(withKnownRouter(recording, 1))];
    const { service } = calibrateService(runs, measureLimits(runs));
    const { readings } = identifyRouter(runs, { service, overheadMs: 0, isEven: true });
    for (const { serviceFactor } of readings) expect(serviceFactor).toBe(1);
  });
});
