import { connectionBalancings, requestBalancings } from './balancing.ts';
import { assumed, documented } from './fact.ts';
import { anyRange, noDefault, wholeFrom } from './knob.ts';
import type { Platform } from './platform.ts';
import { commonStatusCodes } from './status-codes.ts';

const concept = 'https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/';
const api =
  'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/';
const flags = 'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/';
const source =
  'https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/controller/podautoscaler/horizontal.go';
const metricsServer = 'https://github.com/kubernetes-sigs/metrics-server';
const service = 'https://kubernetes.io/docs/reference/networking/virtual-ips/';

/** More pods than any plan has: an HPA knows no rule without a limit. */
export const unlimitedPods = 10_000;

const syncPeriodSeconds = documented(15, flags);

/** At each sync of the controller as many pods as it asks for. */
const withoutLimit = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [{ type: 'Pods', value: unlimitedPods, periodSeconds: syncPeriodSeconds.value }],
} as const;

/**
 * A Deployment behind a plain Service, with a HorizontalPodAutoscaler or none. A Service spreads connections over the
 * ready pods and keeps no queue: requests wait at the pod that they were sent to. It has no timeout and answers
 * nothing itself: status codes come from the application, or from an ingress in front.
 */
export const kubernetes = {
  name: 'kubernetes',
  queue: {
    place: documented('replica', service),
    balancings: assumed(
      [...connectionBalancings, ...requestBalancings],
      `a Service alone picks a pod by chance for each connection (${service}); an ingress or a mesh in front picks one for each request, by a rule of its own, and some keep a queue`,
    ),
    waitingPerSlotMax: assumed(null, 'how many requests a pod lets wait is its own affair'),
    heldMax: assumed(null, 'a Service without a ready pod holds nothing; what is in front may'),
    usualBalancing: assumed('central', 'the reading that asks nothing of the balancer'),
    waitLimitMs: assumed(
      null,
      `a Service keeps no queue (${service}); what stands in front of it may have a limit`,
    ),
  },
  requestTimeoutMs: assumed(null, `a Service has none (${service}); what stands in front of it may have one`),
  slotsPerReplica: assumed(
    1,
    'no limit is documented: how many requests a pod runs at once is its own affair',
  ),
  statusCodes: commonStatusCodes,
  rule: assumed(null, 'a Deployment may have any autoscaler or none'),
  // 0 needs an Object or External metric, of which no policy here can make use.
  bounds: documented({ minReplicasLeast: 1, zeroIsNoMaximum: false }, api),
  knobs: {
    minReplicas: {
      name: 'minReplicas',
      paths: [['spec', 'minReplicas']],
      spelling: 'number',
      unit: 'replicas',
      default: documented(1, api),
      range: wholeFrom(1),
    },
    maxReplicas: {
      name: 'maxReplicas',
      paths: [['spec', 'maxReplicas']],
      spelling: 'number',
      unit: 'replicas',
      default: noDefault(api),
      range: wholeFrom(1),
    },
    targetUtilization: {
      name: 'averageUtilization',
      paths: [['spec', 'metrics']],
      spelling: 'own',
      unit: 'share',
      default: documented(
        0.8,
        `${api}: "If not set, the default metric will be set to 80% average CPU utilization"`,
      ),
      range: { min: 0.01, max: null, step: 0.01 },
    },
    averageValues: {
      name: 'averageValue',
      paths: [['spec', 'metrics']],
      spelling: 'own',
      unit: 'perReplica',
      default: noDefault(api),
      range: anyRange,
    },
    behavior: {
      name: 'behavior',
      paths: [['spec', 'behavior']],
      spelling: 'own',
      unit: 'rules',
      default: noDefault(api),
      range: anyRange,
      search: { tries: {} },
    },
  },
  /** Source: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/#configurable-scaling-behavior */
  variants: {
    scaleUpUnlimited: { scaleUp: withoutLimit },
    scaleDownAfter60s: { scaleDown: { stabilizationWindowSeconds: 60 } },
    scaleUpUnlimitedDownAfter60s: {
      scaleUp: withoutLimit,
      scaleDown: { stabilizationWindowSeconds: 60 },
    },
    scaleDownAfter10min: { scaleDown: { stabilizationWindowSeconds: 600 } },
  },
  /** `spec.behavior` where it says nothing. */
  behavior: documented(
    {
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [
          { type: 'Percent', value: 100, periodSeconds: 15 },
          { type: 'Pods', value: 4, periodSeconds: 15 },
        ],
      },
      scaleDown: {
        stabilizationWindowSeconds: 300,
        selectPolicy: 'Max',
        policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
      },
    },
    `${concept}#default-behavior`,
  ),
  /** Greatest values of the fields of `spec.behavior`. */
  behaviorMax: documented({ stabilizationWindowSeconds: 3600, periodSeconds: 1800 }, api),
  /** What hands the usage of pods to the controller. */
  metricsServer: {
    resolutionSeconds: documented(15, `${metricsServer}#installation`),
    /** A container is first read when it has run for something between the two; two readings make a sample. */
    firstReadingAfterSeconds: assumed(
      10,
      'in the recorded syncs of test/fixtures/hpa-histories pods were first read 10 to 17 s after their start',
    ),
    firstReadingAtLatestSeconds: assumed(
      17,
      'in the recorded syncs of test/fixtures/hpa-histories pods were first read 10 to 17 s after their start',
    ),
    sampleAgeSeconds: assumed(
      15,
      'half a resolution on average, and the kubelet reads usage every 10 to 20 s itself',
    ),
  },
  /** Set for the whole cluster. */
  controller: {
    syncPeriodSeconds,
    tolerance: documented(0.1, flags),
    /** Without `spec.behavior`: at most `factor` times the replicas at each sync, but `least` from very few. */
    limitWithoutBehavior: documented({ factor: 2, least: 4 }, source),
    initialReadinessDelaySeconds: documented(30, flags),
    cpuInitializationPeriodSeconds: documented(300, flags),
  },
} as const satisfies Platform & Record<string, unknown>;
