import { describe, expect, it } from 'vitest';
import { type Observation, startPolicy } from '../../../planner/policies/index.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { observe } from './observe.ts';

type Load = Pick<Observation, 'busySlots' | 'queuedRequests' | 'arrivals'>;

/** Desired replicas at each second, all ready at once, under the load of that second. */
const replay = (settings: object, loadAt: (second: number) => Partial<Load>, seconds: number): number[] => {
  let policy = startPolicy(policySettingsSchema.parse({ kind: 'keda-http', ...settings }));
  return Array.from({ length: seconds }, (_, i) => {
    const seen = { atSeconds: i + 1, desiredReplicas: policy.desiredReplicas, ...loadAt(i + 1) };
    policy = policy.next(observe(seen));
    return policy.desiredReplicas;
  });
};

/** Only the HPA's answer counts in these: no policy or window stands between it and the replicas. */
const unlimited = {
  scaleUp: { policies: [{ type: 'Percent', value: 10_000, periodSeconds: 15 }] },
  scaleDown: { stabilizationWindowSeconds: 0 },
};

describe('KEDA HTTP by concurrency', () => {
  it('runs one replica per 100 requests in flight, held or running, from the next HPA sync on', () => {
    const replicas = replay(
      { minReplicas: 1, behavior: unlimited },
      () => ({ busySlots: 200, queuedRequests: 50 }),
      16,
    );
    expect(replicas.slice(0, 14)).toEqual(new Array(14).fill(1));
    expect(replicas.slice(14)).toEqual([3, 3]);
  });

  it.each([
    { inFlight: 330, gives: 3, because: '1.1 times the target is within the tolerance' },
    { inFlight: 331, gives: 4, because: 'one request more is not' },
    { inFlight: 270, gives: 3, because: '0.9 times the target is within it too' },
    { inFlight: 269, gives: 3, because: '2.69 rounded up' },
    { inFlight: 200, gives: 2, because: 'exactly two targets' },
  ])('takes 3 replicas under $inFlight requests to $gives: $because', ({ inFlight, gives }) => {
    const settings = { minReplicas: 1, behavior: unlimited };
    const load = (second: number) => ({ busySlots: second <= 15 ? 300 : inFlight });
    expect(replay(settings, load, 30).at(-1)).toBe(gives);
  });

  it('keeps the limits of an HPA without `behavior`: to 4 pods or +100 % at a sync, to the most of 300 s', () => {
    const load = (second: number) => ({ busySlots: second < 45 ? 2000 : 0 });
    const replicas = replay({ minReplicas: 1 }, load, 400);
    const atSync = replicas.filter((_, i) => (i + 1) % 15 === 0);
    // 20 is wanted at 15 s and 30 s. From 45 s on none is, but the 20 of 30 s counts until 330 s, upwards too.
    expect(atSync.slice(0, 22)).toEqual([4, 8, 16, ...new Array(18).fill(20), 1]);
  });
});

describe('KEDA HTTP by request rate', () => {
  it('averages over the window so far, in whole requests/s rounded up', () => {
    const settings = { minReplicas: 1, metric: 'requestRate', targetValue: 10, behavior: unlimited };
    const load = (second: number) => ({ arrivals: second <= 10 ? 0 : 30 });
    const replicas = replay(settings, load, 75);
    // 15 s: 150 / 15 = 10/s; 30 s: 600 / 30 = 20; 45 s: 1050 / 45 = 23.3, 24; 60 s: 1500 / 60 = 25; 75 s: 30.
    expect([15, 30, 45, 60, 75].map((second) => replicas[second - 1])).toEqual([1, 2, 3, 3, 3]);
  });

  it('forgets what left the window', () => {
    const settings = {
      minReplicas: 1,
      metric: 'requestRate',
      targetValue: 10,
      windowSeconds: 15,
      behavior: unlimited,
    };
    const replicas = replay(settings, (second) => ({ arrivals: second <= 15 ? 50 : 5 }), 30);
    expect(replicas[14]).toBe(5);
    expect(replicas[29]).toBe(1);
  });

  it('counts requests per second whatever the granularity', () => {
    const settings = {
      minReplicas: 1,
      metric: 'requestRate',
      targetValue: 10,
      granularitySeconds: 5,
      behavior: unlimited,
    };
    let policy = startPolicy(policySettingsSchema.parse({ kind: 'keda-http', ...settings }));
    expect(policy.intervalSeconds).toBe(5);
    for (const atSeconds of [5, 10, 15]) policy = policy.next(observe({ atSeconds, arrivals: 200 }));
    expect(policy.desiredReplicas).toBe(4);
  });
});

describe('KEDA HTTP at zero', () => {
  it('starts the first replica at once and the others at the next sync', () => {
    const replicas = replay(
      { behavior: unlimited },
      (second) => ({ queuedRequests: second < 5 ? 0 : 300 }),
      16,
    );
    expect(replicas.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(replicas.slice(4, 14)).toEqual(new Array(10).fill(1));
    expect(replicas[14]).toBe(3);
  });

  it('stays there up to the activation value', () => {
    const replicas = (queuedRequests: number) =>
      replay({ activationValue: 5 }, () => ({ queuedRequests }), 1).at(-1);
    expect(replicas(5)).toBe(0);
    expect(replicas(6)).toBe(1);
  });

  it('returns there when the cooldown after the last request is over', () => {
    const replicas = replay({ cooldownSeconds: 40 }, (second) => ({ busySlots: second === 10 ? 1 : 0 }), 60);
    expect(replicas.indexOf(1)).toBe(9);
    expect(replicas.lastIndexOf(1)).toBe(49);
    expect(replicas.at(-1)).toBe(0);
  });

  it('does not go there with a minimum of one', () => {
    const replicas = replay({ minReplicas: 1, cooldownSeconds: 1 }, () => ({}), 20);
    expect(new Set(replicas)).toEqual(new Set([1]));
  });
});
