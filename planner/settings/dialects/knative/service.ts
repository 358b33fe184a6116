import { knative as platform } from '../../../platforms/knative.ts';
import { field } from '../../field.ts';
import { fieldsOf } from '../../fields.ts';
import { type Form, kubernetesServerPaths } from '../../form.ts';
import { podLimitTraps } from '../../limit-traps.ts';
import type { ScalingSettings } from '../../settings.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import { type Trap, trapIf } from '../../trap.ts';
import { oneOf } from '../../units.ts';
import { annotationTraps, classOf, hpaClass, isKnativeService, serviceKeys } from './annotations.ts';
import { revisionTraps } from './revision.ts';

const { knobs } = platform;

/** Knative's words for its two metrics. */
export const metricWords = oneOf({ concurrency: 'concurrency', requestRate: 'rps' });

/** A target above what a container takes at once: the container's limit counts. */
export const targetTraps = (
  object: OpenDocument,
  { metric, target = 0, slotsPerReplica = Number.POSITIVE_INFINITY }: ScalingSettings,
  path: Path,
): readonly Trap[] =>
  trapIf(metric === 'concurrency' && valueIn(object.value, path) !== undefined && target > slotsPerReplica, {
    rule: 'target-above-slots',
    level: 'warning',
    target,
    slots: slotsPerReplica,
    line: lineOf(object, path),
  });

/**
 * Knative: annotations and container limits of a Service's revision template. Rates, tick and grace period belong
 * to the whole cluster (ConfigMap config-autoscaler) and have no words here.
 */
export const knativeService: Form = {
  name: 'knative-service',
  isIt: (value) => isKnativeService(value) && classOf(value) !== hpaClass,
  fields: fieldsOf(platform, [field('metric', metricWords, ...knobs.metric.paths)]),
  keys: serviceKeys,
  isTyped: true,
  serverPaths: kubernetesServerPaths,
  namePath: ['metadata', 'name'],
  traps: (object, settings) => [
    ...annotationTraps(object),
    ...revisionTraps(object),
    ...targetTraps(object, settings, knobs.target.paths[0]),
    ...podLimitTraps(object),
  ],
};
