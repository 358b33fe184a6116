import { describe, expect, it } from 'vitest';
import { buildPolicy, buildRequest, searchedFor, spikeOf } from '../planner/recommend/builders.ts';

const policy = buildPolicy({
  kind: 'azureml-v1',
  minReplicas: 4,
  maxReplicas: 33,
  targetUtilization: 0.78,
});

/** Behind three router instances, with room for a longer queue wait than the one in use. */
const requestFor = (maxErrorShare: number) => {
  const plain = buildRequest(
    { serviceMs: 120, lagMs: 5000, policy },
    {
      slo: { maxErrorShare, p95LatencyMs: 900 },
      margin: 0.2,
      spikeShare: 0.01,
      draws: 20,
      load: spikeOf({ baseline: 20, peak: 70, baselineSeconds: 20, holdSeconds: 40, recoverySeconds: 20 }),
    },
  );
  const { router } = plain.calibration;
  const readings = router.readings.map((reading) => ({ ...reading, instances: 3 }));
  return {
    ...plain,
    calibration: { ...plain.calibration, router: { ...router, instances: 3, readings } },
  };
};

describe('settings whose queue wait goes back to the one in use', () => {
  it('have the minimum that holds with that wait: more errors allowed cost no more', () => {
    const [strict, loose] = [0.02, 0.1].map((share) => searchedFor(requestFor(share))) as [
      ReturnType<typeof searchedFor>,
      ReturnType<typeof searchedFor>,
    ];
    for (const { basis, settings } of [strict, loose]) {
      expect(basis).toBe('certain');
      expect(settings.queueWaitMs).toBeUndefined();
    }
    const { cost } = strict.prediction;
    expect(loose.prediction.cost.meanReplicas).toBeLessThanOrEqual(1.005 * cost.meanReplicas);
  });
});
