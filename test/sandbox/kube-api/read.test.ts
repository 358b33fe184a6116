import { describe, expect, it } from 'vitest';
import { constantMs, getJson, startForTest, untilChange, untilReplicas } from '../start.ts';

const pods = '/api/v1/namespaces/default/pods';

describe('the Kubernetes API', () => {
  it('lists the service with its labels, owners and counts', async () => {
    const sandbox = await startForTest({ policy: { kind: 'fixed', replicas: 2 } });
    const selector = 'labelSelector=azuremlappname%3Ddemo,isazuremlapp%3Dtrue';
    const { body: podList } = await getJson(sandbox, `${pods}?${selector}&limit=500`);
    const { body: deployments } = await getJson(
      sandbox,
      `/apis/apps/v1/namespaces/default/deployments?${selector}`,
    );
    const { body: sets } = await getJson(sandbox, `/apis/apps/v1/replicasets?${selector}`);
    expect(podList).toMatchObject({ kind: 'PodList', apiVersion: 'v1' });
    expect(podList.items).toHaveLength(2);
    expect(podList.items[0].metadata.ownerReferences[0]).toMatchObject({
      kind: 'ReplicaSet',
      name: sets.items[0].metadata.name,
      uid: sets.items[0].metadata.uid,
    });
    expect(deployments.items[0]).toMatchObject({
      metadata: { name: 'demo' },
      spec: { replicas: 2 },
      status: { replicas: 2, readyReplicas: 2, availableReplicas: 2 },
    });
  });

  it('leaves counts of zero out', async () => {
    const sandbox = await startForTest({ policy: { kind: 'knative', minReplicas: 0, tickSeconds: 1000 } });
    const { body } = await getJson(sandbox, '/apis/apps/v1/namespaces/default/deployments/demo');
    expect(body.spec.replicas).toBe(0);
    expect(body.status).not.toHaveProperty('readyReplicas');
  });

  it('shows a ready pod with conditions and container, times in whole seconds', async () => {
    const sandbox = await startForTest();
    const { body } = await getJson(sandbox, pods);
    const { status, spec } = body.items[0];
    expect(spec.nodeName).toBe('aks-nodepool1-1');
    expect(status.phase).toBe('Running');
    expect(status.conditions.map(({ type, status: is }: Record<string, string>) => [type, is])).toEqual([
      ['Initialized', 'True'],
      ['Ready', 'True'],
      ['ContainersReady', 'True'],
      ['PodScheduled', 'True'],
    ]);
    expect(status.conditions[1].lastTransitionTime).toMatch(/T\d\d:\d\d:\d\dZ$/);
    expect(status.containerStatuses[0]).toMatchObject({ ready: true, restartCount: 0, lastState: {} });
    expect(status.containerStatuses[0].state.running.startedAt).toMatch(/T\d\d:\d\d:\d\dZ$/);
  });

  it('shows why a pod is not scheduled, in the pod and as an event with eventTime only', async () => {
    const sandbox = await startForTest({ nodes: [{ name: 'one', cpu: 0.1, pods: 10 }] });
    const refused = untilChange(sandbox, 'unschedulable');
    sandbox.changeSettings({ policy: { kind: 'fixed', replicas: 2 } });
    await refused;
    const message = '0/1 nodes are available: 1 Insufficient cpu.';
    const { body } = await getJson(sandbox, `${pods}?fieldSelector=status.phase%3DPending`);
    expect(body.items).toHaveLength(1);
    expect(body.items[0].status.conditions).toMatchObject([
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message },
    ]);
    const events = await getJson(sandbox, '/api/v1/events?fieldSelector=reason%3DFailedScheduling');
    expect(events.body.items).toMatchObject([
      { type: 'Warning', message, firstTimestamp: null, lastTimestamp: null },
    ]);
    expect(events.body.items[0].eventTime).toMatch(/\.\d{6}Z$/);
  });

  it('shows a crashed container: waiting in back-off, with what ended it', async () => {
    const sandbox = await startForTest({
      serviceTimeMs: constantMs(1),
      crashShare: 1,
      crashBackOffMs: 3_600_000,
    });
    for (let crashes = 0; crashes < 2; crashes++) {
      const isBack = crashes === 0 ? untilChange(sandbox, 'ready') : undefined;
      await fetch(sandbox.scoreUrl, { method: 'POST' });
      await isBack;
    }
    const { body } = await getJson(sandbox, pods);
    const { status } = body.items[0];
    expect(status.phase).toBe('Running');
    expect(status.conditions[1]).toMatchObject({ type: 'Ready', status: 'False' });
    expect(status.containerStatuses[0]).toMatchObject({
      ready: false,
      restartCount: 1,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    });
    const events = await getJson(sandbox, '/api/v1/events?fieldSelector=reason%3DBackOff');
    expect(events.body.items).toMatchObject([{ type: 'Warning', count: 1, eventTime: null }]);
  });

  it('shows a removed pod as terminating until its request is done', async () => {
    const sandbox = await startForTest({ serviceTimeMs: constantMs(300) });
    const removed = untilChange(sandbox, 'removed');
    const gone = untilChange(sandbox, 'gone');
    const request = fetch(sandbox.scoreUrl, { method: 'POST' });
    await expect.poll(() => sandbox.counters().total.arrivals).toBe(1);
    const patch = await getJson(sandbox, '/apis/apps/v1/namespaces/default/deployments/demo', {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ spec: { replicas: 0 } }),
    });
    expect(patch.body.spec.replicas).toBe(0);
    await removed;
    const { body } = await getJson(sandbox, pods);
    expect(body.items[0].metadata.deletionTimestamp).toBeDefined();
    expect((await request).status).toBe(200);
    await gone;
    expect((await getJson(sandbox, pods)).body.items).toEqual([]);
  });

  it('has a HorizontalPodAutoscaler only while the policy is one', async () => {
    const path = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
    const sandbox = await startForTest();
    expect((await getJson(sandbox, path)).body.items).toEqual([]);
    const metrics = [{ name: 'cpu', targetValue: 0.5 }];
    sandbox.changeSettings({ policy: { kind: 'hpa', minReplicas: 2, maxReplicas: 5, metrics } });
    const { body } = await getJson(sandbox, `${path}/demo`);
    expect(body.spec).toMatchObject({
      minReplicas: 2,
      maxReplicas: 5,
      scaleTargetRef: { kind: 'Deployment', name: 'demo' },
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 50 } } }],
    });
    sandbox.changeSettings({ policy: { kind: 'fixed', replicas: 2 } });
    expect((await getJson(sandbox, `${path}/demo`)).status).toBe(404);
  });

  it('shows the last sync of the HorizontalPodAutoscaler: metrics, conditions, rescale', async () => {
    const sandbox = await startForTest({
      policy: {
        kind: 'hpa',
        minReplicas: 1,
        maxReplicas: 2,
        metrics: [{ name: 'cpu', targetValue: 0.5 }],
        syncPeriodSeconds: 0.1,
        metricsResolutionSeconds: 0.1,
        sampleAgeSeconds: 0,
      },
      serviceTimeMs: constantMs(3_600_000),
      queueWaitLimitMs: null,
    });
    const requests = [1, 2, 3].map(() => fetch(sandbox.scoreUrl, { method: 'POST' }).catch(() => undefined));
    await untilReplicas(sandbox, ({ ready }) => ready === 2);
    const path = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/demo';
    await expect
      .poll(async () => (await getJson(sandbox, path)).body.status)
      .toMatchObject({
        currentReplicas: 2,
        desiredReplicas: 2,
        currentMetrics: [
          { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 100 } } },
        ],
        conditions: [
          { type: 'AbleToScale', status: 'True' },
          { type: 'ScalingActive', status: 'True' },
          { type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' },
        ],
      });
    const events = await getJson(sandbox, '/api/v1/events?fieldSelector=reason%3DSuccessfulRescale');
    expect(events.body.items).toMatchObject([{ message: 'New size: 2; reason: cpu above target' }]);
    await sandbox.close();
    await Promise.all(requests);
  });

  it('answers every request with a Date, which tells the clock of the cluster', async () => {
    const sandbox = await startForTest();
    const { headers } = await getJson(sandbox, '/version');
    expect(Math.abs(Date.parse(headers.get('date')!) - Date.now())).toBeLessThan(10_000);
  });

  it('tells apart what does not exist, what it does not serve, and what is malformed', async () => {
    const sandbox = await startForTest();
    expect(await getJson(sandbox, `${pods}/none`)).toMatchObject({
      status: 404,
      body: { kind: 'Status', reason: 'NotFound', message: 'pods "none" not found', code: 404 },
    });
    const unserved = await fetch(`${sandbox.apiUrl}/apis/metrics.k8s.io/v1beta1/pods`);
    expect([unserved.status, await unserved.text()]).toEqual([404, '404 page not found\n']);
    expect((await getJson(sandbox, `${pods}?labelSelector=a%20b`)).status).toBe(400);
    expect((await getJson(sandbox, `${pods}?fieldSelector=spec.x%3D1`)).body.message).toBe(
      'field label not supported: spec.x',
    );
    expect((await getJson(sandbox, pods, { method: 'DELETE' })).status).toBe(405);
    expect((await getJson(sandbox, `${pods}/%`)).body).toMatchObject({ reason: 'InternalError', code: 500 });
    expect((await getJson(sandbox, '/api/v1/namespaces/other/pods')).body.items).toEqual([]);
  });

  it('wants the token where there is one, for its management API too', async () => {
    const sandbox = await startForTest({ apiToken: 'secret' });
    for (const path of [pods, '/sandbox/counters']) {
      expect((await getJson(sandbox, path)).status).toBe(401);
      const headers = { authorization: 'Bearer secret' };
      expect((await getJson(sandbox, path, { headers })).status).toBe(200);
    }
  });

  it('allows in an access review what it serves', async () => {
    const sandbox = await startForTest();
    const review = async (resourceAttributes: Record<string, string>) => {
      const { status, body } = await getJson(
        sandbox,
        '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ spec: { resourceAttributes } }),
        },
      );
      return [status, body.status.allowed];
    };
    expect(await review({ verb: 'watch', resource: 'pods' })).toEqual([201, true]);
    expect(await review({ verb: 'patch', group: 'apps', resource: 'deployments' })).toEqual([201, true]);
    expect(await review({ verb: 'delete', resource: 'pods' })).toEqual([201, false]);
  });

  it('patches the replicas of the Deployment and nothing else', async () => {
    const sandbox = await startForTest();
    const patch = (body: unknown, { type = 'merge-patch', query = '' } = {}) =>
      getJson(sandbox, `/apis/apps/v1/namespaces/default/deployments/demo${query}`, {
        method: 'PATCH',
        headers: { 'content-type': `application/${type}+json` },
        body: JSON.stringify(body),
      });
    await patch({ spec: { replicas: 5 } }, { query: '?dryRun=All' });
    expect(sandbox.replicas().desired).toBe(1);
    await patch({ spec: { replicas: 3 } }, { type: 'strategic-merge-patch' });
    expect(sandbox.replicas().desired).toBe(3);
    expect((await patch({ spec: { paused: true } })).status).toBe(422);
    expect((await patch({ spec: { replicas: 1, paused: true } })).status).toBe(422);
    expect((await patch([], { type: 'json-patch' })).status).toBe(415);
    expect(sandbox.replicas().desired).toBe(3);
  });
});
