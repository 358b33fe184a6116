import { azuremlV1SdkArguments, scalingSettingsOf } from '../../planner/settings/index.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';
import { azuremlNameIn } from './azureml-name.ts';

/**
 * What applies settings to a web service of Azure ML v1: its SDK is in Python and its support has ended, so nothing here
 * calls it.
 */
export const v1Call = (url: string, { policy, queueWaitMs, requestTimeoutMs }: PlannedSettings): string => {
  const router = {
    ...(typeof queueWaitMs === 'number' && { queueWaitMs }),
    ...(typeof requestTimeoutMs === 'number' && { requestTimeoutMs }),
  };
  return `from azureml.core import Workspace
from azureml.core.webservice import AksWebservice

${azuremlV1SdkArguments(scalingSettingsOf({ policy, router }))}
service = AksWebservice(Workspace.from_config(), '${azuremlNameIn(url) ?? 'your-service'}')
service.update(**scaling)
service.wait_for_deployment()
`;
};
