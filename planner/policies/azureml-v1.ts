import type { AzuremlV1Settings } from '../../runs/schema/policy.ts';
import { type AzuremlState, azuremlInitialState, explainAzureml, stepAzureml } from './azureml.ts';
import type { Observation, Policy } from './policy.ts';

const optionsOf = (observation: Observation, settings: AzuremlV1Settings) => ({
  used: settings.sampling === 'mean' ? observation.meanBusyReplicas : observation.busyReplicas,
  rule: settings,
  holdSeconds: settings.scaleDownHoldSeconds,
});

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
  step: (state, observation, settings) => stepAzureml(state, observation, optionsOf(observation, settings)),
  explain: (state, observation, settings) =>
    explainAzureml(state, observation, optionsOf(observation, settings)),
};
