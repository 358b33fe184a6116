import { documentNames } from '../../errors/expected.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { platformOfRule } from '../platforms/index.ts';
import { commonTraps } from './common-traps.ts';
import type { Form } from './form.ts';
import { objectsIn } from './objects.ts';
import type { Dialect, DialectName, ObjectNames, Reading, ScalingSettings, SettingsKey } from './settings.ts';
import { namedIn, targetIn } from './shared-targets.ts';
import { type OpenDocument, openDocuments, valueIn, withoutValue } from './text/edit.ts';
import { inOrder } from './trap.ts';

/** A form that is neither YAML nor JSON, such as the source of a script. */
export type TextForm = {
  readonly isIt: (text: string) => boolean;
  readonly reading: (text: string) => Reading;
  readonly write: (text: string, settings: ScalingSettings) => string;
};

type DialectParts = Pick<Dialect, 'name' | 'fileName'> & {
  /** The kinds of object that hold its settings; the first is the one that a new file has. */
  readonly forms: readonly [Form, ...Form[]];
  readonly textForm?: TextForm;
  /** The dialect of an object that people may take for one of this. */
  readonly belongsTo?: (value: unknown) => DialectName | undefined;
  /** A new file before any setting is written to it. */
  readonly template: (names: ObjectNames) => string;
};

/** One object of a file and what kind it is. */
type Found = { readonly object: OpenDocument; readonly form: Form };

/** Settings that have no effect unless autoscaling is on. */
const autoscalingKeys: readonly SettingsKey[] = [
  'minReplicas',
  'maxReplicas',
  'targetUtilization',
  'refreshSeconds',
];

const foundIn = (text: string, { forms }: DialectParts): readonly Found[] =>
  objectsIn(text).flatMap((object) => {
    const form = forms.find(({ isIt }) => isIt(object.value));
    return form ? [{ object, form }] : [];
  });

const nameIn = ({ object, form }: Found): string | null => {
  const name = valueIn(object.value, form.namePath);
  return typeof name === 'string' ? name : null;
};

const kindsIn = (text: string): string => {
  const named = objectsIn(text).flatMap(({ value }) => {
    const [kind, version] = ['kind', 'apiVersion'].map((key) => valueIn(value, [key]));
    if (typeof kind !== 'string') return [];
    return [typeof version === 'string' ? `${kind} of ${version}` : kind];
  });
  return named.length === 0 ? '' : ` (${named.join(', ')})`;
};

/** Of several objects those that are meant: by the recorded names, else by what they scale. */
const meantOf = (all: readonly Found[], { name, source, target }: ObjectNames): readonly Found[] => {
  const scaled = target && `${target.kind} ${target.name}`;
  const ways: readonly ((one: Found) => boolean)[] = [
    (one) =>
      source !== undefined && namedIn(one.object.value).kind === source.kind && nameIn(one) === source.name,
    (one) => name !== undefined && nameIn(one) === name,
    ({ object }) => {
      const own = targetIn(object.value);
      return own !== undefined && `${own.kind} ${own.name}` === scaled;
    },
  ];
  return ways.map((isMeant) => all.filter(isMeant)).find(({ length }) => length > 0) ?? all;
};

const isTaken = ({ object, form }: Found): boolean => {
  try {
    form.demand?.(object);
    return true;
  } catch (error) {
    if (error instanceof HeadroomError) return false;
    throw error;
  }
};

/** Of several objects those that hold settings: not what only looks like one, such as the endpoint beside its deployment. */
const holdersOf = (all: readonly Found[]): readonly Found[] =>
  [(one: Found) => isTaken(one) && (one.form.isSure?.(one.object.value) ?? true), isTaken, () => true]
    .map((holds) => all.filter(holds))
    .find(({ length }) => length > 0) ?? [];

/** The one object of a file that the dialect describes. */
const oneIn = (text: string, names: ObjectNames, parts: DialectParts): Found => {
  const all = holdersOf(foundIn(text, parts));
  const chosen = all.length > 1 ? meantOf(all, names) : all;
  if (chosen.length === 1) {
    chosen[0]!.form.demand?.(chosen[0]!.object);
    return chosen[0]!;
  }
  const wanted = documentNames[parts.name];
  const count = openDocuments(text).length;
  const other = objectsIn(text)
    .map(({ value }) => parts.belongsTo?.(value))
    .find((one) => one !== undefined);
  throw new HeadroomError('E_CONFIG', {
    what: `${all.length === 0 ? 'no' : all.length} ${wanted}${other === undefined ? '' : ` with the rules of ${parts.name}`} among the ${count} ${count === 1 ? 'document' : 'documents'} of the file${kindsIn(text)}`,
    fix:
      other === undefined
        ? `give a file with one ${wanted}`
        : `this one is scaled by other rules: plan with autoscaler.kind '${other}'`,
  });
};

