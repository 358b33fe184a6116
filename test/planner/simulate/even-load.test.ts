import { describe, expect, it } from 'vitest';
import { simulate } from '../../../planner/index.ts';
import { noLimits } from '../../builders/model.ts';

describe('a load without randomness', () => {
  // Every lost request is the autoscaler's: models.md 1.9, by hand: each round loses (rate - capacity) x (lag + 1 s).
  const lost = (
    from: number,
    to: number,
    lagSeconds: number,
    targetUtilization: number,
    replicas: number,
  ): number => {
    const { outcomes, requests } = simulate({
      schemaVersion: 1,
      durationSeconds: 300,
      arrivals: {
        kind: 'even',
        ratePerSecond: [
          { atSecond: 0, rate: from },
          { atSecond: 100, rate: to },
        ],
      },
      service: { kind: 'constant', meanMs: 100 },
      replica: { startupLag: { kind: 'constant', meanMs: 1000 * lagSeconds } },
      router: { ...noLimits, queueLengthLimit: 0 },
      policy: {
        kind: 'azureml-v1',
        targetUtilization,
        minReplicas: replicas,
        maxReplicas: 3000,
        scaleDownHoldSeconds: 1e6,
      },
      replications: 1,
    });
    return outcomes['503']!.mid * requests;
  };

  it.each([
    [700, 2100, 20, 0.7, 100, 38_220],
    [700, 2100, 20, 0.5, 140, 14_700],
    [700, 2100, 20, 0.3, 234, 0],
    [700, 1200, 30, 0.7, 100, 6200],
    [700, 1000, 20, 0.7, 100, 0],
  ])(
    '%i to %i requests/s, lag %i s, target %f: %i replicas lose %i requests',
    (from, to, lag, target, c0, expected) => {
      const tolerance = Math.max(0.05 * expected, c0 * 1);
      expect(Math.abs(lost(from, to, lag, target, c0) - expected)).toBeLessThanOrEqual(tolerance);
    },
  );
});
