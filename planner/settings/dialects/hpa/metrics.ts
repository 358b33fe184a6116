import { type Field, readAt, writeAt } from '../../field.ts';
import type { OtherMetric, ScalingSettings } from '../../settings.ts';
import { lineOf, type OpenDocument, type Path, valueIn, withValue } from '../../text/edit.ts';
import type { Plain } from '../../text/splice.ts';
import type { Trap } from '../../trap.ts';
import { quantity, wholePercent } from '../../units.ts';
import { type ManifestMetric, manifestMetrics, metricCount, metricsPath } from './manifest-metrics.ts';
import { byNameTrap, notSimulatedTrap, sourceByName } from './metric-words.ts';
import { noSuchMetric, otherTargetsField } from './other-targets.ts';

const isCpuUtilization = ({ type, name, targetType, raw }: ManifestMetric): boolean =>
  (type === 'Resource' || type === 'ContainerResource') &&
  name === 'cpu' &&
  targetType === 'Utilization' &&
  raw !== undefined;

/** The CPU target of the pod or of one of its containers. With several, none of them is the one target. */
const cpuTarget = (object: OpenDocument): ManifestMetric | undefined => {
  const targets = manifestMetrics(object).filter(isCpuUtilization);
  return targets.length === 1 ? targets[0] : undefined;
};

const isReadable = ({ raw }: ManifestMetric): boolean => typeof quantity.read(raw) === 'number';

const averageTargets = (object: OpenDocument): readonly ManifestMetric[] =>
  manifestMetrics(object).filter(
    (metric) => metric.type === 'Pods' && metric.targetType === 'AverageValue' && isReadable(metric),
  );

const read = (object: OpenDocument): ScalingSettings => {
  const cpu = cpuTarget(object);
  const targetUtilization = cpu && readAt(object, cpu.path, wholePercent);
  // The first of a name counts, as it is the one that is written.
  const averages = averageTargets(object)
    .filter(({ name }, i, all) => all.findIndex((one) => one.name === name) === i)
    .map(({ name, raw }) => [name, Number(quantity.read(raw))]);
  return {
    ...(targetUtilization !== undefined && { targetUtilization }),
    ...(averages.length > 0 && { averageValues: Object.fromEntries(averages) }),
  };
};

/** All that an HPA follows, for messages. */
const followedIn = (object: OpenDocument): readonly string[] =>
  manifestMetrics(object).map(({ type, name, targetType }) => `${type} ${name} ${targetType}`);

const inMessages = { listPath: metricsPath, objectName: 'autoscaler', followedIn };

const added = (object: OpenDocument, metric: Plain, wanted: string, mayAdd: boolean): OpenDocument => {
  if (!mayAdd) throw noSuchMetric(object, wanted, inMessages);
  return withValue(object, [...metricsPath, metricCount(object)], metric);
};

const withCpu = (object: OpenDocument, share: number | undefined, mayAdd: boolean): OpenDocument => {
  if (share === undefined) return object;
  const cpu = cpuTarget(object);
  if (cpu) return writeAt(object, cpu.path, { value: share, unit: wholePercent });
  const target = { type: 'Utilization', averageUtilization: wholePercent.write(share) };
  return added(object, { type: 'Resource', resource: { name: 'cpu', target } }, 'cpu', mayAdd);
};

const withAverage = (
  object: OpenDocument,
  [name, value]: readonly [string, number],
  mayAdd: boolean,
): OpenDocument => {
  const found = manifestMetrics(object).find(
    (metric) => metric.name === name && metric.targetType === 'AverageValue',
  );
  if (found) return writeAt(object, found.path, { value, unit: quantity });
  const target = { type: 'AverageValue', averageValue: quantity.write(value) };
  return added(object, { type: 'Pods', pods: { metric: { name }, target } }, name, mayAdd);
};

/**
 * The targets of an HPA's metrics: the CPU target, and those of the pods' own metrics. Metrics that the settings don't
 * name keep theirs. An HPA that lists metrics gets no other one: that would be another autoscaler.
 */
export const metricTargets: Field = {
  keys: ['targetUtilization', 'averageValues'],
  read,
  write: (object, { targetUtilization, averageValues = {} }) => {
    const mayAdd = metricCount(object) === 0;
    return Object.entries(averageValues).reduce(
      (changed, entry) => withAverage(changed, entry, mayAdd),
      withCpu(object, targetUtilization, mayAdd),
    );
  },
  type: 'number',
  pathIn: (object, key): Path | undefined =>
    key === 'targetUtilization' ? cpuTarget(object)?.path : undefined,
};

/** The targets of an HPA's other metrics: of type External and Object, of memory, of CPU in cores. */
export const otherTargets: Field = otherTargetsField({
  ...inMessages,
  placesIn: (object) =>
    manifestMetrics(object)
      .filter(({ type, targetType }) => type !== 'Pods' || targetType !== 'AverageValue')
      .filter(({ path }) => cpuTarget(object)?.path.join('.') !== path.join('.'))
      .map(({ name, targetType, path }) => ({
        name,
        targetType,
        path,
        unit: targetType === 'Utilization' ? wholePercent : quantity,
      })),
});

/** The container that the CPU target is for. */
export const cpuContainer = (object: OpenDocument): string | undefined => {
  const cpu = cpuTarget(object);
  if (cpu?.type !== 'ContainerResource') return undefined;
  const container = valueIn(object.value, [...cpu.path.slice(0, -2), 'container']);
  return typeof container === 'string' ? container : undefined;
};

const isFollowed = (object: OpenDocument, metric: ManifestMetric): boolean =>
  cpuTarget(object)?.path.join('.') === metric.path.join('.') ||
  (metric.type === 'Pods' &&
    metric.targetType === 'AverageValue' &&
    isReadable(metric) &&
    sourceByName(metric.name) !== undefined);

const unfollowed = (object: OpenDocument): readonly (readonly [ManifestMetric, OtherMetric])[] =>
  manifestMetrics(object)
    .filter((metric) => !isFollowed(object, metric))
    .map((metric) => {
      const { type, name, targetType, raw } = metric;
      return [metric, { type, name, hpaName: name, target: `${targetType} ${String(raw ?? '')}`.trim() }];
    });

/** The metrics that no simulation follows. */
export const otherMetrics = (object: OpenDocument): readonly OtherMetric[] =>
  unfollowed(object).map(([, other]) => other);

const sameNameTraps = (object: OpenDocument): readonly Trap[] =>
  [...Map.groupBy(averageTargets(object), ({ name }) => name)]
    .filter(([, alike]) => alike.length > 1)
    .map(([metric, alike]) => ({
      rule: 'several-targets-of-metric',
      level: 'warning',
      metric,
      targets: alike.map(({ raw }) => String(raw)),
      line: lineOf(object, alike[1]!.path),
    }));

/** What of the metrics a plan leaves out of account, or takes by the sound of its name. */
export const followedTraps = (object: OpenDocument): readonly Trap[] => {
  const cpus = manifestMetrics(object).filter(isCpuUtilization);
  const first = cpus[0];
  return [
    ...unfollowed(object).map(([{ path }, other]) => notSimulatedTrap(other, lineOf(object, path))),
    ...averageTargets(object).flatMap(({ name, path }) => byNameTrap(name, lineOf(object, path))),
    ...sameNameTraps(object),
    ...(cpus.length > 1 && first
      ? [
          {
            rule: 'several-cpu-targets',
            level: 'warning',
            targets: cpus.map(({ raw }) => Number(raw)),
            line: lineOf(object, first.path),
          } as const,
        ]
      : []),
  ];
};
