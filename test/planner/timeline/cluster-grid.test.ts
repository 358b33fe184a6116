import { describe, expect, it } from 'vitest';
import { replicasBySecond } from '../../../planner/timeline/cluster-grid.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';

describe('replicasBySecond', () => {
  it('shows desired, ready and pending as they stand at the end of each second', () => {
    const lines = [
      deploymentLine({ atMs: 0, desired: 1 }),
      podLine({ atMs: 0, name: 'a' }),
      deploymentLine({ atMs: 1500, desired: 2 }),
      podLine({ atMs: 1600, name: 'b', ready: false }),
      podLine({ atMs: 3200, name: 'b', ready: true }),
      podLine({ atMs: 4100, name: 'a', terminating: true }),
      podLine({ atMs: 4900, name: 'a', deleted: true }),
    ];
    expect(
      replicasBySecond(lines, 0, 6).map(({ desired, ready, pending }) => [desired, ready, pending]),
    ).toEqual([
      [1, 1, 0],
      [2, 1, 1],
      [2, 1, 1],
      [2, 2, 0],
      [2, 1, 0],
      [2, 1, 0],
    ]);
  });

  it('says unknown, not zero, without any view of the cluster', () => {
    expect(replicasBySecond([], 0, 1)).toEqual([{ desired: null, ready: null, pending: null }]);
  });

  it('takes the count of the Deployment where pods may not be read', () => {
    const lines = [deploymentLine({ atMs: 0, desired: 5, ready: 3 })];
    expect(replicasBySecond(lines, 0, 1)).toEqual([{ desired: 5, ready: 3, pending: 2 }]);
  });
});
