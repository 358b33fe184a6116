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
import { hpaClass, ownAnnotationTraps } from './annotations.ts';
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
const classKey = 'serving.kserve.io/autoscalerClass';
const rawModes: readonly unknown[] = ['RawDeployment', 'Standard'];
const knativeModes: readonly unknown[] = ['Serverless', 'Knative'];
const autoScaling = predictor('autoScaling');

/** The autoscalers of KServe without Knative, by the names of its classes. */
type ScalerClass = 'hpa' | 'keda' | 'external' | 'none';

const isClass = (name: unknown): name is ScalerClass =>
  ['hpa', 'keda', 'external', 'none'].includes(name as string);

type OtherScaler = { readonly scaler: ScalerClass; readonly path: Path; readonly said: string };

/** What tells that the rules of Knative don't count; undefined: nothing does. */
const otherScaler = ({ value }: OpenDocument): OtherScaler | undefined => {
  const metricPath = metricPaths.find((path) => valueIn(value, path) !== undefined);
  const metric = metricPath && valueIn(value, metricPath);
  if (metricPath && (metric === 'cpu' || metric === 'memory'))
    return { scaler: 'hpa', path: metricPath, said: metric };
  const knativeClass = valueIn(value, own('autoscaling.knative.dev/class'));
  if (knativeClass === hpaClass)
    return { scaler: 'hpa', path: own('autoscaling.knative.dev/class'), said: hpaClass };
  const [mode, scalerClass] = [modeKey, classKey].map((key) => valueIn(value, own(key)));
  // Only without Knative KServe asks for a class, and for metrics of KEDA.
  if (knativeModes.includes(mode)) return undefined;
  if (scalerClass !== undefined)
    return {
      scaler: isClass(scalerClass) ? scalerClass : 'external',
      path: own(classKey),
      said: String(scalerClass),
    };
  if (valueIn(value, autoScaling) !== undefined)
    return { scaler: 'keda', path: autoScaling, said: 'metrics' };
  if (mode === undefined) return undefined;
  const scaler = rawModes.includes(mode) ? 'hpa' : 'external';
  return { scaler, path: own(modeKey), said: String(mode) };
};

/** Without Knative, and on CPU or memory, other rules scale it. */
const demandKnative = (object: OpenDocument): void => {
  const other = otherScaler(object);
  if (other === undefined) return;
  const { scaler, path, said } = other;
  throw new HeadroomError('E_CONFIG', {
    what: `this InferenceService is scaled by ${{ hpa: 'an HPA', keda: 'KEDA', external: 'something of your own', none: 'nothing' }[scaler]} (${path.at(-1)}: ${said}), not by the rules of Knative`,
    where: `line ${lineOf(object, path)}`,
    fix: {
      hpa: 'give the HPA that KServe made of it: kubectl get hpa -o yaml',
      keda: 'give the ScaledObject that KServe made of it: kubectl get scaledobject -o yaml',
      external: 'give the file of what scales it',
      none: 'its replicas are those of its Deployment',
    }[scaler],
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
