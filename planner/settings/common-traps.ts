import type { Knob } from '../platforms/knob.ts';
import type { Platform } from '../platforms/platform.ts';
import { type Field, isAnnotation, lineOfKey } from './field.ts';
import type { Form } from './form.ts';
import { strayKeys } from './known-keys.ts';
import type { ScalingSettings, SettingsKey } from './settings.ts';
import { lineOf, type OpenDocument, type Path, plainTextAt, valueIn } from './text/edit.ts';
import { type Trap, trapIf } from './trap.ts';

/** Below this a target utilization is a share in a field for percentages: 0.7 for 70 %. */
const leastTargetUtilization = 0.0101;

/** What a form's object says, and what counts. */
type Said = {
  readonly object: OpenDocument;
  readonly form: Form;
  readonly platform: Platform | undefined;
  /** What counts: defaults under what the object says. */
  readonly settings: ScalingSettings;
};

/** The line on which the file says a setting; undefined: it does not. */
type LineOfKey = (key: SettingsKey) => number | undefined;

/**
 * Traps in the values alone.
 *
 * @param settings what counts: defaults under what the file says
 */
export const commonValueTraps = (
  settings: ScalingSettings,
  lineOfSetting: LineOfKey,
  least = 1,
): readonly Trap[] => {
  const { minReplicas = least, maxReplicas = 0, targetUtilization = 1, queueWaitMs = 0 } = settings;
  const { requestTimeoutMs = Number.POSITIVE_INFINITY } = settings;
  const at = (...keys: readonly SettingsKey[]): { readonly line?: number } => {
    const line = keys.map(lineOfSetting).find((one) => one !== undefined);
    return line === undefined ? {} : { line };
  };
  return [
    ...trapIf(maxReplicas > 0 && minReplicas > maxReplicas, {
      rule: 'bounds-out-of-order',
      level: 'error',
      minReplicas,
      maxReplicas,
      ...at('minReplicas', 'maxReplicas'),
    }),
    ...trapIf(minReplicas < least, {
      rule: 'minimum-refused',
      level: 'error',
      minReplicas,
      least,
      ...at('minReplicas'),
    }),
    ...trapIf(targetUtilization < leastTargetUtilization, {
      rule: 'share-for-percentage',
      level: 'error',
      targetUtilization,
      ...at('targetUtilization'),
    }),
    ...trapIf(queueWaitMs >= requestTimeoutMs, {
      rule: 'queue-wait-reaches-timeout',
      level: 'warning',
      queueWaitMs,
      requestTimeoutMs,
      ...at('queueWaitMs', 'requestTimeoutMs'),
    }),
  ];
};

/** Whether a setting has a trap of its own for what is out of range: a timeout for what is above its limit. */
const isElsewhere = (key: SettingsKey, value: number, { range: { min } }: Knob): boolean =>
  key === 'minReplicas' || (key === 'requestTimeoutMs' && value >= (min ?? 0));

const isOutside = (value: number, { range: { min, max, step } }: Knob): boolean =>
  (min !== null && value < min) || (max !== null && value > max) || (step === 1 && !Number.isInteger(value));

const rangeTrap = (said: Said, one: Field, key: SettingsKey): readonly Trap[] => {
  const knob = said.platform?.knobs[key as keyof Platform['knobs']];
  const value = said.settings[key];
  const path = one.pathIn(said.object, key);
  const raw = path && valueIn(said.object.value, path);
  if (!knob || !path || raw === undefined || typeof value !== 'number') return [];
  if (
    !isOutside(value, knob) ||
    isElsewhere(key, value, knob) ||
    (key === 'targetUtilization' && value < leastTargetUtilization)
  )
    return [];
  const { min, max } = knob.range;
  const spelled = (limit: number | null) => (limit === null ? null : (one.spell?.(limit) ?? String(limit)));
  return [
    {
      rule: 'out-of-range',
      level: 'error',
      key: path.join('.'),
      seen: String(raw),
      min: spelled(min),
      max: spelled(max),
      line: lineOf(said.object, path),
    },
  ];
};

