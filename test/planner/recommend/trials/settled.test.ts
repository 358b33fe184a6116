import { expect, it } from 'vitest';
import { settledReplicas } from '../../../../planner/recommend/trials/settled.ts';
import { simulate } from '../../../../planner/simulate/simulate.ts';
import { modelInput, steady } from '../../../builders/model.ts';
import { buildPolicy } from '../builders.ts';

const capacity = { slots: 1, serviceSeconds: 0.1 };

it.each([
  ['azureml-v1', 1.7, { kind: 'azureml-v1', targetUtilization: 0.5, maxReplicas: 100 }],
  ['azureml-v2', 1.7, { kind: 'azureml-v2', targetUtilization: 0.5, maxReplicas: 100 }],
  ['hpa', 1.7, { kind: 'hpa', metrics: [{ targetValue: 0.5 }], maxReplicas: 100 }],
  // KEDA's HPA has no `behavior`: it goes on rising to the highest demand that it holds.
  ['keda-http', 1.9, { kind: 'keda-http', targetValue: 1 }],
  ['knative', 1.7, { kind: 'knative', target: 1, targetUtilization: 0.5 }],
])('is what the rule of %s keeps about, at most %s times', (_, timesMost, input) => {
  const policy = buildPolicy(input);
  const initialReplicas = settledReplicas(policy, 200, capacity);
  const { replicas } = simulate(
    modelInput({ policy, initialReplicas, arrivals: steady(200), warmupSeconds: 300, replications: 10 }),
  );
  // A hold keeps the highest demand of its time: of 20 looks of KEDA at a Poisson count, two deviations above the mean,
  // and of its start, in which a queue may still stand.
  expect(replicas.mean).toBeGreaterThan(0.9 * initialReplicas);
  expect(replicas.mean).toBeLessThan(timesMost * initialReplicas);
});

it('keeps to the bounds', () => {
  const policy = buildPolicy({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 10 });
  expect([0, 35, 200].map((rate) => settledReplicas(policy, rate, capacity))).toEqual([3, 5, 10]);
  expect(settledReplicas(buildPolicy({ kind: 'fixed', replicas: 4 }), 0, capacity)).toBe(4);
});
