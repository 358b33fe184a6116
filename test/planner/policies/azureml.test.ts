import { describe, expect, it } from 'vitest';
import { type Stepper, startPolicy } from '../../../planner/policies/index.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { observe } from './observe.ts';

const start = (settings: object): Stepper => startPolicy(policySettingsSchema.parse(settings));
const v1 = (settings: object = {}) => start({ kind: 'azureml-v1', maxReplicas: 1000, ...settings });
const v2 = (settings: object = {}) => start({ kind: 'azureml-v2', maxReplicas: 1000, ...settings });

describe('azureml v1: busy / current replicas', () => {
  it.each([
    { busy: 7, of: 10, gives: 10, because: '70 % is the target itself' },
    { busy: 71, of: 100, gives: 102, because: '71 % is above it, and there is no deadband' },
    { busy: 8, of: 10, gives: 12, because: '8 / 0.7 = 11.4' },
    {
      busy: 10,
      of: 10,
      gives: 15,
      because: 'a full service grows by 1 / 0.7 and no more, whatever the load',
    },
    { busy: 21, of: 21, gives: 30, because: '21 / 0.7 is 30, not the 30.000000000000004 of floats' },
    { busy: 0, of: 10, gives: 10, because: 'replicas leave only after the hold' },
  ])('has $gives replicas after one refresh with $busy of $of busy: $because', ({ busy, of, gives }) => {
    const next = v1().next(observe({ desiredReplicas: of, busyReplicas: busy }));
    expect(next.desiredReplicas).toBe(gives);
  });

  it('does not see a queue', () => {
    const seen = observe({ desiredReplicas: 10, busyReplicas: 7, queuedRequests: 500 });
    expect(v1().next(seen).desiredReplicas).toBe(10);
  });

  it('stays within its bounds', () => {
    const policy = v1({ minReplicas: 5, maxReplicas: 12 });
    expect(policy.desiredReplicas).toBe(5);
    expect(policy.next(observe({ desiredReplicas: 10, busyReplicas: 10 })).desiredReplicas).toBe(12);
  });
});

describe('azureml v2: (busy + queued) / current replicas', () => {
  it('answers a spike of any size at once', () => {
    const seen = observe({ desiredReplicas: 10, busyReplicas: 10, queuedRequests: 25 });
    // (10 + 25) / 0.7 = 50
    expect(v2().next(seen).desiredReplicas).toBe(50);
  });

  it('counts a queued request as one replica, however many slots a replica has', () => {
    const seen = observe({ desiredReplicas: 10, slotsPerReplica: 5, busyReplicas: 10, queuedRequests: 25 });
    expect(v2().next(seen).desiredReplicas).toBe(50);
  });

  it('takes time averages where the settings say so', () => {
    const seen = observe({
      desiredReplicas: 10,
      busyReplicas: 10,
      meanBusyReplicas: 7,
      meanQueuedRequests: 0.7,
    });
    expect(v2({ sampling: 'mean' }).next(seen).desiredReplicas).toBe(11);
  });
});

/** Desired replicas at each refresh of a service whose load falls to `laterBusy` after the first refresh. */
const afterLoadFell = (policy: Stepper, laterBusy: (second: number) => number, seconds: number): number[] => {
  let stepper = policy;
  return Array.from({ length: seconds + 1 }, (_, second) => {
    stepper = stepper.next(
      observe({
        atSeconds: second,
        desiredReplicas: second === 0 ? 10 : stepper.desiredReplicas,
        busyReplicas: second === 0 ? 7 : laterBusy(second),
      }),
    );
    return stepper.desiredReplicas;
  });
};

describe('azureml scale-down hold', () => {
  it.each([
    { name: 'v1 after its 60 s', policy: v1(), at: 60 },
    { name: 'v1 after another hold', policy: v1({ scaleDownHoldSeconds: 7 }), at: 7 },
    { name: 'v2 after 20 refreshes of 1 s', policy: v2(), at: 20 },
    { name: 'v2 after another number of refreshes', policy: v2({ scaleDownHoldRefreshes: 3 }), at: 3 },
  ])('lets replicas go exactly when the hold is over: $name', ({ policy, at }) => {
    const replicas = afterLoadFell(policy, () => 1, at + 5);
    expect(replicas.slice(0, at).every((count) => count === 10)).toBe(true);
    // 1 busy / 0.7 = 1.4
    expect(replicas[at]).toBe(2);
  });

  it('measures 20 refreshes in the refresh interval: 200 s at 10 s', () => {
    let policy = v2({ refreshSeconds: 10 });
    expect(policy.intervalSeconds).toBe(10);
    const replicas: number[] = [];
    for (let second = 0; second <= 200; second += 10) {
      const desiredReplicas = replicas.at(-1) ?? 10;
      policy = policy.next(
        observe({ atSeconds: second, desiredReplicas, busyReplicas: second === 0 ? 7 : 1 }),
      );
      replicas.push(policy.desiredReplicas);
    }
    expect(replicas.slice(0, -1)).toEqual(new Array(20).fill(10));
    expect(replicas.at(-1)).toBe(2);
  });

  it('falls only to the highest demand of the hold', () => {
    const replicas = afterLoadFell(v1(), (second) => (second === 30 ? 4 : 1), 100);
    // 4 busy / 0.7 = 5.7: wanted at 30 s, so kept until 90 s.
    expect(replicas[60]).toBe(6);
    expect(replicas[89]).toBe(6);
    expect(replicas[90]).toBe(2);
  });

  it('starts over when the load comes back', () => {
    const replicas = afterLoadFell(v1(), (second) => (second === 50 ? 7 : 1), 110);
    expect(replicas[109]).toBe(10);
    expect(replicas[110]).toBe(2);
  });
});

