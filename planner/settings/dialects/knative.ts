import { createDialect } from '../dialect.ts';
import { field } from '../field.ts';
import { type Path, valueIn } from '../text/edit.ts';
import { trapIf } from '../trap.ts';
import { asText, duration, msInSeconds, number, oneOf, percent, type Unit } from '../units.ts';

/** An annotation of the revision template, under its name and under the older one in camel case. */
const annotation = (name: string): readonly [Path, Path] => {
  const older = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const path = (key: string): Path => [
    'spec',
    'template',
    'metadata',
    'annotations',
    `autoscaling.knative.dev/${key}`,
  ];
  return [path(name), path(older)];
};

const isTargetSaid = (document: unknown): boolean => valueIn(document, annotation('target')[0]) !== undefined;

/** 0 stands for no limit, which is to say nothing about slots. */
const slots: Unit<number> = { ...number, read: (raw) => (raw === 0 ? null : number.read(raw)) };

/**
 * Knative: annotations and container limits of a Service's revision template. Rates, tick and grace period belong
 * to the whole cluster (ConfigMap config-autoscaler) and have no words here.
 * Sources: https://knative.dev/docs/serving/autoscaling/ and https://knative.dev/docs/serving/reference/serving-api/
 */
export const knative = createDialect({
  name: 'knative',
  fileName: 'service.yaml',
  format: 'yaml',
  isIt: (document) =>
    valueIn(document, ['kind']) === 'Service' &&
    String(valueIn(document, ['apiVersion'])).startsWith('serving.knative.dev/'),
  fields: [
    field('minReplicas', asText(number), ...annotation('min-scale')),
    field('maxReplicas', asText(number), ...annotation('max-scale')),
    field('metric', oneOf({ concurrency: 'concurrency', requestRate: 'rps' }), ...annotation('metric')),
    field('target', asText(number), ...annotation('target')),
    field('targetUtilization', asText(percent), ...annotation('target-utilization-percentage')),
    field('stableWindowSeconds', duration, ...annotation('window')),
    field('panicWindowShare', asText(percent), ...annotation('panic-window-percentage')),
    field('panicThreshold', asText(percent), ...annotation('panic-threshold-percentage')),
    field('scaleDownDelaySeconds', duration, ...annotation('scale-down-delay')),
    field('slotsPerReplica', slots, ['spec', 'template', 'spec', 'containerConcurrency']),
    field('requestTimeoutMs', msInSeconds, ['spec', 'template', 'spec', 'timeoutSeconds']),
  ],
  traps: (document, { metric, target = 0, slotsPerReplica = Number.POSITIVE_INFINITY }) =>
    trapIf(metric === 'concurrency' && isTargetSaid(document) && target > slotsPerReplica, {
      rule: 'target-above-slots',
      level: 'warning',
      target,
      slots: slotsPerReplica,
    }),
  template: `apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: scoring # your name for it
spec:
  template:
    metadata:
      annotations:
        autoscaling.knative.dev/class: kpa.autoscaling.knative.dev
    spec:
      containers:
        - image: registry.example.com/scoring # your image
`,
});
