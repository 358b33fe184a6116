import { expect } from 'vitest';
import { recordingOf } from '../../../../bench/accuracy/record.ts';
import { randomService, type Service } from '../../../../bench/accuracy/service.ts';
import { runTruth } from '../../../../bench/accuracy/truth.ts';
import { identifyRouter } from '../../../../planner/calibrate/router/identify-router.ts';
import { calibrateService } from '../../../../planner/calibrate/service.ts';
import { serviceUnder } from '../../../../planner/calibrate/service-under.ts';
import { measureLimits } from '../../../../planner/measure/limits.ts';
import { meanOfDistribution } from '../../../../planner/stats/distributions.ts';
import { meanOfValues } from '../../../../planner/stats/simple.ts';
import { sumOf } from '../../../../planner/stats/sum.ts';
import { type Recording, recordedOf } from '../../../../planner/timeline/recording.ts';
import type { RouterReading } from '../../../../runs/schema/calibration.ts';

/** Mean service time as it is planned with, over the readings of the router by their shares. */
const plannedMeanMs = (recording: Recording): number => {
  const runs = [recordedOf(recording)];
  const { service } = calibrateService(runs, measureLimits(runs));
  const { readings } = identifyRouter(runs, { service, overheadMs: 0, isEven: false })();
  const meanUnder = (reading: RouterReading): number =>
    meanOfDistribution(serviceUnder(service, reading, service.meanMs.mid));
  return sumOf(readings.map((reading) => reading.share * meanUnder(reading)));
};

/** The recording as it is where the config says how many router instances there are, with one queue each. */
export const withKnownRouter = (recording: Recording, instances: number): Recording => {
  const { run } = recording;
  const router = { ...run.config.router, instances, balancing: 'central' as const };
  return { ...recording, run: { ...run, config: { ...run.config, router } } };
};

/** A service of the accuracy bench whose answers do not tell how long they took. */
export const withoutHeader = (seed: number, index: number): Service => ({
  ...randomService(seed, index),
  sendsServiceTime: false,
});

/** Logarithm of the planned mean over the mean that the requests really had. */
export const errorOn = (service: Service, knowsRouter: boolean): number => {
  const run = runTruth(service, { policy: service.policy }, 0);
  const realMs = 1000 * meanOfValues([...run.workload.serviceSeconds]);
  const recording = recordingOf(service, run);
  const { instances = 1 } = service.router;
  return Math.log(plannedMeanMs(knowsRouter ? withKnownRouter(recording, instances) : recording) / realMs);
};

/** Holds that the errors cancel out over services behind so many router instances, which the config names. */
export const isUnbiasedBehind = (instances: number): void => {
  const services = [4, 5]
    .flatMap((seed) => Array.from({ length: 40 }, (_, index) => withoutHeader(seed, index)))
    .filter(({ router }) => router.instances === instances);
  expect(services.length).toBeGreaterThan(20);
  const errors = services.map((service) => errorOn(service, true));
  expect(Math.abs(meanOfValues(errors))).toBeLessThan(0.03);
};
