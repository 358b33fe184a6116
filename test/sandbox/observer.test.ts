import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createFleet } from '../../sandbox/fleet.ts';
import { createObserver } from '../../sandbox/observer.ts';
import { resolveOptions } from '../../sandbox/options.ts';
import { createRouter } from '../../sandbox/router.ts';
import { constantMs } from './start.ts';

const start = (initialReplicas: number) => {
  const options = resolveOptions({
    serviceTimeMs: constantMs(3_600_000),
    queueWaitLimitMs: null,
    slotsPerReplica: 2,
  });
  const fleet = createFleet({ ...options, initialReplicas });
  const router = createRouter({ fleet, slotsPerReplica: 2, limits: options });
  onTestFinished(() => {
    router.close();
    fleet.close();
  });
  return { fleet, router, observer: createObserver({ fleet, router, slotsPerReplica: 2 }) };
};

const ignore = (): void => {};

afterEach(() => {
  vi.restoreAllMocks();
});

describe('an observation', () => {
  it('counts replicas, slots and requests as they are now', () => {
    const { fleet, router, observer } = start(3);
    for (let i = 0; i < 8; i++) router.take(ignore);
    fleet.scaleTo(5);
    expect(observer.observe()).toMatchObject({
      desiredReplicas: 5,
      readyReplicas: 3,
      pendingReplicas: 2,
      slotsPerReplica: 2,
      busyReplicas: 3,
      busySlots: 6,
      queuedRequests: 2,
      arrivals: 8,
    });
    expect(observer.observe().arrivals).toBe(0);
  });

  it('gives means since the last one', () => {
    const { router, observer } = start(2);
    for (let i = 0; i < 7; i++) router.take(ignore);
    observer.observe();
    const { meanBusyReplicas, meanBusySlots, meanQueuedRequests } = observer.observe();
    expect(meanBusyReplicas).toBeCloseTo(2, 3);
    expect(meanBusySlots).toBeCloseTo(4, 3);
    expect(meanQueuedRequests).toBeCloseTo(3, 3);
  });

  it('has the pods for metrics that ask for them, with samples once a pod was read twice', () => {
    let nowMs = Math.ceil(performance.now());
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    const { fleet, router, observer } = start(1);
    const metrics = [
      { name: 'cpu', source: 'utilization', targetValue: 0.5, scale: 1 },
      { name: 'inFlight', source: 'concurrency', targetValue: 2, scale: 1 },
    ] as const;
    router.take(ignore);
    expect(observer.observe([...metrics]).pods?.[0]?.samples).toEqual({});
    observer.podMetrics.open({ metricsResolutionSeconds: 15, sampleAgeSeconds: 0 });
    observer.podMetrics.scrape();
    nowMs += 15_000;
    observer.podMetrics.scrape();
    fleet.scaleTo(2);
    const { pods = [] } = observer.observe([...metrics]);
    expect(pods).toHaveLength(2);
    expect(pods[0]?.ready).toBe(true);
    expect(pods[0]?.readinessForSeconds).toBeGreaterThanOrEqual(600);
    expect(pods[0]?.samples['cpu']).toEqual({ milli: 500, windowSeconds: 15, takenSecondsAgo: 0 });
    expect(pods[0]?.samples['inFlight']?.milli).toBe(1000);
    expect(pods[0]?.requestsMilli).toEqual({ cpu: 1000 });
    expect(pods[1]).toMatchObject({ phase: 'Pending', ready: false, samples: {} });
    expect(observer.observe()).not.toHaveProperty('pods');
  });
});
