import { describe, expect, it } from 'vitest';
import { recommendReplicas } from '../../../../planner/policies/hpa/recommend.ts';
import type { PodObservation } from '../../../../planner/policies/index.ts';
import type { HpaSettings } from '../../../../runs/schema/policy.ts';
import { hpaSchema } from '../../../../runs/schema/rules/hpa.ts';
import { podsWithoutSample, readyPods, sampleOf } from '../observe.ts';

const cpuHalf = hpaSchema.parse({ kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] });

const recommend = (
  pods: readonly PodObservation[],
  currentReplicas: number,
  settings: HpaSettings,
): number | undefined => recommendReplicas({ pods, currentReplicas }, settings).recommendation;

describe('HPA recommendation: the documented ratio', () => {
  it.each([
    { name: '200m against 100m doubles', pods: readyPods(4, 0.2), target: 0.1, gives: 8 },
    { name: '50m against 100m halves', pods: readyPods(4, 0.05), target: 0.1, gives: 2 },
    { name: 'a fraction is rounded up', pods: readyPods(4, 0.6), target: 0.5, gives: 5 },
    { name: 'an idle service asks for none', pods: readyPods(4, 0), target: 0.5, gives: 0 },
    { name: 'the tolerance of 10 % exactly met above', pods: readyPods(10, 0.55), target: 0.5, gives: 10 },
    {
      name: 'cut to whole percents, so still within it',
      pods: readyPods(10, 0.559),
      target: 0.5,
      gives: 10,
    },
    {
      name: 'a target of 58 % is 58, though 0.58 x 100 in floats is a little less: 63 / 58 is within it',
      pods: readyPods(10, 0.638),
      target: 0.58,
      gives: 10,
    },
    { name: 'just over the tolerance above', pods: readyPods(10, 0.56), target: 0.5, gives: 12 },
    { name: 'the tolerance exactly met below', pods: readyPods(20, 0.45), target: 0.5, gives: 20 },
    { name: 'just over the tolerance below', pods: readyPods(20, 0.449), target: 0.5, gives: 18 },
  ])('$name', ({ pods, target, gives }) => {
    const settings = { ...cpuHalf, metrics: [{ ...cpuHalf.metrics[0]!, targetValue: target }] };
    expect(recommend(pods, pods.length, settings)).toBe(gives);
  });

  it('averages over unequal pods', () => {
    const pods = [...readyPods(2, 0.9), ...readyPods(2, 0.3)];
    // mean 0.6, ratio 1.2, 4.8
    expect(recommend(pods, 4, cpuHalf)).toBe(5);
  });
});

describe('HPA recommendation: pods without a sample', () => {
  it.each([
    {
      name: 'count as their whole request when the others point down',
      // 8 x 0.2 + 2 x 1 = 3.6; 3.6 / 0.5 = 7.2
      pods: [...readyPods(8, 0.2), ...podsWithoutSample(2, 'missing')],
      gives: 8,
    },
    {
      name: 'count as idle when the others point up',
      // 8 x 0.9 = 7.2; 7.2 / 0.5 = 14.4
      pods: [...readyPods(8, 0.9), ...podsWithoutSample(2, 'missing')],
      gives: 15,
    },
    {
      name: 'hold everything if they turn the direction',
      // seen 1.2; with 4 idle ones 6 x 0.6 / 10 / 0.5 = 0.72
      pods: [...readyPods(6, 0.6), ...podsWithoutSample(4, 'missing')],
      gives: 10,
    },
    {
      name: 'hold everything if they bring the ratio into the tolerance',
      // seen 1.4; with 2 idle ones 8 x 0.7 / 10 / 0.5 = 1.12; with 3: 7 x 0.7 / 10 / 0.5 = 0.98
      pods: [...readyPods(7, 0.7), ...podsWithoutSample(3, 'missing')],
      gives: 10,
    },
  ])('$name', ({ pods, gives }) => {
    expect(recommend(pods, 10, cpuHalf)).toBe(gives);
  });

  it('count as the target when it is above the whole request', () => {
    const settings = { ...cpuHalf, metrics: [{ ...cpuHalf.metrics[0]!, targetValue: 2 }] };
    // 8 x 0.2 + 2 x 2 = 5.6, 56 % of 10 requests; 0.28 x 10
    expect(recommend([...readyPods(8, 0.2), ...podsWithoutSample(2, 'missing')], 10, settings)).toBe(3);
  });

  it('gives no answer if no pod has a sample', () => {
    expect(recommend(podsWithoutSample(3, 'missing'), 3, cpuHalf)).toBeUndefined();
    expect(recommend([], 0, cpuHalf)).toBeUndefined();
  });
});

