import type { AzuremlV2Settings } from '../../runs/schema/policy.ts';
import { azuremlPolicy } from './azureml.ts';
import type { Observation } from './policy.ts';

/**
 * Each queued request counts as one replica, which is the documentation's ratio to the letter: it adds requests
 * to replicas. With several slots per replica a queue then weighs more than the replicas that it needs; whether
 * azureml-fe divides by the slots is not public, so this reading is assumed there.
 */
const usedReplicas = (observation: Observation, settings: AzuremlV2Settings): number =>
  settings.sampling === 'mean'
    ? observation.meanBusyReplicas + observation.meanQueuedRequests
    : observation.busyReplicas + observation.queuedRequests;

/**
 * Azure ML v2 (KubernetesOnlineDeployment): utilization is (busy replicas + requests queued in the router) /
 * current replicas. It exceeds 1 in a spike, so the rule answers in one round, and overshoots as long as the
 * queue lasts. Replicas leave after "around 20 times" the refresh interval.
 * Source: https://learn.microsoft.com/azure/machine-learning/how-to-kubernetes-inference-routing-azureml-fe
 */
export const azuremlV2Policy = azuremlPolicy<AzuremlV2Settings>('azureml-v2', (observation, settings) => ({
  used: usedReplicas(observation, settings),
  holdSeconds: settings.scaleDownHoldRefreshes * settings.refreshSeconds,
}));
