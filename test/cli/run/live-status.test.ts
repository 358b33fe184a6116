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

  it('have none where nothing succeeded', () => {
    expect(statusOf({ '503': [2, 3] }).p95Ms).toBeNull();
  });
});
