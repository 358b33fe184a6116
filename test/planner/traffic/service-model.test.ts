import { describe, expect, it } from 'vitest';
import { midModel } from '../../../planner/calibrate/draws.ts';
import { loadOfPhases } from '../../../planner/traffic/load.ts';
import { middleModel } from '../../../planner/traffic/service-model.ts';
import { buildCalibration, buildPolicy } from '../recommend/builders.ts';

const load = loadOfPhases([
  {
    name: 'peak',
    kind: 'spike',
    startSeconds: 0,
    durationSeconds: 60,
    pieces: [{ durationSeconds: 60, fromRatePerSecond: 5, toRatePerSecond: 5 }],
  },
]);

describe('the model of a calibrated service', () => {
  const calibration = buildCalibration({ serviceMs: 300, lagMs: 4000, queueWaitMs: 700 });
  const modelFor = (current: Parameters<typeof buildPolicy>[0]) =>
    middleModel(calibration, { load, current: buildPolicy(current), recoveredErrorShare: 0.02 });

  it('is the middle of every interval under the load', () => {
    const { service, replica, router } = midModel(calibration);
    expect(modelFor({ kind: 'fixed', replicas: 2 })).toMatchObject({
      service,
      replica,
      router,
      durationSeconds: 60,
      arrivals: { ratePerSecond: [{ atSecond: 0, rate: 5 }] },
      recoveredErrorShare: 0.02,
    });
  });

  it('has the calibrated rule where that is of the kind in use, else the one in use', () => {
    const { policy } = midModel(calibration);
    expect(modelFor({ ...policy }).policy).toEqual(policy);
    expect(modelFor({ kind: 'fixed', replicas: 2 }).policy).toEqual({ kind: 'fixed', replicas: 2 });
  });
});
