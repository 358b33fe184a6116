import { createDialect } from '../dialect.ts';
import { deploymentConfig } from './azureml-v1/deployment-config.ts';
import { sdkArguments } from './azureml-v1/sdk-arguments.ts';

/** Azure ML v1: an AksWebservice, as the CLI's file or as arguments of the Python SDK. */
export const azuremlV1 = createDialect({
  name: 'azureml-v1',
  fileName: 'deploymentconfig.json',
  forms: [deploymentConfig],
  textForm: sdkArguments,
  template: () => `{
  "computeType": "aks",
  "autoScaler": {
    "autoscaleEnabled": true
  }
}
`,
});
