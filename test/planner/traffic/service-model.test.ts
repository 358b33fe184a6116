import { describe, expect, it } from 'vitest';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import { midModel } from '../../../planner/calibrate/draws.ts';
import { arrivalsOf, loadOfPhases } from '../../../planner/traffic/load.ts';
import { middleModel } from '../../../planner/traffic/service-model.ts';
import { parseModel } from '../../../runs/schema/model/model.ts';
import { buildCalibration, buildPolicy } from '../recommend/builders.ts';

const loadOf = (ratePerSecond: number) =>
  loadOfPhases([
    {
      name: 'peak',
      kind: 'spike',
      startSeconds: 0,
      durationSeconds: 60,
      pieces: [{ durationSeconds: 60, fromRatePerSecond: ratePerSecond, toRatePerSecond: ratePerSecond }],
    },
  ]);

const load = loadOf(5);

const captured = (make: () => unknown): HeadroomError => {
  try {
    make();
  } catch (error) {
    if (error instanceof HeadroomError) return error;
  }
  throw new Error('was not refused');
};

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

  it('is a model with all defaults filled in, as one that a person writes', () => {
    const model = modelFor({ kind: 'fixed', replicas: 2 });
    expect(parseModel(model)).toEqual(model);
  });

  it('is refused as a model file is that has too many requests', () => {
    const others = { current: buildPolicy({ kind: 'fixed' }), recoveredErrorShare: 0.02 };
    const refused = captured(() => middleModel(calibration, { load: loadOf(200_000), ...others }));
    const model = {
      ...middleModel(calibration, { load, ...others }),
      arrivals: arrivalsOf(loadOf(200_000), 1),
    };
    expect(refused.code).toBe('E_MODEL');
    expect(refused.details).toEqual(captured(() => parseModel(model)).details);
  });

  it('is refused for a metric that nothing follows', () => {
    const metrics = [{ name: 'jobs', source: 'none', targetValue: 5 }];
    const refused = captured(() => modelFor({ kind: 'hpa', minReplicas: 1, maxReplicas: 4, metrics }));
    expect(refused.details[0]?.fix).toContain('follows jobs');
  });
});
