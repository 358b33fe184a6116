import { HeadroomError } from '../../../../errors/headroom-error.ts';
import { scaledObject as platform } from '../../../platforms/keda.ts';
import { type Field, field, readAt, writeAt } from '../../field.ts';
import { type Form, kubernetesServerPaths } from '../../form.ts';
import { anyOf, objectKeys } from '../../known-keys.ts';
import type { OtherMetric, ScalingSettings } from '../../settings.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import type { Trap } from '../../trap.ts';
import { asText, number, wholePercent } from '../../units.ts';
import { behaviorAt, behaviorKeys, behaviorTraps } from './behavior.ts';

const behaviorPath: Path = ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior'];
const triggersPath: Path = ['spec', 'triggers'];
const percentText = asText(wholePercent);

type Trigger = { readonly type: string; readonly name: string; readonly path: Path; readonly target: string };

/** The words under which triggers keep their targets; the first that is there names it. */
const targetWords = [
  'value',
  'threshold',
  'queueLength',
  'lagThreshold',
  'desiredReplicas',
  'messageCount',
  'targetValue',
];

const triggersOf = (object: OpenDocument): readonly Trigger[] => {
  const triggers = valueIn(object.value, triggersPath);
  if (!Array.isArray(triggers)) return [];
  return triggers.map((trigger: unknown, i) => {
    const type = String(valueIn(trigger, ['type']));
    const metadata = valueIn(trigger, ['metadata']);
    const word = targetWords.find((one) => valueIn(metadata, [one]) !== undefined);
    const metricType = valueIn(trigger, ['metricType']) ?? valueIn(metadata, ['type']);
    const target = [metricType, word && `${word} ${String(valueIn(metadata, [word]))}`]
      .filter(Boolean)
      .join(' ');
    return { type, name: String(valueIn(trigger, ['name']) ?? type), path: [...triggersPath, i], target };
  });
};

/** The one CPU trigger with a share of the request. Before KEDA 2.18 its type stood in the metadata. */
const cpuPath = (object: OpenDocument): Path | undefined => {
  const cpus = triggersOf(object).filter(
    ({ type, target }) => type === 'cpu' && target.startsWith('Utilization'),
  );
  return cpus.length === 1 ? [...cpus[0]!.path, 'metadata', 'value'] : undefined;
};

const cpuTarget: Field = {
  keys: ['targetUtilization'],
  read: (object) => {
    const path = cpuPath(object);
    const targetUtilization = path && readAt(object, path, percentText);
    return targetUtilization === undefined ? {} : { targetUtilization };
  },
  write: (object, { targetUtilization }) => {
    if (targetUtilization === undefined) return object;
    const path = cpuPath(object);
    if (path) return writeAt(object, path, { value: targetUtilization, unit: percentText });
    throw new HeadroomError('E_CONFIG', {
      what: `the target that was decided is for CPU utilization, and this ScaledObject has no such trigger: it follows ${
        triggersOf(object)
          .map(({ type }) => type)
          .join(', ') || 'nothing'
      }`,
      where: `line ${lineOf(object, triggersPath)}`,
      fix: 'plan for the autoscaler that is in use (autoscaler.metrics of the config), or give its file',
    });
  },
  pathIn: (object) => cpuPath(object),
  type: 'string',
};

/** Triggers that know nothing of a service without replicas: KEDA's webhook refuses 0 where there are no others. */
const isOfPods = ({ type }: Trigger): boolean => type === 'cpu' || type === 'memory';

const modifiersPath: Path = ['spec', 'advanced', 'scalingModifiers'];

/** One metric that a formula makes of all triggers but those of CPU and memory: they decide through it alone. */
const compositeOf = (object: OpenDocument): Trigger | undefined => {
  const [formula, target] = ['formula', 'target'].map((key) =>
    valueIn(object.value, [...modifiersPath, key]),
  );
  if ((formula ?? '') === '') return undefined;
  return {
    type: 'composite',
    name: String(formula),
    path: modifiersPath,
    target: `target ${String(target)}`,
  };
};

/** What the HPA that KEDA makes follows beside the CPU target. */
const unfollowed = (object: OpenDocument): readonly Trigger[] => {
  const others = triggersOf(object).filter(({ path }) => cpuPath(object)?.[2] !== path[2]);
  const composite = compositeOf(object);
  return composite ? [...others.filter(isOfPods), composite] : others;
};

