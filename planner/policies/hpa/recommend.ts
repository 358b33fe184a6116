import type { HpaSettings } from '../../../runs/schema/policy.ts';
import { isOfService } from '../../../runs/schema/rules/hpa-metric-types.ts';
import type { Observation } from '../policy.ts';
import type { Decision, Proposal } from './decision.ts';
import { proposeFromPods } from './pod-proposal.ts';
import { proposeFromService } from './service-proposal.ts';
import { tolerancesOf } from './tolerance.ts';

/** What the controller sees of pods and metrics at one sync. */
type Seen = Pick<Observation, 'pods' | 'serviceMetricsMilli'> & { readonly currentReplicas: number };

/**
 * Step one of the HPA: the replicas that the metrics ask for, before stabilization and scaling policies. Of
 * several metrics the largest answer wins; while one of them can't be had, an answer below the current replicas
 * is dropped. Agrees with the controller sync by sync: `test/planner/policies/hpa/histories.test.ts` replays what a real
 * one saw.
 * Source: kubernetes/kubernetes 1.36, pkg/controller/podautoscaler/horizontal.go, computeReplicasForMetrics
 */
export const recommendReplicas = (seen: Seen, settings: HpaSettings): Decision => {
  const { pods = [], serviceMetricsMilli = {}, currentReplicas } = seen;
  const tolerances = tolerancesOf(settings);
  const proposals = settings.metrics.map(
    (metric): Proposal =>
      isOfService(metric)
        ? proposeFromService(metric, serviceMetricsMilli[metric.name], { pods, currentReplicas, tolerances })
        : proposeFromPods(metric, pods, { currentReplicas, settings }),
  );
  const largest = proposals.reduce<Proposal | undefined>(
    (best, one) => ((one.replicas ?? -1) > (best?.replicas ?? -1) ? one : best),
    undefined,
  );
  const isPartial = proposals.some(({ replicas }) => replicas === undefined);
  if (largest?.replicas === undefined || (isPartial && largest.replicas < currentReplicas))
    return { reason: 'InvalidMetrics', recommendation: undefined, proposals };
  return { reason: largest.reason, recommendation: largest.replicas, proposals };
};
