import { describe, expect, it } from 'vitest';
import { recordingOf } from '../../../../bench/accuracy/record.ts';
import { randomService, type Service } from '../../../../bench/accuracy/service.ts';
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

/** The recording as it is where the config says how many router instances there are, with one queue each. */
const withKnownRouter = (recording: Recording, instances: number): Recording => {
  const { run } = recording;
  const router = { ...run.config.router, instances, balancing: 'central' as const };
  return { ...recording, run: { ...run, config: { ...run.config, router } } };
};

const withoutHeader = (seed: number, index: number): Service => ({
  ...randomService(seed, index),
  sendsServiceTime: false,
});

/** Logarithm of the planned mean over the mean that the requests really had. */
const errorOn = (service: Service, knowsRouter: boolean): number => {
  const run = runTruth(service, { policy: service.policy }, 0);
  const realMs = 1000 * meanOfValues([...run.workload.serviceSeconds]);
  const recording = recordingOf(service, run);
  const { instances = 1 } = service.router;
  return Math.log(plannedMeanMs(knowsRouter ? withKnownRouter(recording, instances) : recording) / realMs);
};

describe('the service time without a header', () => {
  it('is unbiased within 3 % on the services of the accuracy bench', { timeout: 120_000 }, () => {
    const errors = Array.from({ length: 40 }, (_, index) => errorOn(withoutHeader(4, index), false));
    expect(Math.abs(meanOfValues(errors))).toBeLessThan(0.03);
  });

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
