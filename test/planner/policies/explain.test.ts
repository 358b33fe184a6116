import { expect, it } from 'vitest';
import { type Observation, startPolicy } from '../../../planner/policies/index.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { observe } from './observe.ts';

/** The reason of the last of some looks, each a second or a period after the one before. */
const lastReason = (settings: object, looks: readonly Partial<Observation>[]) => {
  let stepper = startPolicy(policySettingsSchema.parse(settings));
  const decisions = looks.map((seen, i) => {
    const atSeconds = (i + 1) * stepper.intervalSeconds;
    const observation = observe({ desiredReplicas: stepper.desiredReplicas, atSeconds, ...seen });
    const decision = stepper.explain!(observation)!;
    stepper = stepper.next(observation);
    return { ...decision, desired: stepper.desiredReplicas };
  });
  return decisions.at(-1)!;
};

const v2 = { kind: 'azureml-v2', minReplicas: 2, maxReplicas: 10, targetUtilization: 0.5 };

it('says of Azure ML’s rule what the utilization asks for, and what ends it', () => {
  expect(lastReason(v2, [{ busyReplicas: 2, queuedRequests: 1 }])).toMatchObject({
    reason: 'AsProposed',
    recommendation: 6,
    desired: 6,
    proposals: [{ metric: 'utilization', replicas: 6, ratio: 3 }],
  });
  expect(lastReason(v2, [{ busyReplicas: 2, queuedRequests: 20 }]).reason).toBe('AtMax');
  expect(lastReason(v2, [{ busyReplicas: 2, queuedRequests: 3 }, {}])).toMatchObject({
    reason: 'Stabilized',
    recommendation: 0,
    desired: 10,
  });
  expect(lastReason({ ...v2, deadband: 0.1 }, [{ busyReplicas: 1 }]).reason).toBe('WithinTolerance');
  expect(lastReason({ ...v2, scaleDownHoldRefreshes: 1 }, [{}, {}]).reason).toBe('AtMin');
});

it('says of one at a time that the law limits the way down', () => {
  const oneByOne = { ...v2, stepLaw: 'oneAtATime', scaleDownHoldRefreshes: 1 };
  const seen = { desiredReplicas: 8, readyReplicas: 8, busyReplicas: 1 };
  expect(lastReason(oneByOne, [seen, seen])).toMatchObject({
    reason: 'PolicyLimited',
    recommendation: 2,
    desired: 7,
  });
});

const kpa = { kind: 'knative', minReplicas: 1, maxReplicas: 20, target: 1, targetUtilization: 0.5 };
const busy = (slots: number, ready: number): Partial<Observation> => ({
  desiredReplicas: ready,
  readyReplicas: ready,
  busySlots: slots,
  meanBusySlots: slots,
});

it('says of Knative’s rule what both windows ask for, and what ends or slows it', () => {
  expect(lastReason(kpa, [busy(1, 1)])).toMatchObject({
    reason: 'AsProposed',
    recommendation: 2,
    proposals: [{ metric: 'concurrency, stable window' }, { metric: 'concurrency, panic window' }],
  });
  expect(lastReason(kpa, [busy(15, 1)]).reason).toBe('AtMax');
  expect(lastReason({ ...kpa, maxScaleUpRate: 2 }, [busy(5, 1)])).toMatchObject({
    reason: 'PolicyLimited',
    desired: 2,
  });
  expect(lastReason(kpa, [busy(0, 8)]).reason).toBe('Stabilized');
  expect(lastReason({ ...kpa, minReplicas: 0 }, [{ desiredReplicas: 0, readyReplicas: 0 }]).reason).toBe(
    'InvalidMetrics',
  );
});

const keda = { kind: 'keda-http', minReplicas: 1, maxReplicas: 10, targetValue: 1 };

it('says of KEDA that its HPA does not look before its period is over, and then what it makes of it', () => {
  const four = { desiredReplicas: 2, readyReplicas: 2, busySlots: 4 };
  expect(lastReason(keda, [four])).toMatchObject({ reason: 'NotDue', recommendation: 4, desired: 2 });
  expect(lastReason(keda, new Array(15).fill(four))).toMatchObject({ reason: 'AsProposed', desired: 4 });
  expect(lastReason(keda, new Array(15).fill({ ...four, busySlots: 2 })).reason).toBe('WithinTolerance');
});

it('goes on with its memory under other numbers, and only as the same rule', () => {
  const settings = policySettingsSchema.parse(v2);
  const after = startPolicy(settings).next(observe({ atSeconds: 1, desiredReplicas: 2, queuedRequests: 20 }));
  const wider = after.under!(policySettingsSchema.parse({ ...v2, maxReplicas: 40 }));
  const idle = observe({ atSeconds: 2, desiredReplicas: 10 });
  expect(wider.next(idle).desiredReplicas).toBe(10);
  expect(wider.next({ ...idle, queuedRequests: 15 }).desiredReplicas).toBe(30);
  expect(() => after.under!(policySettingsSchema.parse({ kind: 'fixed' }))).toThrow(
    /azureml-v2 can't go on as fixed/,
  );
});
