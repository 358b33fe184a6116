import { describe, expect, it } from 'vitest';
import { obstacleOf, predictedReplicas, startOf } from '../../../planner/verify/start.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';

const counts = (desired: number | null, ready: number, pending = 0) => ({ desired, ready, pending });

describe('predictedReplicas', () => {
  it.each([
    [{ kind: 'azureml-v1', minReplicas: 4 }, 4],
    [{ kind: 'fixed', replicas: 7 }, 7],
    [{ kind: 'keda-http' }, 0],
    [{ kind: 'knative', minReplicas: 2 }, 2],
  ])('is where the simulated rule starts: %j', (settings, replicas) => {
    expect(predictedReplicas(policySettingsSchema.parse(settings))).toBe(replicas);
  });
});

describe('obstacleOf', () => {
  it('is nothing when wanted, ready and predicted are the same and none is on its way', () => {
    expect(obstacleOf(counts(3, 3), 3)).toBeNull();
    expect(obstacleOf(counts(0, 0), 0), 'scaled to zero').toBeNull();
    expect(obstacleOf(counts(null, 3), 3), 'what is wanted can’t be read').toBeNull();
  });

  it('tells what is missing from what is too much', () => {
    expect(obstacleOf(counts(3, 2, 1), 3)).toBe('starting');
    expect(obstacleOf(counts(2, 3), 3), 'the settings have not arrived').toBe('starting');
    expect(obstacleOf(counts(5, 3, 2), 3)).toBe('surplus');
    expect(obstacleOf(counts(3, 5), 3), 'wanted no more, but still there').toBe('surplus');
    expect(obstacleOf(counts(3, 3, 1), 3), 'one on its way').toBe('surplus');
  });
});

describe('startOf', () => {
  const settings = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 2 });

  it('counts the replicas at the first planned arrival, those on their way too', () => {
    const lines = [
      deploymentLine({ atMs: 0, desired: 3 }),
      podLine({ atMs: 0, name: 'a' }),
      podLine({ atMs: 0, name: 'b', ready: false }),
      podLine({ atMs: 0, name: 'leaving', terminating: true }),
      podLine({ atMs: 999, name: 'c', ready: false }),
      podLine({ atMs: 1000, name: 'too late' }),
    ];
    expect(startOf(settings, lines, 1000)).toEqual({
      predictedReplicas: 2,
      measuredReplicas: 3,
      seenBy: 'watch',
    });
  });

  it('is not known without a cluster', () => {
    expect(startOf(settings, [], 1000)).toBeNull();
  });
});
