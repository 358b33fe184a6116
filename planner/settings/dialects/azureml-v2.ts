import { createDialect } from '../dialect.ts';
import { armDeployment } from './azureml-v2/arm-deployment.ts';
import { onlineDeployment } from './azureml-v2/online-deployment.ts';

/** Azure ML v2: a deployment of a Kubernetes online endpoint, as the CLI's YAML or as a resource of Azure's. */
export const azuremlV2 = createDialect({
  name: 'azureml-v2',
  fileName: 'deployment.yaml',
  // The one that a new file has comes first; a resource is told from it by its type.
  forms: [
    { ...onlineDeployment, isIt: (value) => onlineDeployment.isIt(value) && !armDeployment.isIt(value) },
    armDeployment,
  ],
  template: () => `# These settings belong into the YAML of your deployment.
$schema: https://azuremlschemas.azureedge.net/latest/kubernetesOnlineDeployment.schema.json
type: kubernetes
scale_settings:
  type: target_utilization
`,
});
