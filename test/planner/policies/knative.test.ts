import { describe, expect, it } from 'vitest';
import { type Observation, startPolicy } from '../../../planner/policies/index.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { observe } from './observe.ts';

type Load = Pick<Observation, 'busySlots' | 'queuedRequests' | 'arrivals' | 'readyReplicas'>;

/** Desired replicas at each tick of 2 s, all ready at once unless the load says otherwise. */
const replay = (settings: object, loadAt: (second: number) => Partial<Load>, ticks: number): number[] => {
  let policy = startPolicy(policySettingsSchema.parse({ kind: 'knative', ...settings }));
  return Array.from({ length: ticks }, (_, i) => {
    const atSeconds = 2 * (i + 1);
    policy = policy.next(
      observe({ atSeconds, desiredReplicas: policy.desiredReplicas, ...loadAt(atSeconds) }),
    );
    return policy.desiredReplicas;
  });
};

const flat = (replicas: number, ticks: number): number[] => new Array<number>(ticks).fill(replicas);

describe('Knative autoscaler', () => {
  it('starts from zero within a tick, for requests that the activator holds', () => {
    const replicas = replay({}, (second) => ({ queuedRequests: second < 6 ? 0 : 140 }), 4);
    // 140 / (100 x 0.7)
    expect(replicas).toEqual([0, 0, 2, 2]);
  });

  it('panics on a burst that the stable window would take a minute to see', () => {
    const replicas = replay(
      { minReplicas: 1, target: 10 },
      (second) => ({ busySlots: second <= 60 ? 7 : 70 }),
      34,
    );
    // The panic window is 3 ticks: (7 + 7 + 70) / 3 / 7 = 4 replicas at 62 s, (7 + 140) / 3 / 7 = 7 at 64 s, 10 at 66 s.
    expect(replicas.slice(0, 30)).toEqual(flat(1, 30));
    expect(replicas.slice(30)).toEqual([4, 7, 10, 10]);
  });

  it('scales by requests per second where told to', () => {
    const settings = { metric: 'requestRate', target: 200 };
    // 560 requests in 2 s; 280 / (200 x 0.7)
    expect(replay(settings, () => ({ arrivals: 560 }), 1)).toEqual([2]);
  });

  it('halves at each tick at most on the way down', () => {
    const settings = { minReplicas: 1, target: 1, targetUtilization: 1, stableWindowSeconds: 6 };
    const replicas = replay(settings, (second) => ({ busySlots: second <= 20 ? 16 : 0 }), 20);
    expect(replicas.slice(0, 10)).toEqual(flat(16, 10));
    // Panic began at 2 s, was last met when there was 1 replica, and is over: means fall by a third a tick.
    // 22 s: 32 / 3 = 11; 24 s: 16 / 3 = 6; 26 s: 0, but half of 6; then half of 3.
    expect(replicas.slice(10, 15)).toEqual([11, 6, 3, 1, 1]);
  });

  it('delays a scale-down while a higher number was wanted within the delay', () => {
    const settings = {
      minReplicas: 1,
      target: 1,
      targetUtilization: 1,
      stableWindowSeconds: 6,
      scaleDownDelaySeconds: 20,
    };
    const replicas = replay(settings, (second) => ({ busySlots: second <= 20 ? 16 : 0 }), 25);
    // The last 16 is wanted at 20 s, so it counts until 40 s; then the 11 of 22 s, then the rest of the fall.
    expect(replicas.slice(0, 19)).toEqual(flat(16, 19));
    expect(replicas[19]).toBe(11);
  });

  it('keeps the last replica for the grace period', () => {
    const settings = { stableWindowSeconds: 6, scaleToZeroGraceSeconds: 30 };
    const replicas = replay(settings, (second) => ({ busySlots: second <= 10 ? 50 : 0 }), 30);
    // The last request leaves the stable window at 16 s; the replica leaves 30 s later.
    expect(replicas.slice(0, 22)).toEqual(flat(1, 22));
    expect(replicas.slice(22)).toEqual(flat(0, 8));
  });

  it('keeps the replicas it finds until it has seen a stable window', () => {
    let policy = startPolicy(policySettingsSchema.parse({ kind: 'knative' }));
    const desired: number[] = [];
    for (let atSeconds = 2; atSeconds <= 64; atSeconds += 2) {
      policy = policy.next(observe({ atSeconds, desiredReplicas: desired.at(-1) ?? 8, busySlots: 10 }));
      desired.push(policy.desiredReplicas);
    }
    expect(desired.slice(0, 31)).toEqual(flat(8, 31));
    expect(desired.at(-1)).toBe(4);
  });

  it('has no maximum with max-scale 0, and keeps another one', () => {
    const load = () => ({ busySlots: 70_000 });
    expect(replay({ minReplicas: 1 }, load, 1)).toEqual([1000]);
    expect(replay({ minReplicas: 1, maxReplicas: 40 }, load, 1)).toEqual([40]);
  });
});
