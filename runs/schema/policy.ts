import { z } from 'zod';
import { azuremlFe, azuremlV1 } from '../../planner/platforms/azureml-v1.ts';
import { azuremlV2 } from '../../planner/platforms/azureml-v2.ts';
import { kedaHttp } from '../../planner/platforms/keda-http.ts';
import { knative } from '../../planner/platforms/knative.ts';
import { kubernetes } from '../../planner/platforms/kubernetes.ts';
import { hpaMetricSchema } from './hpa-metric.ts';

/**
 * Settings of each autoscaler rule: the same object in k6.config.ts (`autoscaler`), in a model file (`policy`),
 * in the sandbox and in the simulator. Defaults and ranges are those of `planner/platforms`, which tells of each
 * whether it is documented or assumed.
 */
type DefaultOf = { readonly default: { readonly value: number } };
type Bounded = {
  readonly bounds: { readonly value: { readonly minReplicasLeast: number } };
  readonly knobs: { readonly minReplicas: DefaultOf; readonly maxReplicas: DefaultOf };
};

const boundsOf = ({ bounds, knobs }: Bounded) => ({
  minReplicas: z.int().min(bounds.value.minReplicasLeast).default(knobs.minReplicas.default.value),
  maxReplicas: z.int().min(1).default(knobs.maxReplicas.default.value),
});

/** A share: 0.7, never 70. The hint names the most common slip. */
const targetUtilization = z
  .number()
  .gt(0, 'a target utilization is a share above 0')
  .max(1, 'a target utilization is a share in (0, 1]')
  .default(azuremlFe.targetUtilization.value);

/** How far the Azure ML rule goes in one refresh. */
export const stepLaws = ['proportional', 'oneAtATime'] as const;

const azureml = {
  targetUtilization,
  refreshSeconds: z
    .number()
    .positive()
    .default(azuremlV1.knobs.refreshSeconds.default.value)
    .describe('autoscale_refresh_seconds / polling_interval; documented default 1 s'),
  stepLaw: z
    .enum(stepLaws)
    .default(azuremlFe.hidden.stepLaw.value)
    .describe(
      'proportional: ceil(used / target) at once; oneAtATime: one replica a refresh. Not public: assumed',
    ),
  denominator: z
    .enum(['ready', 'current'])
    .default(azuremlFe.hidden.denominator.value)
    .describe('"total number of current replicas": ready ones, or ready and starting. Not public: assumed'),
  sampling: z
    .enum(['instant', 'mean'])
    .default(azuremlFe.hidden.sampling.value)
    .describe('busy replicas at the refresh, or their mean since the last one. Not public: assumed'),
  deadband: z
    .number()
    .min(0)
    .max(0.5)
    .default(azuremlFe.hidden.deadband.value)
    .describe('no change while |utilization - target| <= this. Not public: assumed 0'),
};

const azuremlV1Schema = z.strictObject({
  kind: z.literal('azureml-v1'),
  ...boundsOf(azuremlV1),
  ...azureml,
  scaleDownHoldSeconds: z
    .number()
    .min(0)
    .default(azuremlV1.scaleDownHoldSeconds.value)
    .describe('"about 1 minute" (documented)'),
});

const azuremlV2Schema = z.strictObject({
  kind: z.literal('azureml-v2'),
  ...boundsOf(azuremlV2),
  ...azureml,
  scaleDownHoldRefreshes: z
    .int()
    .min(1)
    .default(azuremlV2.scaleDownHoldRefreshes.value)
    .describe('"around 20 times of the scale up refresh interval" (documented)'),
});

const scalingPolicySchema = z.strictObject({
  type: z.enum(['Percent', 'Pods']),
  value: z.int().positive(),
  periodSeconds: z.int().min(1).max(kubernetes.behaviorMax.value.periodSeconds),
});

/** `spec.behavior.scaleUp` or `scaleDown` of an HPA. */
export const scalingRulesSchema = z.strictObject({
  stabilizationWindowSeconds: z
    .int()
    .min(0)
    .max(kubernetes.behaviorMax.value.stabilizationWindowSeconds)
    .optional(),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).default('Max'),
  policies: z.array(scalingPolicySchema).min(1).optional(),
  tolerance: z.number().min(0).optional().describe('a share, in place of the controller’s (Kubernetes 1.35)'),
});

const syncPeriodSeconds = z.number().positive().default(kubernetes.controller.syncPeriodSeconds.value);
const tolerance = z.number().min(0).max(1).default(kubernetes.controller.tolerance.value);

/** `spec.behavior`; left out, the controller still runs the limits that it had before the field came. */
const behavior = z
  .strictObject({ scaleUp: scalingRulesSchema.optional(), scaleDown: scalingRulesSchema.optional() })
  .optional();

/** HorizontalPodAutoscaler, autoscaling/v2. */
export const hpaSchema = z.strictObject({
  kind: z.literal('hpa'),
  minReplicas: z
    .int()
    .min(kubernetes.bounds.value.minReplicasLeast, 'an HPA keeps at least 1 replica')
    .default(kubernetes.knobs.minReplicas.default.value),
  maxReplicas: z.int().min(1).describe('an HPA has no default for it'),
  metrics: z.array(hpaMetricSchema).min(1),
  syncPeriodSeconds,
  tolerance,
  initialReadinessDelaySeconds: z
    .number()
    .min(0)
    .default(kubernetes.controller.initialReadinessDelaySeconds.value),
  cpuInitializationPeriodSeconds: z
    .number()
    .min(0)
    .default(kubernetes.controller.cpuInitializationPeriodSeconds.value),
  metricsResolutionSeconds: z
    .number()
    .positive()
    .default(kubernetes.metricsServer.resolutionSeconds.value)
    .describe('seconds between two readings of usage: the span of a sample'),
  sampleAgeSeconds: z
    .number()
    .min(0)
    .default(kubernetes.metricsServer.sampleAgeSeconds.value)
    .describe('how old the newest sample is when the HPA looks; differs from cluster to cluster: assumed'),
  behavior,
});

