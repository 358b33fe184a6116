import { z } from 'zod';

/**
 * Settings of each autoscaler rule: the same object in k6.config.ts (`autoscaler`), in a model file (`policy`),
 * in the sandbox and in the simulator. Defaults are the platform's documented ones; where a platform does not
 * publish a number, the schema's description says "assumed".
 */
const replicaBounds = {
  minReplicas: z.int().min(0).default(1),
  maxReplicas: z.int().min(1).default(10),
};

/** A share: 0.7, never 70. The hint names the most common slip. */
const targetUtilization = z
  .number()
  .gt(0, 'a target utilization is a share above 0')
  .max(1, 'a target utilization is a share in (0, 1]: write 0.7 for 70 %')
  .default(0.7);

export const stepLaws = ['proportional', 'oneAtATime'] as const;

const azureml = {
  targetUtilization,
  ...replicaBounds,
  refreshSeconds: z
    .number()
    .positive()
    .default(1)
    .describe('autoscale_refresh_seconds / polling_interval; documented default 1 s'),
  stepLaw: z
    .enum(stepLaws)
    .default('proportional')
    .describe(
      'proportional: ceil(used / target) at once; oneAtATime: one replica a refresh. Not public: assumed',
    ),
  denominator: z
    .enum(['ready', 'current'])
    .default('current')
    .describe('"total number of current replicas": ready ones, or ready and starting. Not public: assumed'),
  sampling: z
    .enum(['instant', 'mean'])
    .default('instant')
    .describe('busy replicas at the refresh, or their mean since the last one. Not public: assumed'),
  deadband: z
    .number()
    .min(0)
    .max(0.5)
    .default(0)
    .describe('no change while |utilization - target| <= this. Not public: assumed 0'),
};

export const azuremlV1Schema = z.strictObject({
  kind: z.literal('azureml-v1'),
  ...azureml,
  scaleDownHoldSeconds: z.number().min(0).default(60).describe('"about 1 minute" (documented)'),
});

export const azuremlV2Schema = z.strictObject({
  kind: z.literal('azureml-v2'),
  ...azureml,
  scaleDownHoldRefreshes: z
    .int()
    .min(1)
    .default(20)
    .describe('"around 20 times of the scale up refresh interval" (documented)'),
});

const scalingPolicySchema = z.strictObject({
  type: z.enum(['Percent', 'Pods']),
  value: z.int().positive(),
  periodSeconds: z.int().min(1).max(1800),
});

export const scalingRulesSchema = z.strictObject({
  stabilizationWindowSeconds: z.int().min(0).max(3600).optional(),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).default('Max'),
  policies: z.array(scalingPolicySchema).min(1).optional(),
});

const hpaMetricSchema = z.strictObject({
  name: z.string().default('cpu'),
  /** What the metric follows in a simulation: utilization of slots, requests in flight per pod, or requests/s per pod. */
  source: z.enum(['utilization', 'concurrency', 'requestRate']).default('utilization'),
  targetValue: z
    .number()
    .positive()
    .describe('utilization as a share of the request (0.5 = 50 %), or the value per pod'),
  /** Metric value per busy share: 1 means that a fully busy replica uses exactly its CPU request. */
  scale: z.number().positive().default(1),
});

export const hpaSchema = z.strictObject({
  kind: z.literal('hpa'),
  ...replicaBounds,
  metrics: z.array(hpaMetricSchema).min(1),
  syncPeriodSeconds: z.number().positive().default(15),
  tolerance: z.number().min(0).max(1).default(0.1),
  initialReadinessDelaySeconds: z.number().min(0).default(30),
  cpuInitializationPeriodSeconds: z.number().min(0).default(300),
  behavior: z
    .strictObject({ scaleUp: scalingRulesSchema.optional(), scaleDown: scalingRulesSchema.optional() })
    .default({}),
});

export const kedaHttpSchema = z.strictObject({
  kind: z.literal('keda-http'),
  minReplicas: z.int().min(0).default(0),
  maxReplicas: z.int().min(1).default(100),
  metric: z.enum(['concurrency', 'requestRate']).default('concurrency'),
  targetValue: z.number().positive().default(100),
  windowSeconds: z.number().positive().default(60),
  granularitySeconds: z.number().positive().default(1),
  activationValue: z.number().min(0).default(0),
  cooldownSeconds: z.number().min(0).default(300),
  syncPeriodSeconds: z.number().positive().default(15),
  tolerance: z.number().min(0).max(1).default(0.1),
  behavior: hpaSchema.shape.behavior,
});

export const knativeSchema = z.strictObject({
  kind: z.literal('knative'),
  minReplicas: z.int().min(0).default(0),
  maxReplicas: z.int().min(0).default(0).describe('0 = unlimited (documented)'),
  metric: z.enum(['concurrency', 'requestRate']).default('concurrency'),
  target: z.number().positive().default(100).describe('concurrency 100, requests/s 200 (documented)'),
  targetUtilization: z.number().gt(0).max(1, 'a share in (0, 1]: write 0.7 for 70 %').default(0.7),
  tickSeconds: z.number().positive().default(2),
  stableWindowSeconds: z.number().min(6).max(3600).default(60),
  panicWindowShare: z.number().min(0.01).max(1).default(0.1),
  panicThreshold: z.number().min(1).default(2),
  maxScaleUpRate: z.number().gt(1).default(1000),
  maxScaleDownRate: z.number().gt(1).default(2),
  scaleToZeroGraceSeconds: z.number().min(0).default(30),
  scaleDownDelaySeconds: z.number().min(0).default(0),
});

export const fixedSchema = z.strictObject({ kind: z.literal('fixed'), replicas: z.int().min(1).default(1) });

const boundsInOrder = (
  settings: { readonly kind: string; readonly minReplicas?: number; readonly maxReplicas?: number },
  context: z.RefinementCtx,
): void => {
  const { minReplicas, maxReplicas } = settings;
  if (minReplicas === undefined || maxReplicas === undefined) return;
  if (settings.kind === 'knative' && maxReplicas === 0) return;
  if (minReplicas > maxReplicas) {
    context.addIssue({
      code: 'custom',
      path: ['minReplicas'],
      message: `minReplicas ${minReplicas} is above maxReplicas ${maxReplicas}`,
    });
  }
};

export const policySettingsSchema = z
  .discriminatedUnion('kind', [
    azuremlV1Schema,
    azuremlV2Schema,
    hpaSchema,
    kedaHttpSchema,
    knativeSchema,
    fixedSchema,
  ])
  .superRefine(boundsInOrder);

/** `spec.behavior` of an HPA in one direction; what is left out has the documented default. */
export type BehaviorRules = z.infer<typeof scalingRulesSchema>;
export type AzuremlV1Settings = z.infer<typeof azuremlV1Schema>;
export type AzuremlV2Settings = z.infer<typeof azuremlV2Schema>;
export type HpaSettings = z.infer<typeof hpaSchema>;
export type KedaHttpSettings = z.infer<typeof kedaHttpSchema>;
export type KnativeSettings = z.infer<typeof knativeSchema>;
export type FixedSettings = z.infer<typeof fixedSchema>;
export type PolicySettings = z.infer<typeof policySettingsSchema>;
export type PolicyKind = PolicySettings['kind'];
