import { scaledObject as platform } from '../../../platforms/keda.ts';
import { type Field, field, readAt, writeAt } from '../../field.ts';
import { type Form, kubernetesServerPaths } from '../../form.ts';
import { anyOf, objectKeys } from '../../known-keys.ts';
import type { OtherMetric, ScalingSettings } from '../../settings.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import { type Trap, trapIf } from '../../trap.ts';
import { asText, number, wholePercent } from '../../units.ts';
import { behaviorAt, behaviorKeys, behaviorTraps } from './behavior.ts';
import { notSimulatedTrap } from './metric-words.ts';
import { noSuchMetric, otherTargetsField } from './other-targets.ts';
import { cpuTriggerOf, isOfPods, otherTriggersOf, triggersOf, triggersPath } from './triggers.ts';

const behaviorPath: Path = ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior'];
const percentText = asText(wholePercent);
const numberText = asText(number);

/** All that the HPA follows, for messages. */
const followedIn = (object: OpenDocument): readonly string[] =>
  triggersOf(object).map(({ type, target }) => [type, target].filter(Boolean).join(' '));

const inMessages = { listPath: triggersPath, objectName: 'ScaledObject', followedIn };

const cpuPath = (object: OpenDocument): Path | undefined => {
  const cpu = cpuTriggerOf(object);
  return cpu && [...cpu.path, 'metadata', 'value'];
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
    throw noSuchMetric(object, 'CPU utilization', inMessages);
  },
  pathIn: (object) => cpuPath(object),
  type: 'string',
};

const otherTargets = otherTargetsField({
  ...inMessages,
  placesIn: (object) =>
    otherTriggersOf(object).map(({ hpaName, targetType, targetPath }) => ({
      name: hpaName,
      targetType,
      path: targetPath,
      unit: targetType === 'Utilization' ? percentText : numberText,
    })),
});

const otherMetrics = (object: OpenDocument): readonly OtherMetric[] =>
  otherTriggersOf(object).map(({ type, name, hpaName, target }) => ({ type, name, hpaName, target }));

const triggerTraps = (object: OpenDocument): readonly Trap[] =>
  otherTriggersOf(object).map((trigger) => notSimulatedTrap(trigger, lineOf(object, trigger.path)));

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
  const place = isSaid ? { line: lineOf(object, zeroPath) } : {};
  if (triggersOf(object).every(isOfPods))
    return [{ rule: 'minimum-refused', level: 'error', minReplicas, least: 1, ...place }];
  return [{ rule: 'zero-not-simulated', level: 'note', key: zeroPath.join('.'), isSaid, ...place }];
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

const fallbackPath: Path = ['spec', 'fallback', 'replicas'];

/** Replicas while a trigger has no value. They reach the HPA as a metric, so its maximum ends them. */
const fallbackTraps = (
  object: OpenDocument,
  { maxReplicas = platform.maxReplicas.value }: ScalingSettings,
): readonly Trap[] => {
  const replicas = readAt(object, fallbackPath, number);
  const key = fallbackPath.join('.');
  return trapIf(replicas !== undefined && replicas > maxReplicas, {
    rule: 'fallback-above-maximum',
    level: 'warning',
    key,
    replicas: replicas ?? 0,
    maxReplicas,
    line: lineOf(object, fallbackPath),
  });
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
    otherTargets,
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
    ...fallbackTraps(object, settings),
    ...triggerTraps(object),
    ...pauseTraps(object),
    ...behaviorTraps(object, behaviorPath),
  ],
};
