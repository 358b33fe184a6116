import type { AzuremlV1Settings } from '../../runs/schema/policy.ts';
import { type AzuremlState, azuremlInitialState, stepAzureml } from './azureml.ts';
import type { Policy } from './policy.ts';

/**
 * Azure ML v1 (AksWebservice): utilization is busy replicas / current replicas. It saturates at 1, so the rule
 * can't see how large a spike is: it grows by at most 1 / target for each start-up lag. Replicas leave after
 * "around 1 minute".
 * Source: https://learn.microsoft.com/azure/machine-learning/v1/how-to-deploy-azure-kubernetes-service
 */
export const azuremlV1Policy: Policy<AzuremlState, AzuremlV1Settings> = {
  kind: 'azureml-v1',
  needsPods: false,
  intervalSeconds: (settings) => settings.refreshSeconds,
  initialReplicas: (settings) => settings.minReplicas,
  initialState: () => azuremlInitialState,
  step: (state, observation, settings) => {
    const used = settings.sampling === 'mean' ? observation.meanBusyReplicas : observation.busyReplicas;
    return stepAzureml(state, observation, {
      used,
      rule: { ...settings, holdSeconds: settings.scaleDownHoldSeconds },
    });
  },
};