describe('HPA recommendation: pods that are not ready', () => {
  it('dampen a rise as idle ones', () => {
    // Twice the target on 4 of 6 pods: 6 x 2 = 12 if the others were as busy, 4 / 0.5 = 8 as they are idle.
    const pods = [...readyPods(4, 1), ...podsWithoutSample(2, 'starting')];
    expect(recommend(pods, 6, cpuHalf)).toBe(8);
  });

  it('are left out of what looks like a fall', () => {
    // 0.46 / 0.5 is within the tolerance; with five idle pods it would be half of that.
    const pods = [...readyPods(5, 0.46), ...podsWithoutSample(5, 'starting')];
    expect(recommend(pods, 10, cpuHalf)).toBe(10);
  });

  it('are left out of a fall', () => {
    // 4 x 0.2 / 0.5 = 1.6
    const pods = [...readyPods(4, 0.2), ...podsWithoutSample(6, 'starting')];
    expect(recommend(pods, 10, cpuHalf)).toBe(2);
  });

  it('never turn a rise into a fall of replicas', () => {
    // ratio 7 x 0.9 / 11 / 0.5 = 1.145 asks for 12.6, below the 20 that were asked for before
    const pods = [...readyPods(7, 0.9), ...podsWithoutSample(4, 'starting')];
    expect(recommend(pods, 20, cpuHalf)).toBe(20);
  });
});

describe('HPA recommendation: CPU samples of starting pods', () => {
  type Readiness = Pick<PodObservation, 'ageSeconds' | 'ready' | 'readinessForSeconds'>;
  const idleWith = (pod: Readiness, cpu: number): PodObservation[] => [
    ...readyPods(3, 0.9),
    { ...readyPods(1, cpu)[0]!, ...pod },
  ];
  // Counted, the fourth pod gives (2.7 + 2.7) / 0.5 = 10.8; set aside as idle, 2.7 / 0.5 = 5.4.
  const [counted, setAside] = [11, 6];

  it.each([
    { name: 'ready long enough for a whole sample', age: 60, ready: true, readyFor: 15, gives: counted },
    { name: 'ready for less than a sample', age: 60, ready: true, readyFor: 14, gives: setAside },
    {
      name: 'not ready in the initialization period',
      age: 299,
      ready: false,
      readyFor: 200,
      gives: setAside,
    },
    { name: 'not ready when it has just ended', age: 300, ready: false, readyFor: 200, gives: counted },
    { name: 'not ready after it, first ready late', age: 400, ready: false, readyFor: 300, gives: counted },
    {
      name: 'not ready after it, first ready at 30 s',
      age: 400,
      ready: false,
      readyFor: 370,
      gives: counted,
    },
    { name: 'not ready after it, first ready early', age: 400, ready: false, readyFor: 380, gives: setAside },
    { name: 'never ready', age: 400, ready: false, readyFor: 400, gives: setAside },
  ])('$name', ({ age, ready, readyFor, gives }) => {
    const pod = { ageSeconds: age, ready, readinessForSeconds: readyFor };
    expect(recommend(idleWith(pod, 2.7), 4, cpuHalf)).toBe(gives);
  });

  it('need the age of the sample besides its span', () => {
    const pods = idleWith({ ageSeconds: 60, ready: true, readinessForSeconds: 20 }, 2.7);
    const aged = (takenSecondsAgo: number): PodObservation[] =>
      pods.map((pod) => ({ ...pod, samples: { cpu: { ...pod.samples['cpu']!, takenSecondsAgo } } }));
    expect(recommend(aged(5), 4, cpuHalf)).toBe(counted);
    expect(recommend(aged(5.1), 4, cpuHalf)).toBe(setAside);
  });

  it('counts other metrics than CPU from the first sample on', () => {
    const settings = hpaSchema.parse({
      kind: 'hpa',
      maxReplicas: 10,
      metrics: [{ name: 'cpu', source: 'concurrency', targetValue: 0.5 }],
    });
    const starting = { ageSeconds: 10, ready: true, readinessForSeconds: 1 };
    expect(recommend(idleWith(starting, 2.7), 4, settings)).toBe(counted);
  });
});

describe('HPA recommendation: several metrics', () => {
  const both = hpaSchema.parse({
    kind: 'hpa',
    maxReplicas: 10,
    metrics: [{ targetValue: 0.5 }, { name: 'inFlight', source: 'concurrency', targetValue: 4 }],
  });
  const pods = (cpu: number, inFlight?: number): PodObservation[] =>
    readyPods(4, cpu).map((pod) =>
      inFlight === undefined ? pod : { ...pod, samples: { ...pod.samples, inFlight: sampleOf(inFlight) } },
    );

  it.each([
    { name: 'the larger answer wins', pods: pods(0.6, 8), gives: 8 },
    { name: 'both must point down for a fall', pods: pods(0.1, 4), gives: 4 },
    { name: 'a fall is skipped while one is unavailable', pods: pods(0.1), gives: undefined },
    { name: 'a rise happens while one is unavailable', pods: pods(0.9), gives: 8 },
  ])('$name', ({ pods: seen, gives }) => {
    expect(recommend(seen, 4, both)).toBe(gives);
  });
});

