import { constantFrom, integer, record } from 'fast-check';
import type { PlanRequest } from '../../../planner/recommend/search/request.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import { buildPolicy, buildRequest, spikeOf } from './builders.ts';

const kinds = [
  { kind: 'azureml-v1' },
  { kind: 'azureml-v2' },
  { kind: 'hpa', metrics: [{ targetValue: 0.5 }] },
  { kind: 'keda-http', targetValue: 3 },
  { kind: 'knative', target: 1 },
] as const;

/** Any service under any autoscaler, small enough that a hundred of them are planned in a minute. */
export const plans = record({
  kind: constantFrom(...kinds),
  minReplicas: integer({ min: 1, max: 6 }),
  room: integer({ min: 0, max: 40 }),
  serviceMs: constantFrom(50, 100, 200, 400),
  lagMs: constantFrom(1000, 4000, 15_000),
  baseline: constantFrom(1, 3, 6),
  maxErrorShare: constantFrom(0.01, 0.05),
  spikeShare: constantFrom(0.01, 0.2, 1),
  margin: constantFrom(0, 0.2, 0.5),
});

export type Drawn = Parameters<Parameters<typeof plans.map>[0]>[0];

/** The request of a drawn plan. */
export const requestOf = ({
  kind,
  minReplicas,
  room,
  baseline,
  maxErrorShare,
  ...rest
}: Drawn): PlanRequest => {
  const policy = buildPolicy({ ...kind, minReplicas, maxReplicas: minReplicas + room });
  const { serviceMs, lagMs, ...planned } = rest;
  return buildRequest(
    { serviceMs, lagMs, policy },
    {
      load: spikeOf({
        baseline,
        peak: 4 * baseline,
        baselineSeconds: 10,
        holdSeconds: 20,
        recoverySeconds: 10,
      }),
      slo: { maxErrorShare },
      draws: 20,
      ...planned,
    },
  );
};

/** The maximum of replicas of any policy but a fixed number. */
export const maximumOf = (policy: PolicySettings): number =>
  policy.kind === 'fixed' ? 0 : policy.maxReplicas;
