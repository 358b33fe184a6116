import { triggers } from '../../planner/platforms/keda.ts';
import type { ScalingObject } from '../../runs/schema/cluster-series.ts';
import { isPlainMap, type PlainMap } from '../../runs/schema/plain.ts';
import { controllerOf, type RawObject, type RawOwner } from './raw.ts';

/** Annotations that tell how something scales; all others may hold whatever their owners put there. */
const scalingPrefixes = [
  'autoscaling.keda.sh/',
  'scaledobject.keda.sh/',
  'autoscaling.knative.dev/',
  'autoscaling.alpha.kubernetes.io/',
  'serving.kserve.io/',
];

const scalingAnnotations = (raw: RawObject): Record<string, string> =>
  Object.fromEntries(
    Object.entries(raw.metadata?.annotations ?? {}).filter(([key]) =>
      scalingPrefixes.some((prefix) => key.startsWith(prefix)),
    ),
  );

/** What a trigger of KEDA may say without giving away a secret: some hold a connection string or a password as plain text. */
const openWords: ReadonlySet<string> = new Set([
  'type',
  ...triggers.targetKeys.value,
  'activationThreshold',
  'activationValue',
  'activationQueueLength',
  'start',
  'end',
  'timezone',
  'containerName',
]);

const onlyOpen = (metadata: unknown): PlainMap =>
  Object.fromEntries(
    Object.entries(isPlainMap(metadata) ? metadata : {}).filter(([key]) => openWords.has(key)),
  );

const openTrigger = (trigger: unknown): unknown => {
  if (!isPlainMap(trigger)) return {};
  const { type, name, metricType, useCachedMetrics, metadata } = trigger;
  return { type, name, metricType, useCachedMetrics, metadata: onlyOpen(metadata) };
};

/** A spec without what may be secret. */
const openSpec = (spec: PlainMap): PlainMap =>
  Array.isArray(spec['triggers']) ? { ...spec, triggers: spec['triggers'].map(openTrigger) } : spec;

const refOf = ({ apiVersion = '', kind = '', name = '' }: RawOwner): ScalingObject['target'] => ({
  apiVersion,
  kind,
  name,
});

/** The add-on of KEDA took the name of the Deployment alone before it had a reference. */
const targetOf = (spec: PlainMap): ScalingObject['target'] => {
  const target = spec['scaleTargetRef'];
  if (!isPlainMap(target)) return null;
  const {
    apiVersion = 'apps/v1',
    kind = 'Deployment',
    name = target['deployment'],
  } = target as RawOwner & PlainMap;
  return typeof name === 'string' ? { apiVersion, kind, name } : null;
};

/**
 * How an object of the API says that a service is to scale: its spec as it stands there, so that whoever reads a file reads
 * this too.
 */
export const toScalingObject = (
  raw: RawObject & { readonly spec?: object },
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): ScalingObject => {
  const spec = openSpec((raw.spec ?? {}) as PlainMap);
  const maker = controllerOf(raw);
  return {
    apiVersion,
    kind,
    madeBy: maker && refOf(maker),
    target: targetOf(spec),
    annotations: scalingAnnotations(raw),
    // A round trip takes out what has no value.
    spec: JSON.parse(JSON.stringify(spec)) as Record<string, unknown>,
  };
};
