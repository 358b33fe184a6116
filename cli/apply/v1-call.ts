import { azuremlV1SdkArguments, scalingSettingsOf } from '../../planner/settings/index.ts';
import type { PlannedSettings } from '../../runs/schema/recommendation.ts';

/** The service in a scoring URL of v1: /api/v1/service/<name>/score. */
const serviceIn = (url: string): string => /\/service\/([^/]+)\/score/.exec(url)?.[1] ?? 'your-service';

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
service = AksWebservice(Workspace.from_config(), '${serviceIn(url)}')
service.update(**scaling)
service.wait_for_deployment()
`;
};