describe('HPA recommendation: a metric of the service that is missing beside CPU', () => {
  const settings = hpaSchema.parse({
    kind: 'hpa',
    maxReplicas: 10,
    metrics: [{ targetValue: 0.5 }, { name: 'queue', type: 'External', source: 'none', targetValue: 10 }],
  });

  it.each([
    { name: 'skips a fall', pods: readyPods(4, 0.1), gives: undefined },
    { name: 'lets a rise happen', pods: readyPods(4, 0.9), gives: 8 },
  ])('$name', ({ pods, gives }) => {
    expect(recommend(pods, 4, settings)).toBe(gives);
  });
});

describe('HPA recommendation: every type of metric', () => {
  const settingsOf = (metric: object): HpaSettings =>
    hpaSchema.parse({ kind: 'hpa', maxReplicas: 50, metrics: [metric] });
  const withSample = (key: string, value: number): PodObservation[] =>
    readyPods(4, 0).map((pod) => ({
      ...pod,
      samples: { [key]: sampleOf(value) },
      requestsMilli: { [key]: 500 },
    }));

  it.each([
    // 4 x 0.3 of 4 x 0.5 cores is 60 %; 1.2 x 4
    { metric: { targetValue: 0.5 }, pods: withSample('cpu', 0.3), gives: 5 },
    // 0.3 of 0.2 cores; 1.5 x 4
    { metric: { targetType: 'AverageValue', targetValue: 0.2 }, pods: withSample('cpu', 0.3), gives: 6 },
    {
      metric: { type: 'ContainerResource', container: 'app', targetValue: 0.5 },
      pods: withSample('app/cpu', 0.3),
      gives: 5,
    },
    {
      metric: { name: 'memory', type: 'Resource', source: 'none', targetValue: 0.5 },
      pods: withSample('memory', 0.5),
      gives: 8,
    },
    {
      metric: { name: 'rps', source: 'requestRate', targetValue: 10 },
      pods: withSample('rps', 25),
      gives: 10,
    },
  ])('of the pods: $metric', ({ metric, pods, gives }) => {
    expect(recommend(pods, 4, settingsOf(metric))).toBe(gives);
  });

  it.each([
    // 50 / 10
    { metric: { type: 'External', targetValue: 10 }, value: 50, gives: 5 },
    // 44 / (10 x 4) is within the tolerance
    { metric: { type: 'External', targetValue: 10 }, value: 44, gives: 4 },
    // 50 / 40 x 4 ready pods
    { metric: { type: 'External', targetType: 'Value', targetValue: 40 }, value: 50, gives: 5 },
    // 51 / 40 x 4 is 5.1: rounded up
    { metric: { type: 'Object', targetValue: 40 }, value: 51, gives: 6 },
    { metric: { type: 'Object', targetValue: 40 }, value: 43, gives: 4 },
    { metric: { type: 'Object', targetType: 'AverageValue', targetValue: 10 }, value: 81, gives: 9 },
    { metric: { type: 'Object', targetValue: 40 }, value: undefined, gives: undefined },
  ])('of the service: $metric at $value', ({ metric, value, gives }) => {
    const settings = settingsOf({ name: 'queue', source: 'none', ...metric });
    const serviceMetricsMilli = value === undefined ? {} : { queue: value * 1000 };
    const seen = { pods: readyPods(4, 0), serviceMetricsMilli, currentReplicas: 4 };
    expect(recommendReplicas(seen, settings).recommendation).toBe(gives);
  });

  it('multiplies a Value by the ready pods, not by those that exist, and has no answer without a pod', () => {
    const settings = settingsOf({
      name: 'queue',
      source: 'none',
      type: 'External',
      targetType: 'Value',
      targetValue: 10,
    });
    const pods = [...readyPods(2, 0), ...podsWithoutSample(4, 'starting')];
    const seen = { pods, serviceMetricsMilli: { queue: 40_000 }, currentReplicas: 6 };
    expect(recommendReplicas(seen, settings).recommendation).toBe(8);
    const withoutPods = { ...seen, pods: [] };
    expect(recommendReplicas(withoutPods, settings).recommendation).toBeUndefined();
  });

  it('has no utilization of pods without a request', () => {
    const pods = readyPods(2, 0.9).map((pod) => ({ ...pod, requestsMilli: {} }));
    expect(recommendReplicas({ pods, currentReplicas: 2 }, cpuHalf)).toMatchObject({
      reason: 'InvalidMetrics',
      recommendation: undefined,
    });
  });
});

describe('HPA recommendation: a tolerance for each direction', () => {
  const settings = hpaSchema.parse({
    kind: 'hpa',
    maxReplicas: 50,
    metrics: [{ targetValue: 0.5 }],
    behavior: { scaleUp: { tolerance: 0 }, scaleDown: { tolerance: 0.3 } },
  });

  it.each([
    { cpu: 0.51, gives: 11, name: 'none upwards' },
    { cpu: 0.35, gives: 10, name: 'three tenths downwards' },
    { cpu: 0.34, gives: 7, name: 'beyond it' },
  ])('$name', ({ cpu, gives }) => {
    expect(recommend(readyPods(10, cpu), 10, settings)).toBe(gives);
  });
});
