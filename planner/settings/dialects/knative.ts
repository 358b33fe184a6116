import { knative as platform } from '../../platforms/knative.ts';
import { createDialect } from '../dialect.ts';
import { field } from '../field.ts';
import { fieldsOf } from '../fields.ts';
import { valueIn } from '../text/edit.ts';
import { trapIf } from '../trap.ts';
import { oneOf } from '../units.ts';

const { knobs } = platform;

const metric = field(
  'metric',
  oneOf({ concurrency: 'concurrency', requestRate: 'rps' }),
  ...knobs.metric.paths,
);

const isTargetSaid = (document: unknown): boolean => valueIn(document, knobs.target.paths[0]) !== undefined;

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
  fields: fieldsOf(platform, [metric]),
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
