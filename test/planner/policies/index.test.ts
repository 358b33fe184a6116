import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundsOf,
  type Observation,
  type PodObservation,
  type Stepper,
  startPolicy,
} from '../../../planner/policies/index.ts';
import { type PolicySettings, policySettingsSchema } from '../../../runs/schema/policy.ts';
import { observe, podsWithoutSample, sampleOf } from './observe.ts';

const bounds = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 60 }))
  .map(([minReplicas, spread]) => ({ minReplicas, maxReplicas: minReplicas + spread }));
const boundsFromZero = bounds.map(({ minReplicas, maxReplicas }) => ({
  minReplicas: minReplicas - 1,
  maxReplicas,
}));
const share = fc.double({ min: 0.05, max: 1, noNaN: true });

const azureml = fc.record({
  targetUtilization: share,
  stepLaw: fc.constantFrom('proportional', 'oneAtATime'),
  denominator: fc.constantFrom('ready', 'current'),
  sampling: fc.constantFrom('instant', 'mean'),
  deadband: fc.constantFrom(0, 0.05),
});
const rules = fc.record(
  {
    stabilizationWindowSeconds: fc.integer({ min: 0, max: 90 }),
    selectPolicy: fc.constantFrom('Max', 'Min', 'Disabled'),
    policies: fc.array(
      fc.record({
        type: fc.constantFrom('Pods', 'Percent'),
        value: fc.integer({ min: 1, max: 150 }),
        periodSeconds: fc.integer({ min: 1, max: 90 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);
const behavior = fc.record({ scaleUp: rules, scaleDown: rules }, { requiredKeys: [] });

const arbitrarySettings: Record<PolicySettings['kind'], fc.Arbitrary<object>> = {
  'azureml-v1': fc.tuple(bounds, azureml).map((parts) => Object.assign({}, ...parts)),
  'azureml-v2': fc.tuple(bounds, azureml).map((parts) => Object.assign({}, ...parts)),
  hpa: fc.tuple(bounds, behavior, share).map(([limits, rulesOfBoth, targetValue]) => ({
    ...limits,
    behavior: rulesOfBoth,
    metrics: [{ targetValue }, { name: 'inFlight', source: 'concurrency', targetValue: 4 }],
  })),
  'keda-http': fc
    .tuple(boundsFromZero, behavior, fc.constantFrom('concurrency', 'requestRate'))
    .map(([limits, rulesOfBoth, metric]) => ({
      ...limits,
      behavior: rulesOfBoth,
      metric,
      targetValue: 5,
      cooldownSeconds: 30,
    })),
  knative: fc
    .tuple(boundsFromZero, fc.constantFrom('concurrency', 'requestRate'), fc.constantFrom(0, 20))
    .map(([limits, metric, scaleDownDelaySeconds]) => ({
      ...limits,
      metric,
      scaleDownDelaySeconds,
      target: 5,
      stableWindowSeconds: 20,
    })),
  fixed: fc.integer({ min: 1, max: 9 }).map((replicas) => ({ replicas })),
};

/** What one step of the world looks like beside the replicas that the policy itself asked for. */
type Moment = {
  readonly readyShare: number;
  readonly busyShare: number;
  readonly queuedRequests: number;
  readonly arrivals: number;
  readonly podsWithoutSample: number;
};

const arbitraryMoment: fc.Arbitrary<Moment> = fc.record({
  readyShare: share,
  busyShare: fc.double({ min: 0, max: 1, noNaN: true }),
  queuedRequests: fc.constantFrom(0, 0, 1, 7, 200),
  arrivals: fc.integer({ min: 0, max: 400 }),
  podsWithoutSample: fc.constantFrom(0, 0, 3),
});

const slotsPerReplica = 2;

const podsOf = (readyReplicas: number, moment: Moment, pendingReplicas: number): PodObservation[] => {
  const samples = { cpu: sampleOf(2 * moment.busyShare), inFlight: sampleOf(6 * moment.busyShare) };
  const requestsMilli = { cpu: 1000 };
  const ready = Array.from(
    { length: readyReplicas },
    (_, i): PodObservation => ({
      phase: 'Running',
      ageSeconds: 10 * (i + 1),
      ready: true,
      readinessForSeconds: 5 * (i + 1),
      requestsMilli,
      samples: i < moment.podsWithoutSample ? {} : samples,
    }),
  );
  return [...ready, ...podsWithoutSample(pendingReplicas, 'starting')];
};

const observationOf = (policy: Stepper, step: number, moment: Moment): Observation => {
  const { desiredReplicas } = policy;
  const readyReplicas = Math.ceil(desiredReplicas * moment.readyShare);
  const pendingReplicas = desiredReplicas - readyReplicas;
  return observe({
    atSeconds: (step + 1) * (Number.isFinite(policy.intervalSeconds) ? policy.intervalSeconds : 1),
    desiredReplicas,
    readyReplicas,
    pendingReplicas,
    slotsPerReplica,
    busyReplicas: Math.round(readyReplicas * moment.busyShare),
    busySlots: Math.round(readyReplicas * slotsPerReplica * moment.busyShare),
    queuedRequests: moment.queuedRequests,
    arrivals: moment.arrivals,
    pods: podsOf(readyReplicas, moment, pendingReplicas),
  });
};

const run = (settings: PolicySettings, moments: readonly Moment[]): Stepper[] => {
  const steppers = [startPolicy(settings)];
  for (const [step, moment] of moments.entries()) {
    const policy = steppers.at(-1)!;
    steppers.push(policy.next(observationOf(policy, step, moment)));
  }
  return steppers;
};

const replicasOf = (steppers: readonly Stepper[]): number[] =>
  steppers.map((policy) => policy.desiredReplicas);

describe.each(Object.entries(arbitrarySettings))('any %s policy', (kind, arbitrary) => {
  const arbitraryPolicy = arbitrary.map((settings) => policySettingsSchema.parse({ kind, ...settings }));
  const arbitraryMoments = fc.array(arbitraryMoment, { minLength: 1, maxLength: 40 });

  it('keeps whole replicas within its bounds', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryMoments, (settings, moments) => {
        const { minReplicas, maxReplicas } = boundsOf(settings);
        for (const replicas of replicasOf(run(settings, moments))) {
          expect(Number.isInteger(replicas)).toBe(true);
          expect(replicas).toBeGreaterThanOrEqual(minReplicas);
          expect(replicas).toBeLessThanOrEqual(maxReplicas);
        }
      }),
    );
  });

  it('gives the same replicas for the same input, also when stepped again from the middle', () => {
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryMoments, (settings, moments) => {
        const steppers = run(settings, moments);
        expect(replicasOf(run(settings, moments))).toEqual(replicasOf(steppers));
        const middle = Math.floor(moments.length / 2);
        const again = steppers[middle]!.next(observationOf(steppers[middle]!, middle, moments[middle]!));
        expect(again.desiredReplicas).toBe(steppers[middle + 1]!.desiredReplicas);
      }),
    );
  });

  it('never wants fewer replicas because one step has more load', () => {
    const more = fc.record({
      busy: fc.double({ min: 0, max: 1, noNaN: true }),
      queued: fc.nat(300),
      arrivals: fc.nat(300),
    });
    fc.assert(
      fc.property(arbitraryPolicy, arbitraryMoments, more, (settings, moments, extra) => {
        const policy = run(settings, moments.slice(0, -1)).at(-1)!;
        const last = moments.at(-1)!;
        const busier = {
          ...last,
          busyShare: last.busyShare + (1 - last.busyShare) * extra.busy,
          queuedRequests: last.queuedRequests + extra.queued,
          arrivals: last.arrivals + extra.arrivals,
        };
        const replicasAt = (moment: Moment): number =>
          policy.next(observationOf(policy, moments.length - 1, moment)).desiredReplicas;
        expect(replicasAt(busier)).toBeGreaterThanOrEqual(replicasAt(last));
      }),
    );
  });
});

it('never scales a fixed service', () => {
  const policy = startPolicy({ kind: 'fixed', replicas: 3 });
  expect(policy.intervalSeconds).toBe(Number.POSITIVE_INFINITY);
  expect(
    policy.next(observe({ desiredReplicas: 3, busyReplicas: 3, queuedRequests: 99 })).desiredReplicas,
  ).toBe(3);
});

it('bounds every policy, and Knative with a maximum of 0 only below', () => {
  expect(boundsOf({ kind: 'fixed', replicas: 3 })).toEqual({ minReplicas: 3, maxReplicas: 3 });
  const bounds = (kind: string) => boundsOf(policySettingsSchema.parse({ kind }));
  expect(bounds('azureml-v1')).toEqual({ minReplicas: 1, maxReplicas: 10 });
  expect(bounds('knative')).toEqual({ minReplicas: 0, maxReplicas: Number.POSITIVE_INFINITY });
});