const { knobs: keda } = kedaHttp;

const kedaHttpSchema = z.strictObject({
  kind: z.literal('keda-http'),
  ...boundsOf(kedaHttp),
  metric: z.enum(['concurrency', 'requestRate']).default(keda.metric.default.value),
  targetValue: z.number().positive().default(keda.targetValue.default.value),
  windowSeconds: z.number().positive().default(keda.windowSeconds.default.value),
  granularitySeconds: z.number().positive().default(keda.granularitySeconds.default.value),
  activationValue: z.number().min(0).default(kedaHttp.activationValue.value),
  cooldownSeconds: z.number().min(0).default(keda.cooldownSeconds.default.value),
  syncPeriodSeconds,
  tolerance,
  behavior,
});

const { knobs: kn, autoscaler: knativeCluster } = knative;

/** A share or a number within a knob's documented range. */
const within = ({ range, default: { value } }: { range: { min: number; max: number } } & DefaultOf) =>
  z.number().min(range.min).max(range.max).default(value);

/** The autoscaler of Knative Serving (KPA). */
export const knativeSchema = z.strictObject({
  kind: z.literal('knative'),
  minReplicas: z.int().min(0).default(kn.minReplicas.default.value),
  maxReplicas: z.int().min(0).default(kn.maxReplicas.default.value).describe('0 = unlimited (documented)'),
  metric: z.enum(['concurrency', 'requestRate']).default(kn.metric.default.value),
  target: z.number().positive().optional().describe('default: concurrency 100, requests/s 200 (documented)'),
  targetUtilization: z.number().gt(0).max(1, 'a share in (0, 1]').default(kn.targetUtilization.default.value),
  tickSeconds: z.number().positive().default(knativeCluster.tickSeconds.value),
  stableWindowSeconds: within(kn.stableWindowSeconds),
  panicWindowShare: within(kn.panicWindowShare),
  panicThreshold: z.number().min(1).default(kn.panicThreshold.default.value),
  maxScaleUpRate: z.number().gt(1).default(knativeCluster.maxScaleUpRate.value),
  maxScaleDownRate: z.number().gt(1).default(knativeCluster.maxScaleDownRate.value),
  scaleToZeroGraceSeconds: z.number().min(0).default(knativeCluster.scaleToZeroGraceSeconds.value),
  scaleDownDelaySeconds: z.number().min(0).default(kn.scaleDownDelaySeconds.default.value),
});

const fixedSchema = z.strictObject({ kind: z.literal('fixed'), replicas: z.int().min(1).default(1) });

const boundsInOrder = (
  settings: { readonly kind: string; readonly minReplicas?: number; readonly maxReplicas?: number },
  context: z.RefinementCtx,
): void => {
  const { minReplicas, maxReplicas } = settings;
  if (minReplicas === undefined || maxReplicas === undefined) return;
  if (maxReplicas === 0 && knative.bounds.value.zeroIsNoMaximum) return;
  if (minReplicas > maxReplicas) {
    context.addIssue({
      code: 'custom',
      path: ['minReplicas'],
      message: `minReplicas ${minReplicas} is above maxReplicas ${maxReplicas}`,
    });
  }
};

const rules = z.discriminatedUnion('kind', [
  azuremlV1Schema,
  azuremlV2Schema,
  hpaSchema,
  kedaHttpSchema,
  knativeSchema,
  fixedSchema,
]);

/** The kinds of autoscaler rules. */
export const policyKinds = rules.options.map(({ shape }) => shape.kind.value);

type Rules = z.output<typeof rules>;
/** Settings of Knative's autoscaler, defaults filled in. */
export type KnativeSettings = z.output<typeof knativeSchema> & { target: number };
/** Settings of any autoscaler rule, defaults filled in; `kind` names the rule. */
export type PolicySettings = Exclude<Rules, { kind: 'knative' }> | KnativeSettings;

/** The one default that depends on another setting: Knative's target, on its metric. */
const withTarget = (settings: Rules): PolicySettings => {
  if (settings.kind !== 'knative') return settings;
  const documented = settings.metric === 'requestRate' ? knative.requestRateTarget : kn.target.default;
  return { ...settings, target: settings.target ?? documented.value };
};

/** The settings of any rule: what a person may leave out has the documented default. */
export const policySettingsSchema = rules.superRefine(boundsInOrder).transform(withTarget);

/** `spec.behavior` of an HPA in one direction; what is left out has the documented default. */
export type BehaviorRules = z.infer<typeof scalingRulesSchema>;
/** Settings of the Azure ML v1 autoscaler, defaults filled in. */
export type AzuremlV1Settings = z.infer<typeof azuremlV1Schema>;
/** Settings of the Azure ML v2 autoscaler, defaults filled in. */
export type AzuremlV2Settings = z.infer<typeof azuremlV2Schema>;
/** Settings of a HorizontalPodAutoscaler; of a defaulted field the default is filled in. */
export type HpaSettings = z.infer<typeof hpaSchema>;
/** Settings of KEDA's HTTP add-on, defaults filled in. */
export type KedaHttpSettings = z.infer<typeof kedaHttpSchema>;
/** A number of replicas that nothing changes. */
export type FixedSettings = z.infer<typeof fixedSchema>;
