import { connectionBalancings, requestBalancings } from './balancing.ts';
import { assumed, documented } from './fact.ts';
import { anyRange, wholeFrom } from './knob.ts';
import type { Platform } from './platform.ts';
import { commonStatusCodes } from './status-codes.ts';

const types =
  'https://github.com/kedacore/http-add-on (operator/apis/http/v1alpha1/httpscaledobject_types.go)';
const timeouts = 'https://github.com/kedacore/http-add-on (interceptor/config/timeouts.go)';
const interceptor = 'https://github.com/kedacore/http-add-on (interceptor/proxy_handlers.go)';
const scaledObject = 'https://keda.sh/docs/latest/reference/scaledobject-spec/';

const metricPath = (metric: 'concurrency' | 'requestRate', key: string) =>
  ['spec', 'scalingMetric', metric, key] as const;

/**
 * KEDA with its HTTP add-on: an HTTPScaledObject. The interceptor holds requests while no replica is ready; beyond
 * that it passes them on to the Service, so they wait at the replicas.
 */
export const kedaHttp = {
  name: 'keda-http',
  queue: {
    place: documented('replica', interceptor),
    balancings: assumed(
      [...connectionBalancings, ...requestBalancings],
      `the interceptor sends requests to the Service over connections that it keeps (${interceptor}); a mesh may pick a pod for each`,
    ),
    waitingPerSlotMax: assumed(null, 'how many requests a pod lets wait is its own affair'),
    heldMax: assumed(null, 'the interceptor holds requests; no limit of their number was found'),
    usualBalancing: assumed('central', 'the reading that asks nothing of the balancer'),
    waitLimitMs: documented(null, `${timeouts}: the wait for a ready replica has no limit`),
  },
  requestTimeoutMs: documented(300_000, timeouts),
  slotsPerReplica: assumed(
    1,
    'no limit is documented: how many requests a pod runs at once is its own affair',
  ),
  statusCodes: {
    ...commonStatusCodes,
    '502': documented('replicaUnreachable', interceptor),
    '504': documented('timeout', interceptor),
  },
  rule: documented('keda-http', types),
  bounds: documented({ minReplicasLeast: 0, zeroIsNoMaximum: false }, types),
  knobs: {
    minReplicas: {
      name: 'replicas.min',
      paths: [['spec', 'replicas', 'min']],
      spelling: 'number',
      unit: 'replicas',
      default: documented(0, types),
      range: wholeFrom(0),
    },
    maxReplicas: {
      name: 'replicas.max',
      paths: [['spec', 'replicas', 'max']],
      spelling: 'number',
      unit: 'replicas',
      default: documented(100, types),
      range: wholeFrom(1),
    },
    metric: {
      name: 'scalingMetric',
      paths: [['spec', 'scalingMetric']],
      spelling: 'own',
      unit: 'word',
      default: documented('concurrency', types),
      range: anyRange,
    },
    targetValue: {
      name: 'targetValue',
      paths: [
        metricPath('concurrency', 'targetValue'),
        metricPath('requestRate', 'targetValue'),
        ['spec', 'targetPendingRequests'],
      ],
      spelling: 'own',
      unit: 'perReplica',
      default: documented(100, types),
      range: wholeFrom(1),
    },
    windowSeconds: {
      name: 'requestRate.window',
      paths: [metricPath('requestRate', 'window')],
      spelling: 'own',
      unit: 'seconds',
      default: documented(60, types),
      range: anyRange,
      search: { tries: { rateOver30s: 30, rateOver15s: 15 }, onlyWithMetric: 'requestRate' },
    },
    granularitySeconds: {
      name: 'requestRate.granularity',
      paths: [metricPath('requestRate', 'granularity')],
      spelling: 'own',
      unit: 'seconds',
      default: documented(1, types),
      range: anyRange,
    },
    cooldownSeconds: {
      name: 'scaledownPeriod',
      paths: [['spec', 'scaledownPeriod']],
      spelling: 'number',
      unit: 'seconds',
      default: documented(300, types),
      range: wholeFrom(0),
    },
    requestTimeoutMs: {
      name: 'timeouts.responseHeader',
      paths: [['spec', 'timeouts', 'responseHeader']],
      spelling: 'durationOfMs',
      unit: 'milliseconds',
      default: documented(300_000, timeouts),
      range: anyRange,
    },
  },
  /** The HPA that KEDA owns starts the first replica above this. */
  activationValue: documented(0, scaledObject),
} as const satisfies Platform & Record<string, unknown>;
