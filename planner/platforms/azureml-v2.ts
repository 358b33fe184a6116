import { azuremlFe } from './azureml-v1.ts';
import { assumed, documented } from './fact.ts';
import { wholeFrom } from './knob.ts';
import type { Platform } from './platform.ts';
import { commonStatusCodes } from './status-codes.ts';

const yaml = 'https://learn.microsoft.com/azure/machine-learning/reference-yaml-deployment-kubernetes-online';
const codes =
  'https://learn.microsoft.com/azure/machine-learning/how-to-troubleshoot-online-endpoints#http-status-codes';
const routing =
  'https://learn.microsoft.com/azure/machine-learning/how-to-kubernetes-inference-routing-azureml-fe';

/** Named once: the platform's limits, and the defaults of the knobs that set them. */
const queueWaitMs = documented(500, yaml);
const requestTimeoutMs = documented(5_000, yaml);

/** Azure ML v2: a Kubernetes online endpoint behind azureml-fe-v2. Names and paths are those of its deployment YAML. */
export const azuremlV2 = {
  name: 'azureml-v2',
  queue: { ...azuremlFe.queue, waitLimitMs: queueWaitMs },
  requestTimeoutMs,
  slotsPerReplica: documented(1, yaml),
  statusCodes: {
    ...commonStatusCodes,
    '500': documented('platformFailed', codes),
    '502': documented('modelFailed', codes),
    '503': documented('overload', codes),
    '504': documented('timeout', codes),
  },
  rule: documented('azureml-v2', routing),
  bounds: assumed(
    { minReplicasLeast: 1, zeroIsNoMaximum: false },
    'as in v1; the YAML reference gives no least',
  ),
  knobs: {
    minReplicas: {
      name: 'min_instances',
      paths: [['scale_settings', 'min_instances']],
      spelling: 'number',
      unit: 'replicas',
      default: documented(1, yaml),
      range: wholeFrom(1),
    },
    maxReplicas: {
      name: 'max_instances',
      paths: [['scale_settings', 'max_instances']],
      spelling: 'number',
      unit: 'replicas',
      // Not 10 as in v1: quota is reserved for every one of them.
      default: documented(1, yaml),
      range: wholeFrom(1),
    },
    targetUtilization: {
      name: 'target_utilization_percentage',
      paths: [['scale_settings', 'target_utilization_percentage']],
      spelling: 'wholePercent',
      unit: 'share',
      default: azuremlFe.targetUtilization,
      range: { min: 0.01, max: null, step: 0.01 },
    },
    refreshSeconds: {
      name: 'polling_interval',
      paths: [['scale_settings', 'polling_interval']],
      spelling: 'number',
      unit: 'seconds',
      default: documented(1, yaml),
      range: wholeFrom(1),
    },
    slotsPerReplica: {
      name: 'max_concurrent_requests_per_instance',
      paths: [['request_settings', 'max_concurrent_requests_per_instance']],
      spelling: 'number',
      unit: 'requests',
      default: documented(1, yaml),
      range: wholeFrom(1),
    },
    requestTimeoutMs: {
      name: 'request_timeout_ms',
      paths: [['request_settings', 'request_timeout_ms']],
      spelling: 'number',
      unit: 'milliseconds',
      default: requestTimeoutMs,
      // The quota page of Azure ML: 300 s for an endpoint on Kubernetes.
      range: { min: 1, max: 300_000, step: 1 },
    },
    queueWaitMs: {
      name: 'max_queue_wait_ms',
      paths: [['request_settings', 'max_queue_wait_ms']],
      spelling: 'number',
      unit: 'milliseconds',
      default: queueWaitMs,
      range: wholeFrom(1),
    },
  },
  /** "Around 20 times of the scale up refresh interval". */
  scaleDownHoldRefreshes: documented(20, routing),
  /** Above this deployments have been refused with "Invalid value provided for Timeout Seconds for Probe". */
  requestTimeoutMsRefused: assumed(150_000, 'https://github.com/Azure/azure-sdk-for-python/issues/33660'),
} as const satisfies Platform & Record<string, unknown>;
