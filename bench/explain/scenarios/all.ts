import type { Scenario } from '../scenario.ts';
import { azuremlScenarios } from './azureml.ts';
import { codeScenarios } from './codes.ts';
import { connectionScenarios, tlsScenario } from './connections.ts';
import { gatewayScenarios } from './gateways.ts';
import { healthyScenarios } from './healthy.ts';
import { hpaScenarios } from './hpa.ts';
import { kedaScenarios } from './keda.ts';
import { knativeScenarios } from './knative.ts';
import { overlapScenarios } from './overlaps.ts';
import { replicaScenarios } from './replicas.ts';
import { sameStatusScenarios } from './same-status.ts';

/** Every situation that the bench plants, the healthy ones last. */
export const allScenarios = async (): Promise<readonly Scenario[]> => [
  ...azuremlScenarios,
  ...hpaScenarios,
  ...replicaScenarios,
  ...gatewayScenarios,
  ...connectionScenarios,
  await tlsScenario(),
  ...knativeScenarios,
  ...kedaScenarios,
  ...codeScenarios,
  ...overlapScenarios,
  ...sameStatusScenarios,
  ...healthyScenarios,
];
