import type { AzuremlV1Settings } from '../../runs/schema/policy.ts';
import { azuremlPolicy } from './azureml.ts';

/**
 * Azure ML v1 (AksWebservice): utilization is busy replicas / current replicas. It saturates at 1, so the rule
 * can't see how large a spike is: it grows by at most 1 / target for each start-up lag. Replicas leave after
 * "around 1 minute".
 * Source: https://learn.microsoft.com/azure/machine-learning/v1/how-to-deploy-azure-kubernetes-service
 */
export const azuremlV1Policy = azuremlPolicy<AzuremlV1Settings>('azureml-v1', (observation, settings) => ({
  used: settings.sampling === 'mean' ? observation.meanBusyReplicas : observation.busyReplicas,
  holdSeconds: settings.scaleDownHoldSeconds,
}));
