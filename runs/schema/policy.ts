import { z } from 'zod';
import { knative } from '../../planner/platforms/knative.ts';
import { about } from './about.ts';
import { azuremlV1Schema, azuremlV2Schema } from './rules/azureml.ts';
import { hpaSchema, type scalingRulesSchema } from './rules/hpa.ts';
import { kedaHttpSchema } from './rules/keda-http.ts';
import { knativeSchema } from './rules/knative.ts';
import { kindSchema } from './rules/shared.ts';

/**
 * Settings of each autoscaler rule: the same object in k6.config.ts (`autoscaler`), in a model file (`policy`),
 * in the sandbox and in the simulator. Defaults and ranges are those of `planner/platforms`, which tells of each
 * whether it is documented or assumed. Each rule has its schema in `rules/`.
 */
const fixedSchema = z.strictObject({
  kind: kindSchema('fixed', 'no autoscaler: a number of replicas that nothing changes'),
  replicas: z
    .int()
    .min(1)
    .default(1)
    .meta(about('how many replicas there are', 5, { unit: 'replicas' })),
});

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
  const documented =
    settings.metric === 'requestRate' ? knative.requestRateTarget : knative.knobs.target.default;
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
