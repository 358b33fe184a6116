import { z } from 'zod';
import { kubernetes } from '../../../planner/platforms/kubernetes.ts';
import { about } from '../about.ts';
import { hpaMetricSchema } from './hpa-metric.ts';
import { aboutMaxReplicas, aboutMinReplicas, kindSchema } from './shared.ts';

const scalingPolicySchema = z.strictObject({
  type: z
    .enum(['Percent', 'Pods'])
    .meta(about('whether value counts percent of the replicas, or pods', 'Pods')),
  value: z
    .int()
    .positive()
    .meta(about('the largest change within periodSeconds', 4, { unit: 'percent or pods, by type' })),
  periodSeconds: z
    .int()
    .min(1)
    .max(kubernetes.behaviorMax.value.periodSeconds)
    .meta(about('the time in which no larger change happens', 60)),
});

/** `spec.behavior.scaleUp` or `scaleDown` of an HPA. */
export const scalingRulesSchema = z.strictObject({
  stabilizationWindowSeconds: z
    .int()
    .min(0)
    .max(kubernetes.behaviorMax.value.stabilizationWindowSeconds)
    .optional()
    .meta(
      about('how long the controller looks back: it takes the most cautious wish of that time', 300, {
        otherwise: "the controller's: 0 s up, 300 s down",
      }),
    ),
  selectPolicy: z
    .enum(['Max', 'Min', 'Disabled'])
    .default('Max')
    .meta(about("which of the policies counts; 'Disabled': no scaling in this direction", 'Min')),
  policies: z
    .array(scalingPolicySchema)
    .min(1)
    .optional()
    .meta(
      about(
        'how fast replicas may change in this direction',
        [{ type: 'Pods', value: 4, periodSeconds: 60 }],
        {
          otherwise: "the API's own",
        },
      ),
    ),
  tolerance: z
    .number()
    .min(0)
    .optional()
    .meta(
      about('no change while the metric is so near to its target (Kubernetes 1.35)', 0.05, {
        unit: 'share',
        otherwise: "the controller's",
      }),
    ),
});

/** What the controller of every HPA is started with: flags of kube-controller-manager, no fields of an HPA. */
export const controller = {
  syncPeriodSeconds: z
    .number()
    .positive()
    .default(kubernetes.controller.syncPeriodSeconds.value)
    .meta(about('how often the controller looks: --horizontal-pod-autoscaler-sync-period', 15)),
  tolerance: z
    .number()
    .min(0)
    .max(1)
    .default(kubernetes.controller.tolerance.value)
    .meta(
      about(
        'no change while the metric is so near to its target: --horizontal-pod-autoscaler-tolerance',
        0.1,
      ),
    ),
};

/** `spec.behavior`; left out, the controller still runs the limits that it had before the field came. */
export const behaviorSchema = z
  .strictObject({
    scaleUp: scalingRulesSchema
      .optional()
      .meta(
        about(
          'how fast replicas may be added',
          { stabilizationWindowSeconds: 0 },
          { otherwise: 'double the replicas, or 4 more, whichever is more, in 15 s' },
        ),
      ),
    scaleDown: scalingRulesSchema
      .optional()
      .meta(
        about(
          'how fast replicas may be taken away',
          { stabilizationWindowSeconds: 900 },
          { otherwise: 'all at once, after 300 s' },
        ),
      ),
  })
  .optional()
  .meta(
    about(
      'spec.behavior of the HPA',
      { scaleDown: { stabilizationWindowSeconds: 900 } },
      { otherwise: 'the defaults of the API' },
    ),
  );

/** When the controller leaves the usage of a pod out, and how old what it reads is. */
const usage = {
  initialReadinessDelaySeconds: z
    .number()
    .min(0)
    .default(kubernetes.controller.initialReadinessDelaySeconds.value)
    .meta(
      about(
        'for so long after its start a pod that was never ready does not count: --horizontal-pod-autoscaler-initial-readiness-delay',
        30,
      ),
    ),
  cpuInitializationPeriodSeconds: z
    .number()
    .min(0)
    .default(kubernetes.controller.cpuInitializationPeriodSeconds.value)
    .meta(
      about(
        'for so long after its start the CPU of a pod may be left out: --horizontal-pod-autoscaler-cpu-initialization-period',
        300,
      ),
    ),
  metricsResolutionSeconds: z
    .number()
    .positive()
    .default(kubernetes.metricsServer.resolutionSeconds.value)
    .meta(about('time between two readings of usage: the span of a sample', 15)),
  sampleAgeSeconds: z
    .number()
    .min(0)
    .default(kubernetes.metricsServer.sampleAgeSeconds.value)
    .meta(
      about('how old the newest sample is when the HPA looks; differs from cluster to cluster: assumed', 30),
    ),
};

/** HorizontalPodAutoscaler, autoscaling/v2. */
export const hpaSchema = z.strictObject({
  kind: kindSchema('hpa', 'a HorizontalPodAutoscaler of Kubernetes, also one that KEDA made'),
  minReplicas: z
    .int()
    .min(kubernetes.bounds.value.minReplicasLeast, 'an HPA keeps at least 1 replica')
    .default(kubernetes.knobs.minReplicas.default.value)
    .meta(aboutMinReplicas),
  maxReplicas: z.int().min(1).meta(aboutMaxReplicas),
  metrics: z
    .array(hpaMetricSchema)
    .min(1)
    .meta(about('what the HPA follows: spec.metrics', [{ name: 'cpu', targetValue: 0.5 }])),
  ...controller,
  ...usage,
  behavior: behaviorSchema,
});
