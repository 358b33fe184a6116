/** Lists the routers of Azure ML, of v1 and of v2: both label the pods of azureml-fe so. */
export const listFrontEndPods = 'kubectl get pods -A -l azuremlappname=azureml-fe';
