import { knative } from '../../../platforms/knative.ts';
import type { KnobPath } from '../../../platforms/knob.ts';
import { inferenceService as platform } from '../../../platforms/kserve.ts';
import { type Field, field, writeAt } from '../../field.ts';
import { fieldsOf } from '../../fields.ts';
import type { SettingsKey } from '../../settings.ts';
import { type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import { number } from '../../units.ts';
import { metricWords } from './service.ts';

/** Settings that the predictor has fields for; the annotation of the same meaning is their older spelling. */
export const predictorKeys = {
  minReplicas: 'minReplicas',
  maxReplicas: 'maxReplicas',
  target: 'scaleTarget',
  metric: 'scaleMetric',
  slotsPerReplica: 'containerConcurrency',
  requestTimeoutMs: 'timeout',
} as const;

type PredictorKey = keyof typeof predictorKeys;
type Knobs = typeof knative.knobs;

const hasField = (key: string): key is PredictorKey => Object.hasOwn(predictorKeys, key);

/** A field of the predictor. */
export const predictor = (key: string): KnobPath => ['spec', 'predictor', key];

/** Annotations of the whole object: each component gets them. */
export const sharedAnnotations: Path = ['metadata', 'annotations'];

/** The places of an annotation: the predictor's own counts. */
export const annotationPlaces = (key: string): readonly [KnobPath, KnobPath] => [
  ['spec', 'predictor', 'annotations', key],
  ['metadata', 'annotations', key],
];

/** The places of a setting, the one that counts first. Components get no annotation that KServe drops. */
const placesOf = (key: keyof Knobs): readonly KnobPath[] => {
  const names = knative.knobs[key].paths.filter((path) => path.includes('annotations'));
  const dropped: Readonly<Record<string, readonly string[]>> = platform.droppedAnnotations.value;
  const annotations = [...new Set(names.map((path) => path.at(-1)!))].filter(
    (name) => !dropped[key]?.includes(name),
  );
  return [
    ...(hasField(key) ? [predictor(predictorKeys[key])] : []),
    ...annotations.flatMap(annotationPlaces),
  ];
};

/** Knative's settings at those of their places that are meant. */
const fieldsAt = (isMeant: (path: Path) => boolean): readonly Field[] => {
  const pathsOf = (key: string): readonly [KnobPath, ...KnobPath[]] =>
    placesOf(key as keyof Knobs).filter(isMeant) as [KnobPath, ...KnobPath[]];
  const knobs = Object.fromEntries(
    Object.entries(knative.knobs).map(([key, knob]) => {
      const isText = hasField(key) && knob.spelling === 'numberAsText';
      return [key, { ...knob, spelling: isText ? 'number' : knob.spelling, paths: pathsOf(key) }];
    }),
  ) as unknown as Knobs;
  return fieldsOf({ ...knative, knobs }, [field('metric', metricWords, ...pathsOf('metric'))]);
};

const isShared = (path: Path): boolean => path[0] === 'metadata';

/** Whether other components have what stands at a path, too. */
const isOfOthers = ({ value }: OpenDocument, path: Path | undefined): boolean =>
  path !== undefined &&
  isShared(path) &&
  platform.otherComponents.value.some((name) => valueIn(value, ['spec', name]) !== undefined);

const ofPredictor = fieldsAt((path) => !isShared(path));

const isBound = (key: SettingsKey): key is 'minReplicas' | 'maxReplicas' =>
  key === 'minReplicas' || key === 'maxReplicas';

/**
 * Settings of the predictor. What other components have, too, stays: the predictor gets a value of its own. Bounds go into its
 * fields, also where the older annotation maxScale has said one so far.
 */
export const predictorFields: readonly Field[] = fieldsAt(() => true).map((every, i) => ({
  ...every,
  write: (object, settings) => {
    const [key] = every.keys;
    if (key === undefined) return every.write(object, settings);
    const isSaid = every.read(object)[key] === settings[key];
    if (isBound(key))
      return isSaid
        ? object
        : writeAt(object, predictor(predictorKeys[key]), { value: settings[key], unit: number });
    if (!isOfOthers(object, every.pathIn(object, key))) return every.write(object, settings);
    return isSaid ? object : ofPredictor[i]!.write(object, settings);
  },
}));

/** Where an object says a setting; undefined: nowhere. */
export const placeOf = (object: OpenDocument, key: SettingsKey): Path | undefined => {
  const path = predictorFields.find(({ keys }) => keys.includes(key))?.pathIn(object, key);
  return path && valueIn(object.value, path) !== undefined ? path : undefined;
};

/** Of a setting that an object says more than once: the place that counts, and those that have no effect. */
type Doubled = { readonly counts: Path; readonly ignored: readonly Path[] };

/** Settings that an object says in more than one place for the predictor alone. */
export const doubledIn = (object: OpenDocument): readonly Doubled[] =>
  Object.keys(knative.knobs).flatMap((key) => {
    const said = placesOf(key as keyof Knobs).filter((path) => valueIn(object.value, path) !== undefined);
    const [counts, ...others] = said;
    const ignored = others.filter((path) => !isOfOthers(object, path));
    return counts === undefined || ignored.length === 0 ? [] : [{ counts, ignored }];
  });
