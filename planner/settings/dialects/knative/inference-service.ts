import { HeadroomError } from '../../../../errors/headroom-error.ts';
import type { KnobPath } from '../../../platforms/knob.ts';
import { inferenceService as platform } from '../../../platforms/kserve.ts';
import { type Form, kubernetesServerPaths } from '../../form.ts';
import { anyOf, objectKeys } from '../../known-keys.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import type { Trap } from '../../trap.ts';
import { handedOnTraps, hpaClass } from './annotations.ts';
import {
  annotationPlaces,
  doubledIn,
  placeOf,
  predictor,
  predictorFields,
  predictorKeys,
  sharedAnnotations,
} from './predictor-fields.ts';
import { canaryTraps } from './revision.ts';
import { targetTraps } from './service.ts';

const own = (key: string): KnobPath => ['metadata', 'annotations', key];

const modeKey = 'serving.kserve.io/deploymentMode';
const classKey = 'serving.kserve.io/autoscalerClass';
const knativeClass = 'autoscaling.knative.dev/class';
const rawModes: readonly unknown[] = ['RawDeployment', 'Standard'];
const knativeModes: readonly unknown[] = ['Serverless', 'Knative'];
const autoScaling = predictor('autoScaling');

/** The autoscalers of KServe without Knative, by the names of its classes. */
type ScalerClass = 'hpa' | 'keda' | 'external' | 'none';

const isClass = (name: unknown): name is ScalerClass =>
  ['hpa', 'keda', 'external', 'none'].includes(name as string);

type OtherScaler = { readonly scaler: ScalerClass; readonly path: Path; readonly said: string };

/** What tells that the rules of Knative don't count; undefined: nothing does. */
const otherScaler = (object: OpenDocument): OtherScaler | undefined => {
  const { value } = object;
  const metricPath = placeOf(object, 'metric');
  const metric = metricPath && valueIn(value, metricPath);
  if (metricPath && (metric === 'cpu' || metric === 'memory'))
    return { scaler: 'hpa', path: metricPath, said: metric };
  const classPath = annotationPlaces(knativeClass).find((path) => valueIn(value, path) !== undefined);
  if (classPath && valueIn(value, classPath) === hpaClass)
    return { scaler: 'hpa', path: classPath, said: hpaClass };
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

/** Settings that stand in several places, of which one counts. */
const setTwice = (object: OpenDocument): readonly Trap[] =>
  doubledIn(object).flatMap(({ counts, ignored }) =>
    ignored.map(
      (path): Trap => ({
        rule: 'set-twice',
        level: 'warning',
        counts: counts.join('.'),
        ignored: path.join('.'),
        seen: String(valueIn(object.value, path)),
        line: lineOf(object, path),
      }),
    ),
  );

/** Bounds in annotations, which KServe does not hand on. */
const droppedTraps = (object: OpenDocument): readonly Trap[] =>
  Object.entries(platform.droppedAnnotations.value).flatMap(([key, names]) => {
    const counts = predictor(key);
    const isSet = valueIn(object.value, counts) !== undefined;
    return names
      .flatMap((name) => annotationPlaces(name))
      .filter((path) => valueIn(object.value, path) !== undefined)
      .map((path): Trap => {
        const seen = String(valueIn(object.value, path));
        const told = { key: path.join('.'), seen, counts: counts.join('.'), isSet };
        const level = isSet ? 'warning' : 'error';
        return { rule: 'dropped-annotation', level, ...told, line: lineOf(object, path) };
      });
  });

/** Where annotations stand that a component gets. */
const annotationMaps: readonly Path[] = [
  sharedAnnotations,
  ...['predictor', ...platform.otherComponents.value].map((name): Path => ['spec', name, 'annotations']),
];

/**
 * KServe's InferenceService on Knative: the scaling fields of its predictor, and Knative's annotations, which it hands on: those
 * of the whole object to each component, under the component's own.
 * Source: https://kserve.github.io/website/docs/model-serving/predictive-inference/autoscaling/kpa-autoscaler
 */
export const inferenceService: Form = {
  name: 'inference-service',
  isIt: (value) =>
    valueIn(value, ['kind']) === 'InferenceService' &&
    String(valueIn(value, ['apiVersion'])).startsWith('serving.kserve.io/'),
  demand: demandKnative,
  fields: predictorFields,
  defaults: { minReplicas: platform.minReplicas.value },
  keys: objectKeys({
    keys: {
      ...anyOf(...platform.otherComponents.value),
      predictor: { keys: anyOf(...Object.values(predictorKeys), 'annotations'), isOpen: true },
    },
    isOpen: true,
  }),
  isTyped: true,
  serverPaths: kubernetesServerPaths,
  namePath: ['metadata', 'name'],
  traps: (object, settings) => [
    ...annotationMaps.flatMap((path) => handedOnTraps(object, path)),
    ...setTwice(object),
    ...droppedTraps(object),
    ...canaryTraps(object),
    ...targetTraps(object, settings, placeOf(object, 'target') ?? predictor(predictorKeys.target)),
  ],
};
