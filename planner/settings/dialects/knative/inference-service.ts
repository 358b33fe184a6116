import { HeadroomError } from '../../../../errors/headroom-error.ts';
import { knative } from '../../../platforms/knative.ts';
import type { KnobPath } from '../../../platforms/knob.ts';
import { inferenceService as platform } from '../../../platforms/kserve.ts';
import { field } from '../../field.ts';
import { fieldsOf } from '../../fields.ts';
import { type Form, kubernetesServerPaths } from '../../form.ts';
import { anyOf, objectKeys } from '../../known-keys.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import type { Trap } from '../../trap.ts';
import { ownAnnotationTraps } from './annotations.ts';
import { metricWords, targetTraps } from './service.ts';

const predictor = (key: string): KnobPath => ['spec', 'predictor', key];
const own = (key: string): KnobPath => ['metadata', 'annotations', key];

/** Settings that the predictor has fields for; the annotation of the same meaning is their older spelling. */
const predictorKeys = {
  minReplicas: 'minReplicas',
  maxReplicas: 'maxReplicas',
  target: 'scaleTarget',
  metric: 'scaleMetric',
  slotsPerReplica: 'containerConcurrency',
  requestTimeoutMs: 'timeout',
} as const;

type PredictorKey = keyof typeof predictorKeys;

const hasField = (key: string): key is PredictorKey => Object.hasOwn(predictorKeys, key);

/** The names of a knob's annotations; one without a hyphen has no older spelling. */
const annotationsOf = (paths: readonly KnobPath[]): readonly KnobPath[] => {
  const keys = paths.filter((path) => path.includes('annotations')).map((path) => path.at(-1)!);
  return [...new Set(keys)].map(own);
};

/** Knative's knobs where an InferenceService has them. */
const knobs = Object.fromEntries(
  Object.entries(knative.knobs).map(([key, knob]) => {
    const annotations = annotationsOf(knob.paths);
    if (!hasField(key)) return [key, { ...knob, paths: annotations }];
    const spelling = knob.spelling === 'numberAsText' ? 'number' : knob.spelling;
    return [key, { ...knob, spelling, paths: [predictor(predictorKeys[key]), ...annotations] }];
  }),
) as unknown as typeof knative.knobs;

const metricPaths = [predictor('scaleMetric'), ...annotationsOf(knative.knobs.metric.paths)] as const;

const modeKey = 'serving.kserve.io/deploymentMode';
const rawModes: readonly unknown[] = ['RawDeployment', 'Standard'];

/** Without Knative, and on CPU or memory, an HPA scales it: its rules are not those of Knative. */
const demandKnative = (object: OpenDocument): void => {
  const mode = valueIn(object.value, own(modeKey));
  const metricPath = metricPaths.find((path) => valueIn(object.value, path) !== undefined);
  const metric = metricPath && valueIn(object.value, metricPath);
  const isOnResource = metric === 'cpu' || metric === 'memory';
  if (!rawModes.includes(mode) && !isOnResource) return;
  throw new HeadroomError('E_CONFIG', {
    what: `this InferenceService is scaled by an HPA (${isOnResource ? `scaleMetric ${metric}` : `${modeKey}: ${String(mode)}`}), not by the rules of Knative`,
    where: `line ${lineOf(object, isOnResource ? metricPath! : own(modeKey))}`,
    fix: 'give the HPA that KServe made of it: kubectl get hpa -o yaml',
  });
};

const secondTargets = (object: OpenDocument): readonly Trap[] =>
  Object.entries(predictorKeys).flatMap(([key, name]) => {
    const counts = predictor(name);
    if (valueIn(object.value, counts) === undefined) return [];
    return annotationsOf(knative.knobs[key as PredictorKey].paths)
      .filter((path) => valueIn(object.value, path) !== undefined)
      .map(
        (path): Trap => ({
          rule: 'second-target',
          level: 'warning',
          counts: counts.join('.'),
          ignored: path.at(-1)!,
          seen: String(valueIn(object.value, path)),
          line: lineOf(object, path),
        }),
      );
  });

const targetPath: Path = predictor('scaleTarget');

/**
 * KServe's InferenceService on Knative: the scaling fields of its predictor, and Knative's annotations, which it hands on.
 * Source: https://kserve.github.io/website/docs/model-serving/predictive-inference/autoscaling/kpa-autoscaler
 */
export const inferenceService: Form = {
  name: 'inference-service',
  isIt: (value) =>
    valueIn(value, ['kind']) === 'InferenceService' &&
    String(valueIn(value, ['apiVersion'])).startsWith('serving.kserve.io/'),
  demand: demandKnative,
  fields: fieldsOf({ ...knative, knobs }, [field('metric', metricWords, ...metricPaths)]),
  defaults: { minReplicas: platform.minReplicas.value },
  keys: objectKeys({
    keys: {
      ...anyOf('transformer', 'explainer'),
      predictor: { keys: anyOf(...Object.values(predictorKeys)), isOpen: true },
    },
    isOpen: true,
  }),
  isTyped: true,
  serverPaths: kubernetesServerPaths,
  namePath: ['metadata', 'name'],
  traps: (object, settings) => [
    ...ownAnnotationTraps(object),
    ...secondTargets(object),
    ...targetTraps(object, settings, targetPath),
  ],
};
