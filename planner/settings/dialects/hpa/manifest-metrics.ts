import { anyOf, type KnownKeys } from '../../known-keys.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import type { Trap } from '../../trap.ts';
import { quantity } from '../../units.ts';

/** Where each type of metric keeps its name and its target. */
const metricTypes = {
  Resource: { key: 'resource', name: ['name'] },
  ContainerResource: { key: 'containerResource', name: ['name'] },
  Pods: { key: 'pods', name: ['metric', 'name'] },
  Object: { key: 'object', name: ['metric', 'name'] },
  External: { key: 'external', name: ['metric', 'name'] },
} as const;

/** The field that each type of target fills in. */
const fieldOfType = {
  Utilization: 'averageUtilization',
  AverageValue: 'averageValue',
  Value: 'value',
} as const;

type TargetType = keyof typeof fieldOfType;

/** One metric of `spec.metrics` of an HPA. */
export type ManifestMetric = {
  readonly type: keyof typeof metricTypes;
  readonly name: string;
  readonly targetType: TargetType;
  /** Where its number stands. */
  readonly path: Path;
  /** Its number as the file has it; undefined: not where the type says. */
  readonly raw: unknown;
};

/** Where an HPA lists its metrics. */
export const metricsPath: Path = ['spec', 'metrics'];

const targetKeys = anyOf('type', 'averageUtilization', 'averageValue', 'value');
const target: KnownKeys = { keys: targetKeys };
const metric: KnownKeys = { keys: anyOf('name', 'selector') };

/** The keys of `spec.metrics`. */
export const metricsKeys: KnownKeys = {
  items: {
    keys: {
      type: 'any',
      resource: { keys: { name: 'any', target } },
      containerResource: { keys: { name: 'any', container: 'any', target } },
      pods: { keys: { metric, target } },
      object: { keys: { metric, describedObject: 'any', target } },
      external: { keys: { metric, target } },
    },
  },
};

const isOneOf = <Word extends string>(words: Readonly<Record<Word, unknown>>, word: unknown): word is Word =>
  typeof word === 'string' && Object.hasOwn(words, word);

const metricAt = (object: OpenDocument, index: number): readonly ManifestMetric[] => {
  const item = [...metricsPath, index];
  const type = valueIn(object.value, [...item, 'type']);
  if (!isOneOf(metricTypes, type)) return [];
  const known = metricTypes[type];
  const name = String(valueIn(object.value, [...item, known.key, ...known.name]));
  const targetPath = [...item, known.key, 'target'];
  const targetType = valueIn(object.value, [...targetPath, 'type']);
  if (!isOneOf(fieldOfType, targetType)) return [];
  const path = [...targetPath, fieldOfType[targetType]];
  return [{ type, name, targetType, path, raw: valueIn(object.value, path) }];
};

const indicesOf = (object: OpenDocument): readonly number[] => {
  const metrics = valueIn(object.value, metricsPath);
  return Array.isArray(metrics) ? metrics.map((_, i) => i) : [];
};

/** How many metrics the HPA lists, understood or not. */
export const metricCount = (object: OpenDocument): number => indicesOf(object).length;

/** The metrics of an HPA whose type and type of target the API knows. */
export const manifestMetrics = (object: OpenDocument): readonly ManifestMetric[] =>
  indicesOf(object).flatMap((index) => metricAt(object, index));

const wordTrap = (object: OpenDocument, path: Path, words: object): readonly Trap[] => {
  const seen = valueIn(object.value, path);
  if (isOneOf(words as Record<string, unknown>, seen)) return [];
  const expected = Object.keys(words).join(', ');
  const line = lineOf(object, path);
  return [{ rule: 'unreadable', level: 'error', key: path.join('.'), seen: String(seen), expected, line }];
};

const targetTraps = (object: OpenDocument, metric: ManifestMetric): readonly Trap[] => {
  const { name, targetType, path, raw } = metric;
  const targetPath = path.slice(0, -1);
  const line = lineOf(object, path);
  if (raw === undefined) {
    const given = Object.keys(valueIn(object.value, targetPath) ?? {}).filter((key) => key !== 'type');
    const field = given[0] ?? '';
    return [{ rule: 'target-contradicts-type', level: 'error', metric: name, type: targetType, field, line }];
  }
  if (targetType === 'Utilization' || typeof quantity.read(raw) === 'number') return [];
  const key = path.join('.');
  return [{ rule: 'unreadable', level: 'error', key, seen: String(raw), expected: quantity.is, line }];
};

/** What the API refuses in the metrics, or passes over. */
export const metricTraps = (object: OpenDocument): readonly Trap[] => [
  ...indicesOf(object).flatMap((index) => {
    const item = [...metricsPath, index];
    const type = valueIn(object.value, [...item, 'type']);
    if (!isOneOf(metricTypes, type)) return wordTrap(object, [...item, 'type'], metricTypes);
    return wordTrap(object, [...item, metricTypes[type].key, 'target', 'type'], fieldOfType);
  }),
  ...manifestMetrics(object).flatMap((metric) => targetTraps(object, metric)),
];
