import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { constantMs, post, startForTest, untilChange, untilReplicas } from './start.ts';

describe('the scoring endpoint', () => {
  it('answers with JSON and the time that run() took, in ms with three decimals', async () => {
    const sandbox = await startForTest();
    const response = await post(sandbox);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ service: 'demo' });
    const runMs = response.headers.get('x-ms-run-fn-exec-ms') ?? '';
    expect(runMs).toMatch(/^\d+\.\d{3}$/);
    // A timer of Node may be up to a millisecond early.
    expect(Number(runMs)).toBeGreaterThan(19);
  });

  it('sends request ids back, and gives one to a request without', async () => {
    const sandbox = await startForTest();
    const traced = await post(sandbox, { headers: { 'x-ms-request-id': 'a-1', 'x-request-id': 'b-2' } });
    expect(traced.headers.get('x-ms-request-id')).toBe('a-1');
    expect(traced.headers.get('x-request-id')).toBe('b-2');
    const untraced = await post(sandbox);
    expect(untraced.headers.get('x-ms-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('serves more requests than there are slots, one after the other', async () => {
    const sandbox = await startForTest({ serviceTimeMs: constantMs(30) });
    const startedMs = performance.now();
    const responses = await Promise.all([post(sandbox), post(sandbox), post(sandbox)]);
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(performance.now() - startedMs).toBeGreaterThan(3 * 29);
  });

  it('gives 503 overloaded to a request that waits longer than the limit', async () => {
    const sandbox = await startForTest({ serviceTimeMs: constantMs(500), queueWaitLimitMs: 20 });
    const [first, second] = await Promise.all([post(sandbox), post(sandbox)]);
    expect([first.status, second.status].sort()).toEqual([200, 503]);
    const refused = first.status === 503 ? first : second;
    expect(await refused.text()).toBe('Too many requests for service demo (overloaded)');
    expect(refused.headers.get('x-ms-run-fn-exec-ms')).toBeNull();
    expect(refused.headers.get('x-ms-request-id')).not.toBeNull();
  });

  it('gives 503 at once while no replica is ready', async () => {
    const sandbox = await startForTest({ policy: { kind: 'knative', minReplicas: 0, tickSeconds: 1000 } });
    const response = await post(sandbox);
    expect(response.status).toBe(503);
    expect(await response.text()).toBe('No ready replicas for service demo');
  });

  it('gives 504 to a request that takes longer than the request timeout', async () => {
    const sandbox = await startForTest({ serviceTimeMs: constantMs(60_000), requestTimeoutMs: 30 });
    const response = await post(sandbox);
    expect(response.status).toBe(504);
  });

  it('gives 502 to the requests of a replica that crashes, and restarts it', async () => {
    const sandbox = await startForTest({ crashShare: 1 });
    const restarted = untilChange(sandbox, 'started');
    const response = await post(sandbox);
    expect(response.status).toBe(502);
    expect(await response.text()).toBe('Replica closed connection before replying');
    await restarted;
    await untilReplicas(sandbox, ({ ready }) => ready === 1);
  });

  it('wants the key where there is one', async () => {
    const sandbox = await startForTest({ key: 'secret' });
    const statusWith = async (authorization: string) =>
      (await post(sandbox, { headers: { authorization } })).status;
    expect((await post(sandbox)).status).toBe(401);
    expect(await statusWith('Bearer wrong')).toBe(401);
    expect(await statusWith('Bearer secret')).toBe(200);
    expect(sandbox.counters().total.outcomes).toEqual({ '200': 1, '401': 2 });
  });

  it('describes itself, and knows neither other paths nor other methods', async () => {
    const sandbox = await startForTest();
    const base = new URL(sandbox.scoreUrl).origin;
    for (const path of ['/swagger.json', '/api/v1/service/demo/swagger.json']) {
      const response = await fetch(base + path);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ paths: { '/api/v1/service/demo/score': {} } });
    }
    expect((await fetch(`${base}/api/v1/service/other/score`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${base}/swagger.json`, { method: 'POST' })).status).toBe(405);
    const wrongMethod = await fetch(sandbox.scoreUrl);
    expect(wrongMethod.status).toBe(405);
    expect(wrongMethod.headers.get('allow')).toBe('POST');
  });

  it('frees the slot of a client that leaves', async () => {
    const sandbox = await startForTest({ serviceTimeMs: constantMs(60_000), queueLengthLimit: 0 });
    const { hostname, port, pathname } = new URL(sandbox.scoreUrl);
    const client = connect(Number(port), hostname);
    client.write(`POST ${pathname} HTTP/1.1\r\nhost: sandbox\r\ncontent-length: 0\r\n\r\n`);
    await vi.waitFor(() => expect(sandbox.counters().total.arrivals).toBe(1));
    expect((await post(sandbox)).status).toBe(503);
    client.destroy();
    await vi.waitFor(() => expect(sandbox.counters().total.outcomes).toEqual({ '503': 1, disconnected: 1 }));
    sandbox.changeSettings({ requestTimeoutMs: 30 });
    expect((await post(sandbox)).status).toBe(504);
  });

  it('keeps a connection open between requests that are far apart', async () => {
    const sandbox = await startForTest();
    const response = await post(sandbox);
    expect(response.headers.get('keep-alive')).toBe('timeout=3600');
  });
});
