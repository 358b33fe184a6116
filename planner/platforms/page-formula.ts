import { azuremlFe } from './azureml-v1.ts';

/**
 * The next whole number, unless rounding alone lifts a whole one above itself: 7 x 0.1 / 0.7 is
 * 1.0000000000000002, and one replica does.
 *
 * @example wholeReplicas(1.0000000000000002) // 1
 */
export const wholeReplicas = (replicas: number): number => Math.ceil(replicas * (1 - 1e-12));

/**
 * The sizing formula of Azure ML's help page, which every platform is compared with: busy slots at the given rate, over the
 * share of slots that may be busy. It knows neither randomness nor the limit on waiting, so it asks for too few replicas where
 * load is small and for too many where it is large.
 * Source: Azure Machine Learning, "Deploy a model to an Azure Kubernetes Service cluster", section on
 * autoscaling.
 *
 * @param options.targetUtilization in (0, 1]
 * @example
 * pageReplicas({ ratePerSecond: 20, serviceSeconds: 10, targetUtilization: 0.7, slotsPerReplica: 1 }) // 286
 */
export const pageReplicas = (options: {
  readonly ratePerSecond: number;
  readonly serviceSeconds: number;
  readonly targetUtilization: number;
  readonly slotsPerReplica: number;
}): number =>
  wholeReplicas(
    (options.ratePerSecond * options.serviceSeconds) / options.targetUtilization / options.slotsPerReplica,
  );

/**
 * The target utilization that the formula takes: the one of the rule in use, or the page's own where that has none.
 *
 * @param rule settings of an autoscaler, or null for none
 * @example pageTargetOf(null) // 0.7
 */
export const pageTargetOf = (rule: object | null): number =>
  rule !== null && 'targetUtilization' in rule && typeof rule.targetUtilization === 'number'
    ? rule.targetUtilization
    : azuremlFe.targetUtilization.value;
