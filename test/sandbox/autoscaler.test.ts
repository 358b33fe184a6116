import { describe, expect, it } from 'vitest';
import { constantMs, post, startForTest, untilReplicas } from './start.ts';

const eager = {
  kind: 'azureml-v1',
  minReplicas: 1,
  maxReplicas: 4,
  refreshSeconds: 0.02,
  scaleDownHoldSeconds: 0.1,
} as const;

describe('the autoscaler', () => {
  it('adds replicas while all are busy, up to the most, and removes them after the hold', async () => {
    const sandbox = await startForTest({
      policy: eager,
      serviceTimeMs: constantMs(200),
      queueWaitLimitMs: null,
    });
    const requests = Array.from({ length: 16 }, () => post(sandbox));
    await untilReplicas(sandbox, ({ ready }) => ready === 4);
    const responses = await Promise.all(requests);
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 16 }, () => 200));
    await untilReplicas(sandbox, ({ desired, ready }) => desired === 1 && ready === 1);
  });

  it('scales from zero on queued requests that found no replica only where the rule counts arrivals', async () => {
    const policy = {
      kind: 'knative',
      minReplicas: 0,
      tickSeconds: 0.02,
      metric: 'requestRate',
      target: 1,
    } as const;
    const sandbox = await startForTest({ policy });
    expect(sandbox.replicas().desired).toBe(0);
    expect((await post(sandbox)).status).toBe(503);
    await untilReplicas(sandbox, ({ ready }) => ready >= 1);
    expect((await post(sandbox)).status).toBe(200);
  });

  it('brings replicas inside new bounds at once, and otherwise leaves their number to the rule', async () => {
    const slow = { ...eager, refreshSeconds: 1000 };
    const sandbox = await startForTest({ policy: { ...slow, minReplicas: 2 } });
    const desiredWith = (bounds: { minReplicas: number; maxReplicas: number }) => {
      sandbox.changeSettings({ policy: { ...slow, ...bounds } });
      return sandbox.replicas().desired;
    };
    expect(desiredWith({ minReplicas: 5, maxReplicas: 9 })).toBe(5);
    expect(desiredWith({ minReplicas: 1, maxReplicas: 9 })).toBe(5);
    expect(desiredWith({ minReplicas: 1, maxReplicas: 3 })).toBe(3);
    sandbox.changeSettings({ policy: { kind: 'fixed', replicas: 7 } });
    expect(sandbox.replicas().desired).toBe(7);
  });
});