const settingsIn = ({ object, form }: Found): ScalingSettings => {
  const written: ScalingSettings = Object.assign({}, ...form.fields.map((field) => field.read(object)));
  const fixed = form.autoscaling?.fixedReplicas(object.value);
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
  found: Found,
  settings: ScalingSettings,
): readonly [OpenDocument, ScalingSettings] => {
  const { object, form } = found;
  const { autoscaling } = form;
  const fixed = autoscaling?.fixedReplicas(object.value);
  const current = settingsIn(found);
  const isMeant = autoscalingKeys.some(
    (key) => settings[key] !== undefined && settings[key] !== current[key],
  );
  if (!autoscaling || !isMeant)
    return [object, fixed === undefined ? settings : withoutAutoscaling(settings)];
  const bounds = fixed === undefined ? {} : { minReplicas: fixed, maxReplicas: fixed };
  return [autoscaling.turnOn(object), { ...bounds, ...settings }];
};

/** What the platform's documents say of settings that a file does not name. */
const defaultsOf = (name: DialectName): ScalingSettings => {
  const knobs = Object.entries(platformOfRule(name)?.knobs ?? {});
  return Object.fromEntries(
    knobs.flatMap(([key, { default: fact }]) => (fact.value === null ? [] : [[key, fact.value]])),
  );
};

const readingOf = (found: Found, { name: dialect }: DialectParts): Reading => {
  const { object, form } = found;
  const settings = settingsIn(found);
  const fixedReplicas = form.autoscaling?.fixedReplicas(object.value);
  const defaults = { ...defaultsOf(dialect), ...form.defaults };
  const counts = { ...defaults, ...settings };
  const platform = platformOfRule(dialect);
  const container = form.containerOf?.(object);
  const { kind } = namedIn(object.value);
  const target = targetIn(object.value);
  const common = commonTraps({ object, form, platform, settings: counts });
  return {
    dialect,
    form: form.name,
    name: nameIn(found),
    ...(kind !== '' && { kind }),
    ...(target && { target: { kind: target.kind, name: target.name } }),
    settings,
    ...(fixedReplicas !== undefined && { fixedReplicas }),
    defaults,
    otherMetrics: form.otherMetrics?.(object) ?? [],
    ...(container !== undefined && { container }),
    ...(form.isPart?.(object) && { isPart: true as const }),
    ...(form.isScaledElsewhere?.(object.value) && { isScaledElsewhere: true as const }),
    traps: inOrder([...(form.traps?.(object, counts) ?? []), ...common]),
  };
};

const demandPlaces = (form: Form, settings: ScalingSettings): void => {
  const homeless = (form.lacks ?? []).filter((key) => settings[key] !== undefined);
  if (homeless.length === 0) return;
  throw new HeadroomError('E_CONFIG', {
    what: `a file of this kind (${form.name}) has no place for ${homeless.join(', ')}`,
    fix: 'give a file of the current kind, or apply the fresh file that stands beside it',
  });
};

const written = (found: Found, settings: ScalingSettings): string => {
  const { form } = found;
  demandPlaces(form, settings);
  form.demandEffect?.(found.object, settings);
  const [object, toWrite] = withAutoscaling(found, settings);
  const changed = form.fields.reduce((one, field) => field.write(one, toWrite), object);
  return form.serverPaths.reduce(withoutValue, changed).text;
};

/** A dialect from the forms that its settings come in. */
export const createDialect = (parts: DialectParts): Dialect => {
  const { name, textForm } = parts;
  const read: Dialect['readingOf'] = (text, names = {}) =>
    textForm?.isIt(text) ? textForm.reading(text) : readingOf(oneIn(text, names, parts), parts);
  return {
    name,
    fileName: parts.fileName,
    defaults: defaultsOf(name),
    keys: parts.forms[0].fields.flatMap(({ keys, isOfExisting }) => (isOfExisting ? [] : keys)),
    read: (text) => read(text).settings,
    readingOf: read,
    readEach: (text) =>
      textForm?.isIt(text)
        ? [{ isTaken: true, read: () => textForm.reading(text) }]
        : foundIn(text, parts)
            .filter(({ object, form }) => form.isSure?.(object.value) ?? true)
            .map((found) => ({
              isTaken: isTaken(found),
              read: () => {
                found.form.demand?.(found.object);
                return readingOf(found, parts);
              },
            })),
    write: (text, settings, names = {}) => {
      if (textForm?.isIt(text)) return textForm.write(text, settings);
      const begun = text.trim() === '' ? parts.template(names) : text;
      return written(oneIn(begun, names, parts), settings);
    },
  };
};
