import { describe, expect, it } from 'vitest';
import { clockOf, replicasBySecond } from '../../../planner/timeline/cluster-grid.ts';
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
      podLine({ atMs: 5900, name: 'a', deleted: true }),
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

  it.each(['Failed', 'Succeeded'])('counts no pod of phase %s, which stays until it is deleted', (phase) => {
    const lines = [
      deploymentLine({ atMs: 0, desired: 1 }),
      podLine({ atMs: 0, name: 'a' }),
      podLine({ atMs: 0, name: 'old', phase, ready: false }),
      podLine({ atMs: 1500, name: 'a', phase, ready: false, statusReason: 'Evicted' }),
      podLine({ atMs: 1600, name: 'b', ready: false }),
      podLine({ atMs: 2500, name: 'b' }),
    ];
    expect(replicasBySecond(lines, 0, 3).map(({ ready, pending }) => [ready, pending])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
  });

  it('says unknown, not zero, without any view of the cluster', () => {
    expect(replicasBySecond([], 0, 1)).toEqual([{ desired: null, ready: null, pending: null }]);
  });

  it('leaves out what may have changed unseen while a watch was cut, and knows the state again after it', () => {
    const lines = [
      deploymentLine({ atMs: 0, desired: 2 }),
      podLine({ atMs: 0, name: 'a' }),
      { kind: 'gap' as const, atMs: 3100, resource: 'pods', fromMs: 1500, toMs: 3100, reason: 'compacted' },
    ];
    expect(replicasBySecond(lines, 0, 4).map(({ desired, ready }) => [desired, ready])).toEqual([
      [2, 1],
      [2, null],
      [2, null],
      [2, 1],
    ]);
  });

  it('knows the state again after an outage in which nothing changed', () => {
    const outage = (resource: string) => [
      { kind: 'unknown' as const, atMs: 2200, resource, reason: 'connection refused' },
      { kind: 'gap' as const, atMs: 3100, resource, fromMs: 1500, toMs: 3100, reason: 'connection refused' },
    ];
    const lines = [
      deploymentLine({ atMs: 0, desired: 2 }),
      podLine({ atMs: 0, name: 'a' }),
      podLine({ atMs: 0, name: 'b', ready: false }),
      ...outage('pods'),
      ...outage('deployments'),
    ];
    expect(replicasBySecond(lines, 0, 5)).toEqual([
      { desired: 2, ready: 1, pending: 1 },
      { desired: null, ready: null, pending: null },
      { desired: null, ready: null, pending: null },
      { desired: 2, ready: 1, pending: 1 },
      { desired: 2, ready: 1, pending: 1 },
    ]);
  });

  it('stays in the dark about what was never reached again', () => {
    const lines = [
      deploymentLine({ atMs: 0, desired: 2 }),
      podLine({ atMs: 0, name: 'a' }),
      { kind: 'unknown' as const, atMs: 500, resource: 'pods', reason: 'forbidden' },
      { kind: 'unknown' as const, atMs: 500, resource: 'deployments', reason: 'forbidden' },
      { kind: 'gap' as const, atMs: 1500, resource: 'nodes', fromMs: 900, toMs: 1500, reason: 'reset' },
    ];
    expect(replicasBySecond(lines, 0, 3).at(-1)).toEqual({ desired: null, ready: null, pending: null });
  });

  it('forgets what can no longer be read, until it is seen again', () => {
    const lines = [
      deploymentLine({ atMs: 0, desired: 1 }),
      podLine({ atMs: 0, name: 'a' }),
      { kind: 'unknown' as const, atMs: 1500, resource: 'cluster', reason: 'out of reach' },
      deploymentLine({ atMs: 2500, desired: 3, ready: 2 }),
    ];
    expect(replicasBySecond(lines, 0, 3).map(({ desired, ready }) => [desired, ready])).toEqual([
      [1, 1],
      [null, null],
      [3, 2],
    ]);
  });

  it('takes the best of several measurements of the clock', () => {
    const clock = (uncertaintyMs: number, offsetMs: number) => ({
      kind: 'clock' as const,
      atMs: 0,
      offsetMs,
      uncertaintyMs,
    });
    expect(clockOf([clock(500, 90), clock(10, 40), clock(12, 41)])).toEqual({
      offsetMs: 40,
      uncertaintyMs: 10,
    });
    expect(clockOf([])).toBeNull();
  });

  it('takes the count of the Deployment where pods may not be read', () => {
    const lines = [deploymentLine({ atMs: 0, desired: 5, ready: 3 })];
    expect(replicasBySecond(lines, 0, 1)).toEqual([{ desired: 5, ready: 3, pending: 2 }]);
  });
});
