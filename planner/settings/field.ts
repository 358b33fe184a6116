import { HeadroomError } from '../../errors/headroom-error.ts';
import type { ScalingSettings, SettingsKey } from './settings.ts';
import { lineOf, type OpenDocument, type Path, valueIn, withValue } from './text/edit.ts';
import { asText, type Unit } from './units.ts';

/** The settings of one or a few keys of `ScalingSettings` in one form's object. */
export type Field = {
  readonly keys: readonly SettingsKey[];
  readonly read: (object: OpenDocument) => ScalingSettings;
  readonly write: (object: OpenDocument, settings: ScalingSettings) => OpenDocument;
  /** Where the object says a setting, or would say it; undefined: nowhere yet. */
  readonly pathIn: (object: OpenDocument, key: SettingsKey) => Path | undefined;
  /** How the object spells a number; absent: in more than one way. */
  readonly spell?: (value: number) => string;
  /** What a value is in the file, outside of annotations; absent: a number or a text. */
  readonly type?: 'number' | 'string';
  /** It is only written where it is: a new file can't have it. */
  readonly isOfExisting?: true;
};

/**
 * The value at a path; `undefined` if the object does not say it.
 *
 * @throws HeadroomError E_CONFIG with the line if it is there and can't be read
 */
export const readAt = <Value>(
  object: OpenDocument,
  path: Path,
  unit: Pick<Unit<Value>, 'is' | 'read'>,
): Value | undefined => {
  const raw = valueIn(object.value, path);
  if (raw === undefined || raw === null) return undefined;
  const value = unit.read(raw);
  if (value !== undefined) return value ?? undefined;
  throw new HeadroomError('E_CONFIG', {
    what: `${path.join('.')} is ${JSON.stringify(raw)}, which is not ${unit.is}`,
    where: `line ${lineOf(object, path)}`,
    fix: `write ${unit.is} there`,
  });
};

/** Whether a path is that of one annotation. */
export const isAnnotation = (path: Path): boolean => path.at(-2) === 'annotations';

/**
 * Puts a value at a path, unless the object says the same already in its own spelling. An annotation is always a text.
 * Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/
 */
export const writeAt = <Value>(
  object: OpenDocument,
  path: Path,
  options: { readonly value: Value | undefined; readonly unit: Unit<Value> },
): OpenDocument => {
  const { value, unit } = options;
  if (value === undefined || readAt(object, path, unit) === value) return object;
  return withValue(object, path, (isAnnotation(path) ? asText(unit) : unit).write(value));
};

/**
 * A setting that has a place of its own.
 *
 * @param paths the place, then the places of older spellings; a file that uses one of those keeps it
 */
export const field = <Key extends SettingsKey>(
  key: Key,
  unit: Unit<NonNullable<ScalingSettings[Key]>>,
  ...paths: readonly [Path, ...Path[]]
): Field => {
  const pathIn = ({ value }: OpenDocument): Path =>
    paths.find((path) => valueIn(value, path) !== undefined) ?? paths[0];
  return {
    keys: [key],
    read: (object) => {
      const value = readAt(object, pathIn(object), unit);
      return value === undefined ? {} : ({ [key]: value } as ScalingSettings);
    },
    write: (object, settings) => writeAt(object, pathIn(object), { value: settings[key] ?? undefined, unit }),
    pathIn,
    spell: (value) => String((unit as unknown as Unit<number>).write(value)),
    ...typeOf(unit as unknown as Unit<number>),
  };
};

const typeOf = (unit: Unit<number>): Pick<Field, 'type'> => {
  const type = typeof unit.write(1);
  return type === 'number' || type === 'string' ? { type } : {};
};

/** The line on which an object says a setting; undefined: it does not, and a default counts. */
export const lineOfKey = (
  object: OpenDocument,
  fields: readonly Field[],
  key: SettingsKey,
): number | undefined => {
  const path = fields.find(({ keys }) => keys.includes(key))?.pathIn(object, key);
  return path && valueIn(object.value, path) !== undefined ? lineOf(object, path) : undefined;
};
