import { azuremlFe } from '../../../planner/platforms/azureml-v1.ts';

/** Lists the routers of Azure ML, of v1 and of v2. */
export const listFrontEndPods = `kubectl get pods -A -l ${azuremlFe.pods.value.selector}`;
