import { requestBalancings } from './balancing.ts';
import { assumed, documented } from './fact.ts';
import { anyRange, type KnobPath, noDefault, wholeFrom } from './knob.ts';
import type { Platform } from './platform.ts';
import { commonStatusCodes } from './status-codes.ts';

const bounds = 'https://knative.dev/docs/serving/autoscaling/scale-bounds/';
const kpa = 'https://knative.dev/docs/serving/autoscaling/kpa-specific/';
const targets = 'https://knative.dev/docs/serving/autoscaling/autoscaling-targets/';
const concurrency = 'https://knative.dev/docs/serving/autoscaling/concurrency/';
const rps = 'https://knative.dev/docs/serving/autoscaling/rps-target/';
const metrics = 'https://knative.dev/docs/serving/autoscaling/autoscaling-metrics/';
const configMap = 'https://github.com/knative/serving (config/core/configmaps/autoscaler.yaml)';
const defaults = 'https://github.com/knative/serving (config/core/configmaps/defaults.yaml)';
const throttler = 'https://github.com/knative/serving (pkg/activator/net/throttler.go)';
const activator = 'https://github.com/knative/serving (pkg/activator/net/throttler.go: breakerQueueDepth)';
const istio = 'https://istio.io/latest/docs/concepts/traffic-management/#load-balancing-options';
const queueProxy = 'https://github.com/knative/serving (pkg/queue/sharedmain/main.go)';

/** An annotation of the revision template, under its name and under the older one in camel case. */
const annotation = (name: string): readonly [KnobPath, KnobPath] => {
  const older = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const path = (key: string): KnobPath => [
    'spec',
    'template',
    'metadata',
    'annotations',
    `autoscaling.knative.dev/${key}`,
  ];
  return [path(name), path(older)];
};

/** 1000 % is the most that the annotation takes: at it there is hardly any panic. */
const panicThresholdMost = 10;

/**
 * Knative Serving with the Knative Pod Autoscaler. Paths are those of a Service's revision template. The queue-proxy
 * in each pod holds what its container does not take; the activator in front holds requests only at zero and while
 * there is little capacity to spare.
 */
