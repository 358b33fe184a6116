import { describe, expect, it } from 'vitest';
import { recordingOf } from '../../../../bench/accuracy/record.ts';
import { randomService, type Service } from '../../../../bench/accuracy/service.ts';
import { runTruth } from '../../../../bench/accuracy/truth.ts';
import { cutFactorOf } from '../../../../planner/calibrate/router/cut-factor.ts';
import { calibrateService } from '../../../../planner/calibrate/service.ts';
import { measureLimits } from '../../../../planner/measure/limits.ts';
import { isCalm } from '../../../../planner/measure/unqueued.ts';
import { outcomeCodes } from '../../../../planner/simulate/router.ts';
import { recordedOf } from '../../../../planner/timeline/recording.ts';

/** Of the requests that a timeout cut in the chosen seconds of a true run: all, those that took too long, and as replayed. */
const cutOf = (service: Service) => {
  const truth = runTruth(service, { policy: service.policy }, 0);
  const recorded = recordedOf(recordingOf(service, truth));
  const { service: measured } = calibrateService([recorded], measureLimits([recorded]));
  const { cut } = measured;
  if (cut === undefined) return { all: 0, tooLong: 0, replayed: 0 };
  const { instances = 1, onTimeout = 'release' } = service.router;
  const reading = { instances, onTimeout, balancing: 'central', balancedPer: 'request' } as const;
  const factor = cutFactorOf([recorded], {
    reading,
    serviceFactor: 1,
    context: { service: measured, isEven: false },
  });
  const counts = (second: number): boolean => cut.seconds === 'all' || isCalm(second, recorded);
  const { workload, outcomes } = truth;
  const all = Array.from({ length: workload.count }, (_, i) => i).filter(
    (i) => outcomes.codes[i] === outcomeCodes.timedOut && counts(Math.floor(workload.arrivalSeconds[i]!)),
  );
  const limitMs = service.router.requestTimeoutMs!;
  const tooLong = all.filter((i) => 1000 * workload.serviceSeconds[i]! >= limitMs).length;
  return { all: all.length, tooLong, replayed: factor * all.length };
};

/** Twenty minutes of a service whose timeout cuts one of a hundred requests, behind so many router instances. */
const longBehind = (instances: number): Service => {
  const service = randomService(4, 54);
  return {
    ...service,
    router: { ...service.router, instances, requestTimeoutMs: 4000 },
    spike: { ...service.spike, baselineRatePerSecond: 4, baselineSeconds: 1200, holdSeconds: 10 },
  };
};

describe('the part of the cut requests that took too long in a slot', () => {
  it.each([
    [1, 0.95, 1],
    [2, 0.6, 0.9],
    [3, 0.3, 0.75],
  ])('is as in the truth behind %i router instances', (instances, least, most) => {
    const { all, tooLong, replayed } = cutOf(longBehind(instances));
    expect(all).toBeGreaterThan(40);
    // Nobody waits in front of one instance while slots are free; of the requests of several, many do.
    expect(tooLong / all).toBeGreaterThanOrEqual(least);
    expect(tooLong / all).toBeLessThanOrEqual(most);
    expect(Math.abs(replayed - tooLong) / all).toBeLessThan(0.1);
  });
});
