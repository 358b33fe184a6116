import { anyOf, type KnownKeys, metadataKeys, objectKeys, strayAnnotations } from '../../known-keys.ts';
import { lineOf, type OpenDocument, type Path, valueIn } from '../../text/edit.ts';
import type { Trap } from '../../trap.ts';

const prefix = 'autoscaling.knative.dev/';

/** The class whose autoscaler is an HPA. */
export const hpaClass = 'hpa.autoscaling.knative.dev';

/** Where Knative reads a revision's autoscaling annotations. */
const templateAnnotations: Path = ['spec', 'template', 'metadata', 'annotations'];

const serviceAnnotations: Path = ['metadata', 'annotations'];

/** https://github.com/knative/serving (pkg/apis/autoscaling/register.go) */
const names = [
  'class',
  'min-scale',
  'max-scale',
  'initial-scale',
  'activation-scale',
  'scale-down-delay',
  'metric',
  'metric-aggregation-algorithm',
  'target',
  'target-utilization-percentage',
  'target-burst-capacity',
  'scale-to-zero-pod-retention-period',
  'window',
  'panic-window-percentage',
  'panic-threshold-percentage',
];

/** Each name, and the older one in camel case. */
const known = names.flatMap((name) => [
  ...new Set([name, name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())]),
]);

/** Whether a value is a Service of Knative, not one of Kubernetes. */
export const isKnativeService = (value: unknown): boolean =>
  valueIn(value, ['kind']) === 'Service' &&
  String(valueIn(value, ['apiVersion'])).startsWith('serving.knative.dev/');

/** The class of the autoscaler that a Service names; undefined: the cluster's default. */
export const classOf = (value: unknown): unknown =>
  valueIn(value, [...templateAnnotations, `${prefix}class`]);

/** The keys of a Knative Service. A revision's spec is that of a pod, with a few more. */
export const serviceKeys: KnownKeys = objectKeys({
  keys: {
    traffic: 'any',
    template: {
      keys: {
        metadata: metadataKeys,
        spec: {
          keys: anyOf('containerConcurrency', 'timeoutSeconds', 'idleTimeoutSeconds', 'containers'),
          isOpen: true,
        },
      },
    },
  },
});

/** Annotations of autoscaling at a path, as traps: they count on the revision's template only. */
const misplacedAt = (object: OpenDocument, path: Path): readonly Trap[] =>
  Object.keys(valueIn(object.value, path) ?? {})
    .filter((key) => key.startsWith(prefix))
    .map((key) => ({
      rule: 'misplaced-key',
      level: 'error',
      key: [...path, key].join('.'),
      belongs: [...templateAnnotations, key].join('.'),
      line: lineOf(object, [...path, key]),
    }));

/** Misspelt annotations, and those that stand where Knative does not read them. */
export const annotationTraps = (object: OpenDocument): readonly Trap[] => [
  ...misplacedAt(object, serviceAnnotations),
  ...strayAnnotations(object, templateAnnotations, { prefix, known, current: names }),
];

/** Misspelt annotations at a place of another object, which hands them on to the revision. */
export const handedOnTraps = (object: OpenDocument, path: Path): readonly Trap[] =>
  strayAnnotations(object, path, { prefix, known, current: names });
