import type { azuremlV1 } from '../../../platforms/azureml-v1.ts';

/** The settings that count only while autoscaling is on, of both generations of Azure ML. */
export const autoscalerKeys: readonly (keyof typeof azuremlV1.knobs)[] = [
  'minReplicas',
  'maxReplicas',
  'targetUtilization',
  'refreshSeconds',
];
