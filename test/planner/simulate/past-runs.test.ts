import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPastRuns } from '../../../planner/simulate/past-runs.ts';
import { createWorkspace, replicate, replicateOnce } from '../../../planner/simulate/replicate.ts';
import { type Model, type ModelInput, parseModel } from '../../../runs/schema/model/model.ts';
import { anyModel } from './any-model.ts';

const worlds = 60;

type PolicyInput = ModelInput['policy'];
type HpaInput = Extract<PolicyInput, { kind: 'hpa' }>;

/** Rules that look seldom enough to be remembered, some of which want the same. */
const anyRule: fc.Arbitrary<PolicyInput> = fc
  .oneof(
    fc.record({
      kind: fc.constant('hpa' as const),
      minReplicas: fc.constantFrom(1, 2),
      maxReplicas: fc.constantFrom(2, 4, 30),
      metrics: fc
        .constantFrom(0.3, 0.6, 0.9)
        .map((targetValue) => [
          { targetValue },
          { name: 'rps', source: 'requestRate' as const, targetValue: 5 },
        ]),
      sampleAgeSeconds: fc.constantFrom(0, 15),
      behavior: fc.constantFrom<HpaInput['behavior']>(
        {},
        { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }] } },
      ),
    }),
    fc.record({
      kind: fc.constantFrom('azureml-v1' as const, 'azureml-v2' as const),
      minReplicas: fc.constantFrom(1, 2),
      maxReplicas: fc.constantFrom(2, 4, 30),
      refreshSeconds: fc.constantFrom(1, 5, 10),
      targetUtilization: fc.constantFrom(0.3, 0.7),
    }),
  )
  .map((policy): PolicyInput => policy);

const simulated = (model: Model, replication: number) =>
  [...replicate([model], replication, { workspace: createWorkspace(), takesSamples: false })][0]!;

const playing = () => {
  const [workspace, pastRuns] = [createWorkspace(), createPastRuns()];
  return (model: Model, replication = 0) =>
    replicateOnce(model, replication, { workspace, pastRuns, countsWaits: true })!;
};

it('gives what a simulation gives, whichever runs came before', () => {
  fc.assert(
    fc.property(anyModel, fc.array(anyRule, { minLength: 2, maxLength: 6 }), (input, rules) => {
      const world = parseModel(input);
      const play = playing();
      for (const policy of rules)
        for (const replication of [0, 1]) {
          const model = { ...world, policy: parseModel({ ...input, policy }).policy };
          expect(play(model, replication)).toEqual(simulated(model, replication));
        }
    }),
    { numRuns: worlds },
  );
});

const spike = parseModel({
  schemaVersion: 1,
  durationSeconds: 120,
  arrivals: {
    kind: 'poisson',
    ratePerSecond: [
      { atSecond: 0, rate: 5 },
      { atSecond: 30, rate: 40 },
    ],
  },
  service: { kind: 'exponential', meanMs: 100 },
  replica: { startupLag: { kind: 'constant', meanMs: 5000 } },
  policy: { kind: 'hpa', minReplicas: 2, maxReplicas: 30, metrics: [{ targetValue: 0.6 }] },
});

type Hpa = Extract<Model['policy'], { kind: 'hpa' }>;

const spikeWith = (changed: Partial<Hpa>, model: Partial<Model> = {}): Model => ({
  ...spike,
  ...model,
  policy: { ...(spike.policy as Hpa), ...changed },
});

it('does not simulate a maximum that no run before it reached, and one that it reached', () => {
  const play = playing();
  const free = play(spike);
  expect(free.tally.readyMax).toBeLessThan(30);
  expect(free.tally.readyMax).toBeGreaterThan(4);
  expect(play(spikeWith({ maxReplicas: 60 }))).toBe(free);
  expect(play(spikeWith({ maxReplicas: free.tally.readyMax }))).toBe(free);
  const bounded = play(spikeWith({ maxReplicas: 4 }));
  expect(bounded).not.toBe(free);
  expect(bounded.tally.readyMax).toBe(4);
});

it('simulates what differs in more than the rule', () => {
  const play = playing();
  const before = play(spike);
  const others = [
    spikeWith({ minReplicas: 3 }),
    spikeWith({ sampleAgeSeconds: 3 }),
    spikeWith({ syncPeriodSeconds: 10 }),
    spikeWith({}, { seed: 7 }),
    spikeWith({}, { router: { ...spike.router, queueWaitLimitMs: 1 } }),
    spikeWith({}, { replica: { ...spike.replica, startupLag: { kind: 'constant', meanMs: 9000 } } }),
    spikeWith({}, { warmupSeconds: 10 }),
  ];
  for (const other of others) {
    const result = play(other);
    expect(result).not.toBe(before);
    expect(result).toEqual(simulated(other, 0));
  }
  expect(play(spike, 1)).not.toBe(before);
  expect(play(spike)).toBe(before);
});

it('keeps runs that were asked for lately', () => {
  const play = playing();
  const before = play(spike);
  for (let seed = 100; seed < 200; seed++) play(spikeWith({}, { seed, durationSeconds: 20 }));
  expect(play(spike)).not.toBe(before);
  expect(play(spike)).toEqual(before);
});