describe('azureml options that are not public', () => {
  const busy = { desiredReplicas: 10, busyReplicas: 9, readyReplicas: 10, pendingReplicas: 0 };

  it('moves one replica at a time under that step law, in both directions', () => {
    const oneAtATime = { stepLaw: 'oneAtATime', scaleDownHoldSeconds: 1 };
    expect(v1(oneAtATime).next(observe(busy)).desiredReplicas).toBe(11);
    const held = v1(oneAtATime).next(observe({ ...busy, busyReplicas: 1 }));
    expect(held.next(observe({ ...busy, atSeconds: 1, busyReplicas: 1 })).desiredReplicas).toBe(9);
  });

  it('keeps adding one at a time while new replicas start, if only ready ones count', () => {
    const starting = { desiredReplicas: 15, readyReplicas: 10, pendingReplicas: 5, busyReplicas: 9 };
    const oneAtATime = { stepLaw: 'oneAtATime', denominator: 'ready' };
    expect(v1(oneAtATime).next(observe(starting)).desiredReplicas).toBe(16);
    expect(v1({ ...oneAtATime, denominator: 'current' }).next(observe(starting)).desiredReplicas).toBe(15);
  });

  it('does nothing within the deadband', () => {
    const next = (deadband: number) => v1({ deadband }).next(observe(busy)).desiredReplicas;
    expect(next(0.2)).toBe(10);
    expect(next(0.1)).toBe(13);
  });
});

/**
 * A fluid service under a step of load: no randomness and no queue, so the rule alone decides what is lost.
 * A refresh sees the second before it; what it starts is ready `lagSeconds` later.
 */
const fluidSpike = (spike: { from: number; to: number; mu: number; lagSeconds: number; target: number }) => {
  const steady = Math.ceil(spike.from / spike.mu / spike.target - 1e-9);
  let policy = v1({ targetUtilization: spike.target });
  let [ready, lost] = [steady, 0];
  const starts: { readyAt: number; replicas: number }[] = [];
  const rounds = [steady];
  for (let second = 1; second <= 5 * (spike.lagSeconds + 1); second++) {
    lost += Math.max(0, spike.to - ready * spike.mu);
    const desiredReplicas = rounds.at(-1)!;
    policy = policy.next(
      observe({
        atSeconds: second,
        desiredReplicas,
        readyReplicas: ready,
        pendingReplicas: desiredReplicas - ready,
        busyReplicas: Math.min(ready, spike.to / spike.mu),
      }),
    );
    if (policy.desiredReplicas > desiredReplicas) {
      rounds.push(policy.desiredReplicas);
      starts.push({ readyAt: second + spike.lagSeconds, replicas: policy.desiredReplicas });
    }
    ready = starts.findLast(({ readyAt }) => readyAt <= second)?.replicas ?? ready;
  }
  return { rounds, lost };
};

describe('azureml v1 under a step of load (requests/s, mu = 10 per replica)', () => {
  // Each round loses (r1 - c mu) (lag + 1 refresh) requests and then runs ceil(min(c, r1 / mu) / target).
  it.each([
    {
      spike: { from: 700, to: 2100, lagSeconds: 20, target: 0.7 },
      rounds: [100, 143, 205, 293],
      lost: 38_220,
    },
    { spike: { from: 700, to: 2100, lagSeconds: 20, target: 0.5 }, rounds: [140, 280], lost: 14_700 },
    { spike: { from: 700, to: 2100, lagSeconds: 20, target: 0.3 }, rounds: [234], lost: 0 },
    { spike: { from: 700, to: 1200, lagSeconds: 30, target: 0.7 }, rounds: [100, 143], lost: 6_200 },
    { spike: { from: 700, to: 1000, lagSeconds: 20, target: 0.7 }, rounds: [100], lost: 0 },
  ])('$spike.from -> $spike.to at $spike.target: $rounds, $lost lost', ({ spike, rounds, lost }) => {
    const run = fluidSpike({ ...spike, mu: 10 });
    expect(run.rounds.slice(0, rounds.length)).toEqual(rounds);
    expect(run.lost).toBeCloseTo(lost, 6);
  });
});
