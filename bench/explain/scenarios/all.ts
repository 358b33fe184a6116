import type { Scenario } from '../scenario.ts';
import { azuremlScenarios } from './azureml.ts';
import { codeScenarios } from './codes.ts';
import { connectionScenarios, tlsScenario } from './connections.ts';
import { gatewayScenarios } from './gateways.ts';
import { healthyScenarios } from './healthy.ts';
import { hpaScenarios } from './hpa.ts';
import { overlapScenarios } from './overlaps.ts';
import { sameStatusScenarios } from './same-status.ts';
import { serverlessScenarios } from './serverless.ts';

/** Every situation that the bench plants, the healthy ones last. */
export const allScenarios = async (): Promise<readonly Scenario[]> => [
  ...azuremlScenarios,
  ...hpaScenarios,
  ...gatewayScenarios,
  ...connectionScenarios,
  await tlsScenario(),
  ...serverlessScenarios,
  ...codeScenarios,
  ...overlapScenarios,
  ...sameStatusScenarios,
  ...healthyScenarios,
];