/** A maximum of one replica, where autoscaling is on. One that a file leaves out is its platform's own matter. */
const ceilingTraps = ({ object, form, settings }: Said): readonly Trap[] => {
  if (settings.maxReplicas !== 1 || form.autoscaling?.fixedReplicas(object.value) !== undefined) return [];
  const path = form.fields
    .filter(({ keys }) => keys.includes('maxReplicas'))
    .map((field) => field.pathIn(object, 'maxReplicas'))
    .find((one) => one !== undefined && valueIn(object.value, one) !== undefined);
  if (path === undefined) return [];
  const [key, line] = [path.join('.'), lineOf(object, path)];
  return [{ rule: 'one-replica-at-most', level: 'warning', key, isSaid: true, line }];
};

const typeTrap = (object: OpenDocument, path: Path, wants: 'number' | 'string'): Trap => {
  // Read and written again, 1.10 would be 1.1 and 0123 would be 83.
  const plain = plainTextAt(object, path);
  return {
    rule: 'wrong-type',
    level: 'error',
    key: path.join('.'),
    seen: plain ?? JSON.stringify(valueIn(object.value, path)),
    wants,
    ...(plain !== undefined && { plain }),
    line: lineOf(object, path),
  };
};

const fieldTypeTraps = ({ object, form }: Said): readonly Trap[] =>
  form.fields.flatMap(({ keys, type, pathIn }) => {
    const [path] = keys.map((key) => pathIn(object, key));
    const raw = path && valueIn(object.value, path);
    const isOther = typeof raw === 'number' || typeof raw === 'string';
    if (!path || isAnnotation(path) || !type || !isOther || typeof raw === type) return [];
    return [typeTrap(object, path, type)];
  });

/** Labels and annotations of objects, of the pods that they make, and of KServe's components. */
const textMaps: readonly Path[] = [
  ['metadata'],
  ['spec', 'template', 'metadata'],
  ...['predictor', 'transformer', 'explainer'].map((component): Path => ['spec', component]),
].flatMap((holder) => [
  [...holder, 'labels'],
  [...holder, 'annotations'],
]);

/** What is a boolean without quotes in YAML 1.1, which kubectl reads (sigs.k8s.io/yaml), and a text in YAML 1.2. */
const olderBoolean = /^(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/;

const isText = (object: OpenDocument, path: Path): boolean => {
  const value = valueIn(object.value, path);
  if (typeof value === 'string') return !olderBoolean.test(plainTextAt(object, path) ?? '');
  return typeof value !== 'number' && typeof value !== 'boolean';
};

/** Values of labels and annotations that are no text: the API refuses the whole object. */
const textMapTraps = ({ object }: Said): readonly Trap[] =>
  textMaps.flatMap((map) =>
    Object.keys(valueIn(object.value, map) ?? {})
      .map((key): Path => [...map, key])
      .filter((path) => !isText(object, path))
      .map((path) => typeTrap(object, path, 'string')),
  );

const typeTraps = (said: Said): readonly Trap[] =>
  said.form.isTyped ? [...fieldTypeTraps(said), ...textMapTraps(said)] : [];

const rangeTraps = (said: Said): readonly Trap[] => [
  ...said.form.fields.flatMap((one) => one.keys.flatMap((key) => rangeTrap(said, one, key))),
];

const serverTraps = ({ object, form }: Said): readonly Trap[] => {
  const [first, ...others] = form.serverPaths.filter((path) => valueIn(object.value, path) !== undefined);
  if (first === undefined) return [];
  const keys = [first, ...others].map((path) => path.join('.'));
  return [{ rule: 'server-fields', level: 'note', keys, line: lineOf(object, first) }];
};

/** The least minimum that is taken; a form may take less than its platform does. */
const leastOf = ({ form, platform }: Said): number =>
  Math.min(platform?.bounds?.value.minReplicasLeast ?? 0, form.defaults?.minReplicas ?? 1);

/** Traps that every platform shares: keys that it does not know, and values that it does not take. */
export const commonTraps = (said: Said): readonly Trap[] => [
  ...strayKeys(said.object, said.form.keys),
  ...commonValueTraps(said.settings, (key) => lineOfKey(said.object, said.form.fields, key), leastOf(said)),
  ...rangeTraps(said),
  ...ceilingTraps(said),
  ...typeTraps(said),
  ...serverTraps(said),
];
