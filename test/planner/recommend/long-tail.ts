import type { PlanRequest } from '../../../planner/recommend/search/request.ts';
import type { PolicySettings } from '../../../runs/schema/policy.ts';
import { buildPolicy, buildRequest, spikeOf } from './builders.ts';

/** Rules whose replicas stay for long after a spike, as they are documented. */
export const hpa = buildPolicy({ kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] });
export const knative = buildPolicy({ kind: 'knative', target: 1 });

/** A spike of two minutes, and ten minutes after it in which replicas cost what the autoscaler leaves of them. */
export const longTail = (policy: PolicySettings, changes: Partial<PlanRequest> = {}): PlanRequest =>
  buildRequest(
    { policy, lagMs: 2000, serviceMs: 400 },
    {
      load: spikeOf({ baseline: 4, peak: 24, baselineSeconds: 60, holdSeconds: 120, recoverySeconds: 600 }),
      slo: { maxErrorShare: 0.1 },
      ...changes,
    },
  );
