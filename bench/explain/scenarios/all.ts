import type { Scenario } from '../scenario.ts';
import { azuremlScenarios } from './azureml.ts';
import { gatewayScenarios, tlsScenario } from './gateways.ts';
import { healthyScenarios } from './healthy.ts';
import { hpaScenarios } from './hpa.ts';
import { overlapScenarios } from './overlaps.ts';
import { serverlessScenarios } from './serverless.ts';

/** Every situation that the bench plants, the healthy ones last. */
export const allScenarios = async (): Promise<readonly Scenario[]> => [
  ...azuremlScenarios,
  ...hpaScenarios,
  ...gatewayScenarios,
  await tlsScenario(),
  ...serverlessScenarios,
  ...overlapScenarios,
  ...healthyScenarios,
];
