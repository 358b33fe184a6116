import { describe, expect, it } from 'vitest';
import { constantMs, getJson, post, startForTest, untilReplicas } from './start.ts';

describe('the management API', () => {
  it('gives the counters and sets them to zero', async () => {
    const sandbox = await startForTest();
    await Promise.all([post(sandbox), post(sandbox), fetch(sandbox.scoreUrl)]);
    const { body } = await getJson(sandbox, '/sandbox/counters');
    expect(body).toEqual(sandbox.counters());
    expect(body.total).toEqual({ arrivals: 3, outcomes: { '200': 2, '405': 1 } });
    const reset = await getJson(sandbox, '/sandbox/reset-counters', { method: 'POST' });
    expect(reset.body).toEqual({ total: { arrivals: 0, outcomes: {} }, bySecond: {} });
  });

  it('changes settings while it runs: limits hold at once, replicas follow a new minimum', async () => {
    const sandbox = await startForTest({ serviceTimeMs: constantMs(60_000) });
    const put = (change: unknown) =>
      getJson(sandbox, '/sandbox/settings', { method: 'PUT', body: JSON.stringify(change) });
    const waiting = post(sandbox);
    const policy = { kind: 'azureml-v2', minReplicas: 4, maxReplicas: 8 };
    const changed = await put({ requestTimeoutMs: 40, policy });
    expect(changed.body).toMatchObject({ requestTimeoutMs: 40, queueWaitLimitMs: 500, policy });
    expect((await getJson(sandbox, '/sandbox/settings')).body).toEqual(changed.body);
    expect((await waiting).status).toBe(504);
    await untilReplicas(sandbox, ({ ready }) => ready === 4);
  });

  it('refuses a change with faults, names each, and keeps what it has', async () => {
    const sandbox = await startForTest();
    const put = (body: string) => getJson(sandbox, '/sandbox/settings', { method: 'PUT', body });
    const before = sandbox.settings();
    const { status, body } = await put(JSON.stringify({ queueWaitLimit: 5, requestTimeoutMs: 0 }));
    expect(status).toBe(422);
    expect(body.code).toBe('E_CONFIG');
    expect(body.faults.map(({ where }: { where: string }) => where).sort()).toEqual([
      'sandbox settings → queueWaitLimit',
      'sandbox settings → requestTimeoutMs',
    ]);
    expect((await put('no JSON')).status).toBe(422);
    expect(sandbox.settings()).toEqual(before);
  });

  it('knows no other path', async () => {
    const sandbox = await startForTest();
    expect((await getJson(sandbox, '/sandbox/none')).status).toBe(404);
  });
});
