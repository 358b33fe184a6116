import { describe, expect, it } from 'vitest';
import { recordingOf } from '../../../../bench/accuracy/record.ts';
import { randomService } from '../../../../bench/accuracy/service.ts';
import { runTruth } from '../../../../bench/accuracy/truth.ts';
import { identifyRouter } from '../../../../planner/calibrate/router/identify-router.ts';
import { calibrateService } from '../../../../planner/calibrate/service.ts';
import { measureLimits } from '../../../../planner/measure/limits.ts';
import { meanOfValues } from '../../../../planner/stats/simple.ts';
import { sumOf } from '../../../../planner/stats/sum.ts';
import { type Recording, recordedOf } from '../../../../planner/timeline/recording.ts';
import { policySettingsSchema } from '../../../../runs/schema/policy.ts';
import { recordSpike } from '../../../builders/recording.ts';

/** Mean service time as it is planned with, over the readings of the router by their shares. */
const plannedMeanMs = (recording: Recording): number => {
  const runs = [recordedOf(recording)];
  const { service } = calibrateService(runs, measureLimits(runs));
  const { readings } = identifyRouter(runs, { service, overheadMs: 0, isEven: false });
  return service.meanMs.mid * sumOf(readings.map(({ share, serviceFactor }) => share * serviceFactor));
};

/** Logarithm of the planned mean over the mean that the requests really had. */
const errorOn = (seed: number, index: number): number => {
  const service = { ...randomService(seed, index), sendsServiceTime: false };
  const run = runTruth(service, { policy: service.policy }, 0);
  const realMs = 1000 * meanOfValues([...run.workload.serviceSeconds]);
  return Math.log(plannedMeanMs(recordingOf(service, run)) / realMs);
};

describe('the service time without a header', () => {
  it('is unbiased within 3 % on the services of the accuracy bench', { timeout: 120_000 }, () => {
    const errors = Array.from({ length: 40 }, (_, index) => errorOn(4, index));
    expect(Math.abs(meanOfValues(errors))).toBeLessThan(0.03);
  });

  it.each([1, 2, 3, 4, 5])('is not scaled down by the chance of a replay where nobody waits (%i)', (seed) => {
    const recording = recordSpike({
      policy: policySettingsSchema.parse({ kind: 'fixed', replicas: 40 }),
      service: { kind: 'lognormal', meanMs: 200, scv: 1 },
      hidesServiceTime: true,
      seed,
    });
    const router = { ...recording.run.config.router, instances: 1 };
    const known = { ...recording, run: { ...recording.run, config: { ...recording.run.config, router } } };
    const runs = [recordedOf(known)];
    const { service } = calibrateService(runs, measureLimits(runs));
    const { readings } = identifyRouter(runs, { service, overheadMs: 0, isEven: true });
    for (const { serviceFactor } of readings) expect(serviceFactor).toBe(1);
  });
});
