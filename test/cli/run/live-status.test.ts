import { describe, expect, it } from 'vitest';
import { createLiveCluster } from '../../../cli/run/live-status.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';

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
