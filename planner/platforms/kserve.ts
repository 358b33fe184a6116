import { documented } from './fact.ts';

const extension =
  'https://github.com/kserve/kserve (python/kserve/docs/V1beta1ComponentExtensionSpec.md): "defaults to 1"';
const components = 'https://github.com/kserve/kserve (pkg/controller/v1beta1/inferenceservice/components)';

/** KServe's InferenceService, which makes a Knative Service of each component: what it does otherwise than Knative. */
export const inferenceService = {
  minReplicas: documented(1, extension),
  /** Annotations that no component gets. Without a minimum of the predictor its default counts, also above the older `minScale`. */
  droppedAnnotations: documented(
    {
      minReplicas: ['autoscaling.knative.dev/min-scale', 'autoscaling.knative.dev/minScale'],
      maxReplicas: ['autoscaling.knative.dev/max-scale'],
    },
    'https://github.com/kserve/kserve (pkg/constants/constants.go: ServiceAnnotationDisallowedList; pkg/controller/v1alpha1/utils/utils.go: SetAutoScalingAnnotations)',
  ),
  /** Components beside the predictor. Each gets the annotations of the whole object under its own, which count. */
  otherComponents: documented(
    ['transformer', 'explainer'],
    `${components}: utils.Union(annotations, predictorAnnotations)`,
  ),
  /** A share of the traffic, in %, for the latest revision; the one before it gets the rest. */
  canaryShare: documented(
    ['spec', 'predictor', 'canaryTrafficPercent'],
    'https://github.com/kserve/kserve (pkg/controller/v1beta1/inferenceservice/reconcilers/knative/ksvc_reconciler.go)',
  ),
} as const;
