import { describe, expect, it } from 'vitest';
import {
  type PodObservation,
  podRequestsOf,
  podSampler,
  serviceMetricsOf,
  startPolicy,
} from '../../../planner/policies/index.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { hpaSchema } from '../../../runs/schema/rules/hpa.ts';
import { observe, podsWithoutSample, readyPods } from './observe.ts';

const settings = policySettingsSchema.parse({
  kind: 'hpa',
  minReplicas: 2,
  maxReplicas: 20,
  metrics: [{ targetValue: 0.5 }],
  behavior: {},
});

/**
 * A morning of one Deployment: 4 replicas, CPU target 50 %, an empty `behavior`. Each line is one sync
 * (15 s apart), worked out by hand.
 */
const script: readonly { pods: readonly PodObservation[]; gives: number; because: string }[] = [
  { pods: readyPods(4, 0.5), gives: 4, because: 'ratio 1' },
  { pods: readyPods(4, 0.55), gives: 4, because: 'ratio 1.1, the tolerance exactly met' },
  { pods: readyPods(4, 0.9), gives: 8, because: 'ratio 1.8: 7.2, within +4 pods and +100 %' },
  {
    pods: [...readyPods(4, 1), ...podsWithoutSample(4, 'starting')],
    gives: 8,
    because: 'ratio 2, but 4 / 8 / 0.5 = 1 with the 4 starting pods idle',
  },
  { pods: readyPods(8, 0.95), gives: 16, because: 'ratio 1.9: 15.2, and +8 is exactly +100 %' },
  {
    pods: [...readyPods(8, 1.3), ...podsWithoutSample(8, 'starting')],
    gives: 20,
    because: 'ratio 2.6, 1.3 with the starting pods: 20.8 wanted, 20 is the maximum',
  },
  { pods: readyPods(20, 0.1), gives: 20, because: 'ratio 0.2 wants 4, but 21 was wanted 15 s ago' },
];

/** The load stays low: 4 replicas are wanted at each sync, and 4 samples are missing at one of them. */
const quiet = readyPods(20, 0.1);

it('replays a scripted morning, worked out by hand', () => {
  let policy = startPolicy(settings);
  let [atSeconds, desiredReplicas] = [0, 4];
  const sync = (pods: readonly PodObservation[]): number => {
    policy = policy.next(observe({ atSeconds, desiredReplicas, pods }));
    atSeconds += 15;
    desiredReplicas = policy.desiredReplicas;
    return desiredReplicas;
  };
  for (const { pods, gives, because } of script) expect(sync(pods), because).toBe(gives);

  // The 21 was wanted at 75 s, so it counts until 375 s. The syncs at 105 .. 360 s change nothing.
  const held = Array.from({ length: 17 }, (_, i) =>
    // At 180 s four pods lack a sample: 16 x 0.1 + 4 x 1 = 5.6, 28 % of all requests, 11.2 wanted.
    sync(i === 5 ? [...readyPods(16, 0.1), ...podsWithoutSample(4, 'missing')] : quiet),
  );
  expect(atSeconds).toBe(360);
  expect(held).toEqual(new Array(17).fill(20));
  expect(sync(quiet), 'at 360 s').toBe(20);
  expect(sync(quiet), 'at 375 s the 12 of 180 s are the highest').toBe(12);
  // Now 12 pods at 0.1 want 2.4.
  while (atSeconds < 480) expect(sync(readyPods(12, 0.1)), `at ${atSeconds} s`).toBe(12);
  expect(sync(readyPods(12, 0.1)), 'at 480 s the 4 of 195 s and later are the highest').toBe(4);
});

it('starts at the minimum and syncs every 15 s', () => {
  const policy = startPolicy(settings);
  expect(policy.desiredReplicas).toBe(2);
  expect(policy.intervalSeconds).toBe(15);
  expect(policy.needsPods).toBe(true);
});

describe('the metrics of a simulation', () => {
  const metrics = hpaSchema.parse({
    kind: 'hpa',
    maxReplicas: 9,
    metrics: [
      { name: 'cpu', source: 'utilization', targetValue: 0.6, scale: 1.2 },
      { name: 'inFlight', source: 'concurrency', targetValue: 4 },
      { name: 'rps', source: 'requestRate', targetValue: 10 },
      { name: 'cpu', container: 'app', type: 'ContainerResource', targetValue: 0.5 },
      { name: 'memory', type: 'Resource', source: 'none', targetValue: 0.5 },
      { name: 'all', type: 'External', source: 'requestRate', targetValue: 10 },
      { name: 'waiting', type: 'Object', source: 'concurrency', targetValue: 10 },
      { name: 'queue', type: 'External', source: 'none', targetValue: 10 },
    ],
  }).metrics;

  it('are for each pod what they follow, times their scale', () => {
    const load = { busyShare: 0.5, busySlots: 2, requestsPerSecond: 20 };
    const span = { windowSeconds: 15, takenSecondsAgo: 4 };
    expect(podSampler(metrics)(load, span)).toEqual({
      cpu: { ...span, milli: 600 },
      inFlight: { ...span, milli: 2000 },
      rps: { ...span, milli: 20_000 },
      'app/cpu': { ...span, milli: 500 },
    });
    expect(podRequestsOf(metrics)).toEqual({ cpu: 1000, 'app/cpu': 1000, memory: 1000 });
  });

  it('are for the service its totals', () => {
    const values = serviceMetricsOf({ inFlight: 7, requestsPerSecond: 40 }, metrics);
    expect(values).toEqual({ all: 40_000, waiting: 7000 });
  });
});