export const knative = {
  name: 'knative',
  queue: {
    place: documented('replica', queueProxy),
    balancings: assumed(
      requestBalancings,
      `the activator, while it is in the path, holds what no pod can take at once (containerConcurrency up to 3) or goes round the pods (${throttler}); else the ingress picks`,
    ),
    waitingPerSlotMax: documented(10, `${queueProxy}: the queue holds 10 x containerConcurrency`),
    heldMax: documented(10_000, activator),
    usualBalancing: assumed(
      'leastOfTwo',
      `the rule of Istio's gateway where nobody sets another (${istio}); other gateways go round the pods`,
    ),
    // Limited by length, not by time.
    waitLimitMs: documented(null, queueProxy),
  },
  requestTimeoutMs: documented(300_000, defaults),
  // containerConcurrency 0 is no limit at all: one is the cautious end.
  slotsPerReplica: assumed(1, concurrency),
  statusCodes: {
    ...commonStatusCodes,
    '503': documented('overload', `${queueProxy}: "pending request queue full"`),
    '504': documented('timeout', `${queueProxy}: timeoutSeconds`),
  },
  rule: documented('knative', kpa),
  bounds: documented({ minReplicasLeast: 0, zeroIsNoMaximum: true }, bounds),
  knobs: {
    minReplicas: {
      name: 'min-scale',
      paths: annotation('min-scale'),
      spelling: 'numberAsText',
      unit: 'replicas',
      default: documented(0, bounds),
      range: wholeFrom(0),
    },
    maxReplicas: {
      name: 'max-scale',
      paths: annotation('max-scale'),
      spelling: 'numberAsText',
      unit: 'replicas',
      default: documented(0, bounds),
      range: wholeFrom(0),
    },
    metric: {
      name: 'metric',
      paths: annotation('metric'),
      spelling: 'own',
      unit: 'word',
      default: documented('concurrency', metrics),
      range: anyRange,
    },
    target: {
      name: 'target',
      paths: annotation('target'),
      spelling: 'numberAsText',
      unit: 'perReplica',
      default: documented(100, concurrency),
      range: { min: 0.01, max: null, step: null },
    },
    targetUtilization: {
      name: 'target-utilization-percentage',
      paths: annotation('target-utilization-percentage'),
      spelling: 'percentAsText',
      unit: 'share',
      default: documented(0.7, targets),
      range: { min: 0.01, max: 1, step: null },
    },
    stableWindowSeconds: {
      name: 'window',
      paths: annotation('window'),
      spelling: 'duration',
      unit: 'seconds',
      default: documented(60, kpa),
      range: { min: 6, max: 3600, step: 1 },
      search: { tries: {} },
    },
    panicWindowShare: {
      name: 'panic-window-percentage',
      paths: annotation('panic-window-percentage'),
      spelling: 'percentAsText',
      unit: 'share',
      default: documented(0.1, kpa),
      range: { min: 0.01, max: 1, step: null },
      search: { tries: { panicWindow5: 0.05 } },
    },
    panicThreshold: {
      name: 'panic-threshold-percentage',
      paths: annotation('panic-threshold-percentage'),
      spelling: 'percentAsText',
      unit: 'share',
      default: documented(2, kpa),
      range: { min: 1.1, max: panicThresholdMost, step: null },
      search: { tries: {} },
    },
    scaleDownDelaySeconds: {
      name: 'scale-down-delay',
      paths: annotation('scale-down-delay'),
      spelling: 'duration',
      unit: 'seconds',
      default: documented(0, bounds),
      range: { min: 0, max: 3600, step: 1 },
      // Tried at no value of its own: all that it does is hold replicas, as panic does already.
      search: { tries: {} },
    },
    slotsPerReplica: {
      name: 'containerConcurrency',
      paths: [['spec', 'template', 'spec', 'containerConcurrency']],
      spelling: 'numberOrZeroForNone',
      unit: 'requests',
      default: noDefault(concurrency),
      range: wholeFrom(1),
    },
    requestTimeoutMs: {
      name: 'timeoutSeconds',
      paths: [['spec', 'template', 'spec', 'timeoutSeconds']],
      spelling: 'secondsOfMs',
      unit: 'milliseconds',
      default: documented(300_000, defaults),
      // max-revision-timeout-seconds of the cluster: 600 s unless its owner raises it.
      range: { min: 1000, max: null, step: 1000 },
    },
  },
  /**
   * Panic compares the replicas that the panic window asks for with those that are ready, and lets none go until the
   * stable window has passed. 6 s is the shortest stable window.
   */
  variants: {
    stableWindow20s: { stableWindowSeconds: 20, panicWindowShare: 0.2 },
    stableWindow15sHardlyPanic: { stableWindowSeconds: 15, panicThreshold: panicThresholdMost },
    stableWindow30sPanic150: { stableWindowSeconds: 30, panicThreshold: 1.5 },
  },
  /** A revision's own name, under which no other template is taken. */
  revisionName: documented(
    ['spec', 'template', 'metadata', 'name'],
    'https://github.com/knative/serving (pkg/apis/serving/v1/revision_validation.go: VerifyNameChange)',
  ),
  /** Where requests go, in % by revision; without it all go to the latest one. */
  traffic: documented(
    ['spec', 'traffic'],
    'https://github.com/knative/serving (pkg/apis/serving/v1/route_types.go: TrafficTarget)',
  ),
  /** What Knative fills into the HPA that it makes for the class `hpa`; where no metric has a target, HPA's own default. */
  hpaOfClass: {
    minReplicas: documented(
      1,
      'https://github.com/knative/serving (pkg/reconciler/autoscaling/hpa/resources/hpa.go)',
    ),
    maxReplicas: documented(
      2_147_483_647,
      'https://github.com/knative/serving (pkg/reconciler/autoscaling/hpa/resources/hpa.go): MaxInt32',
    ),
  },
  /** Target of the metric `rps`. */
  requestRateTarget: documented(200, rps),
  /** Set for the whole cluster. */
  autoscaler: {
    tickSeconds: documented(2, configMap),
    maxScaleUpRate: documented(1000, configMap),
    maxScaleDownRate: documented(2, configMap),
    scaleToZeroGraceSeconds: documented(30, configMap),
  },
} as const satisfies Platform & Record<string, unknown>;
