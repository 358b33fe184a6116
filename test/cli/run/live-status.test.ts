import { describe, expect, it } from 'vitest';
import { createLiveCluster, liveStatusOf } from '../../../cli/run/live-status.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { countsLine } from '../../builders/load.ts';

const outOf = (resource: string) => ({ kind: 'unknown' as const, atMs: 1, resource, reason: 'refused' });
const backIn = (resource: string) => ({
  kind: 'gap' as const,
  atMs: 2,
  resource,
  fromMs: 0,
  toMs: 2,
  reason: 'refused',
});

describe('the live view of the replicas', () => {
  it('does not show as known what can no longer be read, and knows it again after the outage', () => {
    const live = createLiveCluster();
    live.add(deploymentLine({ atMs: 0, desired: 2 }));
    live.add(podLine({ atMs: 0, name: 'a' }));
    expect(live.replicas()).toEqual({ desired: 2, ready: 1, pending: 0 });
    for (const resource of ['pods', 'deployments']) live.add(outOf(resource));
    expect(live.replicas()).toEqual({ desired: null, ready: null, pending: null });
    for (const resource of ['pods', 'deployments']) live.add(backIn(resource));
    expect(live.replicas()).toEqual({ desired: 2, ready: 1, pending: 0 });
  });

  it('tells since when the replicas are out of sight, before they are given up', () => {
    const live = createLiveCluster();
    const lost = { sinceMs: 11_000, reason: 'no connection to the API server: the login failed' };
    live.add(deploymentLine({ atMs: 0, desired: 2 }));
    live.see({ resource: 'nodes', lost });
    expect(live.lost(60_000)).toBeNull();
    live.see({ resource: 'pods', lost });
    expect(live.lost(12_000)).toBeNull();
    expect(live.lost(14_000)).toEqual(lost);
    const replicas = { ready: 2, desired: 2, lost: live.lost(14_000) };
    const figures = { phases: [], isScript: false, lines: [], startedAtMs: 1_000, nowMs: 14_000 };
    expect(liveStatusOf({ ...figures, replicas }).lost).toEqual({ sinceSeconds: 10, reason: lost.reason });
    live.see({ resource: 'pods', lost: null });
    live.see({ resource: 'deployments', lost });
    expect(live.lost(14_000)).toEqual(lost);
    live.see({ resource: 'deployments', lost: null });
    expect(live.lost(14_000)).toBeNull();
  });

  it('takes a line about a pod as a sign that pods can be read again', () => {
    const live = createLiveCluster();
    live.add(deploymentLine({ atMs: 0, desired: 1 }));
    live.add(podLine({ atMs: 0, name: 'a' }));
    live.add(outOf('pods'));
    live.add(podLine({ atMs: 3, name: 'a', ready: false }));
    expect(live.replicas()).toEqual({ desired: 1, ready: 0, pending: 1 });
  });
});

describe('the live figures of a second', () => {
  const statusOf = (latenciesMs: Record<string, number[]>) =>
    liveStatusOf({
      phases: [],
      isScript: false,
      startedAtMs: 0,
      nowMs: 1000,
      lines: [countsLine({ second: 0, outcomes: { '200': 1, '503': 2 }, latenciesMs })],
      replicas: null,
    });

  it('have the p95 of what succeeded, as the SLO judges it', () => {
    const { p95Ms, errors } = statusOf({ '200': [400], '503': [2, 3] });
    expect(p95Ms).toBeCloseTo(400, -1);
    expect(errors).toEqual({ '503': 2 });
  });

  it('count the requests of a script beside its arrivals', () => {
    const line = { ...countsLine({ second: 0, outcomes: { '200': 8 } }), arrivals: 2 };
    const figures = { phases: [], startedAtMs: 0, nowMs: 1000, lines: [line], replicas: null };
    expect(liveStatusOf({ ...figures, isScript: true })).toMatchObject({
      achievedRatePerSecond: 2,
      scriptRequests: 8,
    });
  });

  it('have none where nothing succeeded', () => {
    expect(statusOf({ '503': [2, 3] }).p95Ms).toBeNull();
  });
});
