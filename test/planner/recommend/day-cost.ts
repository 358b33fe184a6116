import { expect } from 'vitest';
import { midModel } from '../../../planner/calibrate/draws.ts';
import { simulate } from '../../../planner/simulate/simulate.ts';
import { loadOfDay } from '../../../planner/traffic/load.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import { buildRequest, hoursOf, searchedFor } from './builders.ts';

/** Ups and downs of an office day, at a tenth of its rates. */
const hours = hoursOf([0.4, 0.2, 0.3, 0.5, 1.2, 2.8, 4.4, 5, 4, 4.7, 3.6, 2, 1.2, 0.6]);

/** Holds that what a plan says of the cost of a day is what the day costs, simulated from midnight to midnight. */
export const costsWhatTheDayCosts = (policy: PolicySettings): void => {
  const request = buildRequest({ policy, doubt: 0.001 }, { load: loadOfDay(hours), draws: 20 });
  const { settings, prediction } = searchedFor(request);
  const { router, ...parameters } = midModel(request.calibration);
  const { replicas } = simulate({
    ...parameters,
    schemaVersion: 1,
    durationSeconds: 86_400,
    arrivals: { kind: 'poisson', ratePerSecond: hours },
    router: { ...router, queueWaitLimitMs: settings.queueWaitMs ?? router.queueWaitLimitMs },
    policy: settings.policy,
    replications: 2,
  });
  const ratio = prediction.cost.meanReplicas / (replicas.occupiedSeconds / 86_400);
  expect(ratio).toBeGreaterThan(0.96);
  expect(ratio).toBeLessThan(1.04);
};
