import { HeadroomError } from '../../errors/headroom-error.ts';
import type { ScalingSettings, SettingsKey } from './settings.ts';
import { type OpenDocument, type Path, valueIn, withValue } from './text/edit.ts';
import type { Unit } from './units.ts';

/** The settings of one or a few keys of `ScalingSettings` in one dialect's document. */
export type Field = {
  readonly keys: readonly SettingsKey[];
  readonly read: (document: unknown) => ScalingSettings;
  readonly write: (document: OpenDocument, settings: ScalingSettings) => OpenDocument;
};

/**
 * The value at a path; `undefined` if the document does not say it.
 *
 * @throws HeadroomError E_CONFIG if it is there and can't be read
 */
export const readAt = <Value>(
  document: unknown,
  path: Path,
  unit: Pick<Unit<Value>, 'is' | 'read'>,
): Value | undefined => {
  const raw = valueIn(document, path);
  if (raw === undefined || raw === null) return undefined;
  const value = unit.read(raw);
  if (value !== undefined) return value ?? undefined;
  throw new HeadroomError('E_CONFIG', {
    what: `${path.join('.')} is ${JSON.stringify(raw)}, which is not ${unit.is}`,
    where: path.join('.'),
    fix: `write ${unit.is} there`,
  });
};

/** Puts a value at a path, unless the document says the same already in its own spelling. */
export const writeAt = <Value>(
  document: OpenDocument,
  path: Path,
  options: { readonly value: Value | undefined; readonly unit: Unit<Value> },
): OpenDocument => {
  const { value, unit } = options;
  if (value === undefined || readAt(document.value, path, unit) === value) return document;
  return withValue(document, path, unit.write(value));
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
  const pathIn = (document: unknown): Path =>
    paths.find((path) => valueIn(document, path) !== undefined) ?? paths[0];
  return {
    keys: [key],
    read: (document) => {
      const value = readAt(document, pathIn(document), unit);
      return value === undefined ? {} : ({ [key]: value } as ScalingSettings);
    },
    write: (document, settings) =>
      writeAt(document, pathIn(document.value), { value: settings[key] ?? undefined, unit }),
  };
};
