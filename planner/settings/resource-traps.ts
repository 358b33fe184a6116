import { manifestMetrics } from './dialects/hpa/manifest-metrics.ts';
import { podLimitTraps } from './limit-traps.ts';
import {
  type ContainerResources,
  defaultTolerance,
  isOutOfReach,
  mostUtilization,
} from './most-utilization.ts';
import { objectsIn } from './objects.ts';
import { keyOf, namedIn, type SharedTrap, targetIn } from './shared-targets.ts';
import { lineOf, type OpenDocument, type Path, textIn, valueIn } from './text/edit.ts';
import { quantity } from './units.ts';

/** A target that is a share of what pods ask for. */
type UtilizationTarget = {
  readonly resource: string;
  /** Of one container; undefined: of all. */
  readonly container: string | undefined;
  readonly share: number;
  readonly line: number;
};

const podSpecPath: Path = ['spec', 'template', 'spec'];

type Container = ContainerResources & { readonly name?: unknown };

const containersAt = (object: OpenDocument, key: 'containers' | 'initContainers'): readonly Container[] => {
  const found = valueIn(object.value, [...podSpecPath, key]);
  return Array.isArray(found) ? found.filter((one) => typeof one === 'object' && one !== null) : [];
};

/** Sidecars are init containers that restart. */
const runningIn = (object: OpenDocument): readonly Container[] => [
  ...containersAt(object, 'containers'),
  ...containersAt(object, 'initContainers').filter((one) => textIn(one, ['restartPolicy']) === 'Always'),
];

const ofManifest = (object: OpenDocument): readonly UtilizationTarget[] =>
  manifestMetrics(object)
    .filter(({ type, targetType }) => targetType === 'Utilization' && type.endsWith('Resource'))
    .map(({ name, path, raw }) => ({
      resource: name,
      container: textIn(object.value, [...path.slice(0, -2), 'container']),
      share: Number(raw) / 100,
      line: lineOf(object, path),
    }));

const v1Path: Path = ['spec', 'targetCPUUtilizationPercentage'];

const ofV1 = (object: OpenDocument): readonly UtilizationTarget[] => {
  const share = Number(valueIn(object.value, v1Path) ?? Number.NaN) / 100;
  return [{ resource: 'cpu', container: undefined, share, line: lineOf(object, v1Path) }];
};

/** KEDA's triggers of CPU and memory become metrics of the HPA that it makes. */
const ofTriggers = (object: OpenDocument): readonly UtilizationTarget[] => {
  const triggers = valueIn(object.value, ['spec', 'triggers']);
  if (!Array.isArray(triggers)) return [];
  return triggers.flatMap((trigger: unknown, i) => {
    const resource = textIn(trigger, ['type']) ?? '';
    const type = textIn(trigger, ['metricType']) ?? textIn(trigger, ['metadata', 'type']);
    if (!['cpu', 'memory'].includes(resource) || type !== 'Utilization') return [];
    const path: Path = ['spec', 'triggers', i, 'metadata', 'value'];
    const container = textIn(trigger, ['metadata', 'containerName']);
    return [
      { resource, container, share: Number(valueIn(object.value, path)) / 100, line: lineOf(object, path) },
    ];
  });
};

const tolerancePaths: readonly Path[] = [
  ['spec', 'behavior', 'scaleUp', 'tolerance'],
  ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior', 'scaleUp', 'tolerance'],
];

const toleranceOf = ({ value }: OpenDocument): number => {
  const said = tolerancePaths.map((path) => valueIn(value, path)).find((one) => one !== undefined);
  return (said === undefined ? undefined : quantity.read(said as string)) ?? defaultTolerance;
};

const reachTraps = (scaler: OpenDocument, workload: OpenDocument): readonly SharedTrap[] => {
  const tolerance = toleranceOf(scaler);
  return [...ofManifest(scaler), ...ofV1(scaler), ...ofTriggers(scaler)].flatMap((target) => {
    const { resource, container, share: targetShare, line } = target;
    const counted = runningIn(workload).filter(({ name }) => container === undefined || name === container);
    const mostShare = mostUtilization(resource, counted);
    if (mostShare === undefined || !isOutOfReach(mostShare, targetShare, tolerance)) return [];
    return [
      {
        object: namedIn(scaler.value).name,
        trap: {
          rule: 'target-out-of-reach',
          level: 'warning',
          metric: resource,
          targetShare,
          mostShare,
          tolerance,
          line,
        },
      },
    ];
  });
};

/**
 * Traps in what the pods of a scaled workload ask for, where the file holds both: limits below requests, which the API server
 * refuses, and targets that the limits keep out of reach.
 *
 * @throws HeadroomError E_CONFIG if the text is neither YAML nor JSON
 */
export const resourceTraps = (text: string): readonly SharedTrap[] => {
  const objects = objectsIn(text);
  const scalersOf = (workload: OpenDocument): readonly OpenDocument[] => {
    const key = keyOf(namedIn(workload.value));
    return objects.filter(({ value }) => {
      const target = targetIn(value);
      return target !== undefined && keyOf(target) === key;
    });
  };
  return objects.flatMap((workload) => {
    const scalers = scalersOf(workload);
    if (scalers.length === 0) return [];
    const limits = podLimitTraps(workload).map((trap) => ({ object: namedIn(workload.value).name, trap }));
    return [...limits, ...scalers.flatMap((scaler) => reachTraps(scaler, workload))];
  });
};
