import { documented } from './fact.ts';

const extension =
  'https://github.com/kserve/kserve (python/kserve/docs/V1beta1ComponentExtensionSpec.md): "defaults to 1"';

/** KServe's InferenceService, which makes a Knative Service: what it sets otherwise than Knative does. */
export const inferenceService = {
  minReplicas: documented(1, extension),
} as const;
