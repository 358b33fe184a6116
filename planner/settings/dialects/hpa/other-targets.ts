import { HeadroomError } from '../../../../errors/headroom-error.ts';
import { type Field, writeAt } from '../../field.ts';
import type { OtherTarget } from '../../settings.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import type { Unit } from '../../units.ts';

/** A metric of an object that is neither the CPU share nor one of the pods' own, and where its target stands. */
type OtherMetricPlace = {
  /** As the HPA has it. */
  readonly name: string;
  readonly targetType: OtherTarget['targetType'];
  /** undefined: at no place that is known. */
  readonly path: Path | undefined;
  readonly unit: Unit<number>;
};

type Options = {
  readonly placesIn: (object: OpenDocument) => readonly OtherMetricPlace[];
  /** Where the object lists its metrics. */
  readonly listPath: Path;
  /** What the object is called in messages. */
  readonly objectName: string;
  /** All that the object follows, for messages. */
  readonly followedIn: (object: OpenDocument) => readonly string[];
};

/**
 * A target that the plan decided, for a metric that an object does not have.
 *
 * @param wanted what it is for
 */
export const noSuchMetric = (
  object: OpenDocument,
  wanted: string,
  { listPath, objectName, followedIn }: Omit<Options, 'placesIn'>,
): HeadroomError =>
  new HeadroomError('E_CONFIG', {
    what: `the plan sets the target of ${wanted}, and this ${objectName} has no such metric: it follows ${followedIn(object).join(', ') || 'nothing'}`,
    where: `line ${lineOf(object, listPath)}`,
    fix: 'plan for the autoscaler that is in use (autoscaler.metrics of the config), or give its file',
  });

const readOf = (object: OpenDocument, { path, unit }: OtherMetricPlace): number | undefined =>
  (path && unit.read(valueIn(object.value, path))) ?? undefined;

const unwritable = (object: OpenDocument, name: string, { listPath }: Options) =>
  new HeadroomError('E_CONFIG', {
    what: `the place of the target of ${name} is not known in this file`,
    where: `line ${lineOf(object, listPath)}`,
    fix: 'plan without --settings, and set the target and the bounds in the file by hand',
  });

const ambiguous = (object: OpenDocument, name: string, { listPath, objectName }: Options) =>
  new HeadroomError('E_CONFIG', {
    what: `the plan sets the target of ${name}, and more than one metric of this ${objectName} has that name`,
    where: `line ${lineOf(object, listPath)}`,
    fix: 'plan without --settings, and set the target and the bounds in the file by hand',
  });

/**
 * The targets of metrics that stand for the whole service, or for something of the pods that no simulation has. Two of one
 * name can't be told apart, so neither is read or written. None is ever added.
 */
export const otherTargetsField = (options: Options): Field => {
  const placesOf = (object: OpenDocument, name: string): readonly OtherMetricPlace[] =>
    options.placesIn(object).filter((place) => place.name === name);
  const written = (object: OpenDocument, [name, { targetType, value }]: readonly [string, OtherTarget]) => {
    const [place, ...same] = placesOf(object, name);
    if (same.length > 0) throw ambiguous(object, name, options);
    if (place?.targetType !== targetType) throw noSuchMetric(object, `${name} (${targetType})`, options);
    if (place.path === undefined) throw unwritable(object, name, options);
    return writeAt(object, place.path, { value, unit: place.unit });
  };
  return {
    keys: ['otherTargets'],
    isOfExisting: true,
    read: (object) => {
      const targets = options.placesIn(object).flatMap((place) => {
        const value = readOf(object, place);
        const isOne = placesOf(object, place.name).length === 1;
        return value === undefined || !isOne
          ? []
          : [[place.name, { targetType: place.targetType, value }] as const];
      });
      return targets.length === 0 ? {} : { otherTargets: Object.fromEntries(targets) };
    },
    write: (object, { otherTargets = {} }) => Object.entries(otherTargets).reduce(written, object),
    pathIn: () => undefined,
  };
};