const otherMetrics = (object: OpenDocument): readonly OtherMetric[] =>
  unfollowed(object).map(({ type, name, target }) => ({ type, name, target }));

const triggerTraps = (object: OpenDocument): readonly Trap[] =>
  unfollowed(object).map(({ type, name, target, path }) => ({
    rule: 'metric-not-simulated',
    level: 'note',
    type,
    metric: name,
    target,
    line: lineOf(object, path),
  }));

const pauses = ['paused', 'paused-replicas', 'paused-scale-in', 'paused-scale-out'].map(
  (word) => `autoscaling.keda.sh/${word}`,
);

const pauseTraps = (object: OpenDocument): readonly Trap[] =>
  pauses
    .map((key) => ['metadata', 'annotations', key])
    .filter((path) => ![undefined, null, 'false'].includes(valueIn(object.value, path) as string))
    .map((path) => ({ rule: 'paused', level: 'warning', key: path.at(-1)!, line: lineOf(object, path) }));

const zeroPath: Path = ['spec', 'minReplicaCount'];

const zeroTraps = (object: OpenDocument, { minReplicas = 0 }: ScalingSettings): readonly Trap[] => {
  if (minReplicas > 0) return [];
  const isSaid = valueIn(object.value, zeroPath) !== undefined;
  const line = lineOf(object, isSaid ? zeroPath : ['spec']);
  if (triggersOf(object).every(isOfPods))
    return [{ rule: 'minimum-refused', level: 'error', minReplicas, least: 1, line }];
  return [{ rule: 'zero-not-simulated', level: 'note', key: zeroPath.join('.'), line }];
};

const idlePath: Path = ['spec', 'idleReplicaCount'];

/** Replicas while no trigger is active. KEDA's webhook refuses as many as the minimum. */
const idleTraps = (object: OpenDocument, { minReplicas = 0 }: ScalingSettings): readonly Trap[] => {
  const idleReplicas = readAt(object, idlePath, number);
  if (idleReplicas === undefined) return [];
  const seen = { key: idlePath.join('.'), idleReplicas, minReplicas, line: lineOf(object, idlePath) };
  return idleReplicas >= minReplicas
    ? [{ rule: 'idle-not-below-minimum', level: 'error', ...seen }]
    : [{ rule: 'idle-not-simulated', level: 'note', ...seen }];
};

/**
 * KEDA's ScaledObject, of which KEDA makes an HPA.
 * Source: https://keda.sh/docs/latest/reference/scaledobject-spec/
 */
export const scaledObject: Form = {
  name: 'scaled-object',
  isIt: (value) =>
    valueIn(value, ['kind']) === 'ScaledObject' &&
    String(valueIn(value, ['apiVersion'])).startsWith('keda.sh/'),
  fields: [
    field('minReplicas', number, ['spec', 'minReplicaCount']),
    field('maxReplicas', number, ['spec', 'maxReplicaCount']),
    cpuTarget,
    behaviorAt(behaviorPath),
  ],
  lacks: ['averageValues'],
  defaults: { minReplicas: platform.minReplicas.value, maxReplicas: platform.maxReplicas.value },
  keys: objectKeys({
    keys: {
      ...anyOf('pollingInterval', 'cooldownPeriod', 'initialCooldownPeriod', 'idleReplicaCount'),
      ...anyOf('minReplicaCount', 'maxReplicaCount'),
      scaleTargetRef: { keys: anyOf('apiVersion', 'kind', 'name', 'envSourceContainerName') },
      fallback: { keys: anyOf('failureThreshold', 'replicas', 'behavior') },
      advanced: {
        keys: {
          ...anyOf('restoreToOriginalReplicaCount'),
          horizontalPodAutoscalerConfig: { keys: { name: 'any', behavior: behaviorKeys } },
          scalingModifiers: { keys: anyOf('activationTarget', 'formula', 'metricType', 'target') },
        },
      },
      triggers: {
        items: {
          keys: anyOf('type', 'name', 'metadata', 'metricType', 'useCachedMetrics', 'authenticationRef'),
        },
      },
    },
  }),
  isTyped: true,
  serverPaths: kubernetesServerPaths,
  namePath: ['metadata', 'name'],
  otherMetrics,
  traps: (object, settings) => [
    ...zeroTraps(object, settings),
    ...idleTraps(object, settings),
    ...triggerTraps(object),
    ...pauseTraps(object),
    ...behaviorTraps(object, behaviorPath),
  ],
};
