import { type Field, readAt, writeAt } from '../../field.ts';
import { type OpenDocument, type Path, valueIn, withValue } from '../../text/edit.ts';
import type { Plain } from '../../text/splice.ts';
import { quantity, wholePercent } from '../../units.ts';

/** Where each type of metric keeps its name and its target. */
const metricTypes = {
  Resource: { key: 'resource', name: ['name'] },
  ContainerResource: { key: 'containerResource', name: ['name'] },
  Pods: { key: 'pods', name: ['metric', 'name'] },
  Object: { key: 'object', name: ['metric', 'name'] },
  External: { key: 'external', name: ['metric', 'name'] },
} as const;

type ManifestMetric = {
  readonly type: keyof typeof metricTypes;
  readonly name: string;
  readonly target: Path;
};

const metricsPath: Path = ['spec', 'metrics'];

const metricsOf = (document: unknown): readonly ManifestMetric[] => {
  const metrics = valueIn(document, metricsPath);
  if (!Array.isArray(metrics)) return [];
  return metrics.flatMap((metric: unknown, index) => {
    const type = String(valueIn(metric, ['type'])) as keyof typeof metricTypes;
    const known = metricTypes[type];
    if (known === undefined) return [];
    const name = String(valueIn(metric, [known.key, ...known.name]));
    return [{ type, name, target: [...metricsPath, index, known.key, 'target'] }];
  });
};

const withMetric = (document: OpenDocument, metric: Plain): OpenDocument =>
  withValue(document, [...metricsPath, metricsOf(document.value).length], metric);

const cpuTarget = (document: unknown): Path | undefined => {
  const cpu = metricsOf(document).find(
    ({ type, name, target }) =>
      name === 'cpu' &&
      (type === 'Resource' || type === 'ContainerResource') &&
      valueIn(document, [...target, 'averageUtilization']) !== undefined,
  );
  return cpu && [...cpu.target, 'averageUtilization'];
};

/** The target of the CPU metric, of the pod or of one of its containers. */
export const cpuUtilization: Field = {
  keys: ['targetUtilization'],
  read: (document) => {
    const path = cpuTarget(document);
    const targetUtilization = path && readAt(document, path, wholePercent);
    return targetUtilization === undefined ? {} : { targetUtilization };
  },
  write: (document, { targetUtilization }) => {
    if (targetUtilization === undefined) return document;
    const path = cpuTarget(document.value);
    if (path) return writeAt(document, path, { value: targetUtilization, unit: wholePercent });
    const target = { type: 'Utilization', averageUtilization: wholePercent.write(targetUtilization) };
    return withMetric(document, { type: 'Resource', resource: { name: 'cpu', target } });
  },
};

const averageTargets = (document: unknown): readonly (readonly [string, Path])[] =>
  metricsOf(document)
    .filter(({ type }) => type !== 'Resource' && type !== 'ContainerResource')
    .map(({ name, target }) => [name, [...target, 'averageValue']] as const)
    .filter(([, path]) => valueIn(document, path) !== undefined);

/** The targets of all metrics that are no resources. Those that the settings don't name keep theirs. */
export const averageValues: Field = {
  keys: ['averageValues'],
  read: (document) => {
    const targets = averageTargets(document).flatMap(([name, path]) => {
      const value = readAt(document, path, quantity);
      return value === undefined ? [] : [[name, value] as const];
    });
    return targets.length === 0 ? {} : { averageValues: Object.fromEntries(targets) };
  },
  write: (document, settings) =>
    Object.entries(settings.averageValues ?? {}).reduce((changed, [name, value]) => {
      const path = averageTargets(changed.value).find(([known]) => known === name)?.[1];
      if (path) return writeAt(changed, path, { value, unit: quantity });
      const target = { type: 'AverageValue', averageValue: quantity.write(value) };
      return withMetric(changed, { type: 'Pods', pods: { metric: { name }, target } });
    }, document),
};
