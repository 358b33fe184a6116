import { documentNames } from '../../errors/expected.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { platformOfRule } from '../platforms/index.ts';
import { commonTraps } from './common-traps.ts';
import type { Field } from './field.ts';
import type { Dialect, DialectName, ScalingSettings, SettingsKey } from './settings.ts';
import { type OpenDocument, openDocuments } from './text/edit.ts';
import type { Trap } from './trap.ts';

type DialectParts = Pick<Dialect, 'name' | 'fileName'> & {
  readonly format: 'json' | 'yaml';
  /** Whether a document of a file is one. */
  readonly isIt: (document: unknown) => boolean;
  readonly fields: readonly Field[];
  /** A new file before any setting is written to it. */
  readonly template: string;
  /** The platform's own traps: in the document, or in what counts (its defaults under what the document says). */
  readonly traps?: (document: unknown, settings: ScalingSettings) => readonly Trap[];
  /** For a dialect whose file can turn autoscaling off. */
  readonly autoscaling?: {
    /** The replicas while it is off; `undefined` while it is on. */
    readonly fixedReplicas: (document: unknown) => number | undefined;
    readonly turnOn: (document: OpenDocument) => OpenDocument;
  };
};

/** Settings that have no effect unless autoscaling is on. */
const autoscalingKeys: readonly SettingsKey[] = [
  'minReplicas',
  'maxReplicas',
  'targetUtilization',
  'refreshSeconds',
];

const checkJson = (text: string): void => {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new HeadroomError('E_CONFIG', {
      what: `not readable as JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'correct the file and try again; nothing was written',
      cause,
    });
  }
};

/** The one document of a file that the dialect describes. */
const documentOf = (text: string, parts: DialectParts): OpenDocument => {
  if (parts.format === 'json') checkJson(text);
  const documents = openDocuments(text);
  const found = documents.filter((document) => parts.isIt(document.value));
  const name = documentNames[parts.name];
  if (found.length === 1) return found[0]!;
  throw new HeadroomError('E_CONFIG', {
    what: `${found.length === 0 ? 'no' : found.length} ${name} among the ${documents.length} ${documents.length === 1 ? 'document' : 'documents'} of the file`,
    fix: `give a file with one ${name}`,
  });
};

const settingsIn = (document: OpenDocument, parts: DialectParts): ScalingSettings => {
  const written: ScalingSettings = Object.assign(
    {},
    ...parts.fields.map((field) => field.read(document.value)),
  );
  const fixed = parts.autoscaling?.fixedReplicas(document.value);
  return fixed === undefined ? written : { ...written, minReplicas: fixed, maxReplicas: fixed };
};

const withoutAutoscaling = (settings: ScalingSettings): ScalingSettings =>
  Object.fromEntries(
    Object.entries(settings).filter(([key]) => !autoscalingKeys.includes(key as SettingsKey)),
  );

/**
 * A file that had a fixed number of replicas keeps it as its bounds, as far as no others are given. Settings that only
 * repeat what the file says leave autoscaling off: writing back what was read changes nothing.
 */
const withAutoscaling = (
  document: OpenDocument,
  settings: ScalingSettings,
  parts: DialectParts,
): readonly [OpenDocument, ScalingSettings] => {
  const { autoscaling } = parts;
  const fixed = autoscaling?.fixedReplicas(document.value);
  const current = settingsIn(document, parts);
  const isMeant = autoscalingKeys.some(
    (key) => settings[key] !== undefined && settings[key] !== current[key],
  );
  if (!autoscaling || !isMeant)
    return [document, fixed === undefined ? settings : withoutAutoscaling(settings)];
  const bounds = fixed === undefined ? {} : { minReplicas: fixed, maxReplicas: fixed };
  return [autoscaling.turnOn(document), { ...bounds, ...settings }];
};

/** What the platform's documents say of settings that a file does not name. */
const defaultsOf = (name: DialectName): ScalingSettings => {
  const knobs = Object.entries(platformOfRule(name)?.knobs ?? {});
  return Object.fromEntries(
    knobs.flatMap(([key, { default: fact }]) => (fact.value === null ? [] : [[key, fact.value]])),
  );
};

/** A dialect from the list of its fields. */
export const createDialect = (parts: DialectParts): Dialect => ({
  name: parts.name,
  fileName: parts.fileName,
  defaults: defaultsOf(parts.name),
  keys: parts.fields.flatMap((field) => field.keys),
  read: (text) => settingsIn(documentOf(text, parts), parts),
  write: (text, settings) => {
    const found = documentOf(text.trim() === '' ? parts.template : text, parts);
    const [document, toWrite] = withAutoscaling(found, settings, parts);
    return parts.fields.reduce((changed, field) => field.write(changed, toWrite), document).text;
  },
  lint: (text) => {
    const document = documentOf(text, parts);
    const settings = { ...defaultsOf(parts.name), ...settingsIn(document, parts) };
    const traps = [...(parts.traps?.(document.value, settings) ?? []), ...commonTraps(settings)];
    return traps.toSorted((a, b) => a.level.localeCompare(b.level));
  },
});
