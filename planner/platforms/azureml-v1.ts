import { centralQueue } from './balancing.ts';
import { assumed, documented } from './fact.ts';
import { wholeFrom } from './knob.ts';
import type { Platform } from './platform.ts';
import { helpPageStatusCodes } from './status-codes.ts';

const sdk = 'https://learn.microsoft.com/python/api/azureml-core/azureml.core.webservice.akswebservice';
const routing =
  'https://learn.microsoft.com/azure/machine-learning/v1/how-to-deploy-azure-kubernetes-service';

const labels = 'https://github.com/Azure/AML-Kubernetes';

const coordinator =
  'https://learn.microsoft.com/azure/machine-learning/how-to-kubernetes-inference-routing-azureml-fe';

/** How far the rule may go in one refresh; which of them it does is not public. */
export const stepLaws = ['proportional', 'oneAtATime'] as const;

/** What both generations of azureml-fe, the router of Azure ML on Kubernetes, share. */
export const azuremlFe = {
  /** All requests pass one coordinating instance for a service, which gives each to a free replica. */
  queue: {
    place: documented('router', coordinator),
    balancings: documented([centralQueue], coordinator),
    waitingPerSlotMax: assumed(null, 'a wait is limited by time; nothing is said of a length'),
    heldMax: assumed(null, 'a wait is limited by time; nothing is said of a length'),
    usualBalancing: documented('central', coordinator),
  },
  /** Where its pods are, of v1 and of v2, and what both are labelled with. */
  pods: documented({ selector: 'azuremlappname=azureml-fe', namespaces: ['default', 'azureml'] }, labels),
  /** Target of the sizing formula of Azure ML's help page where nobody sets another. */
  targetUtilization: documented(0.7, routing),
  /** The formula of the desired replicas is not published: readings of "busy replicas / total current replicas". */
  hidden: {
    stepLaw: assumed('proportional', 'ceil(used / target) at once is the natural reading'),
    denominator: assumed('current', '"total number of current replicas"'),
    sampling: assumed('instant', 'nothing is said of a mean'),
    deadband: assumed(0, 'nothing is said of one'),
  },
} as const;

/** Named once: the platform's limits, and the defaults of the knobs that set them. */
const queueWaitMs = documented(500, sdk);
const requestTimeoutMs = documented(60_000, sdk);

/**
 * Azure ML v1: AksWebservice behind azureml-fe. Names are those of the Python SDK, paths those of
 * `deploymentconfig.json`.
 */
export const azuremlV1 = {
  name: 'azureml-v1',
  queue: { ...azuremlFe.queue, waitLimitMs: queueWaitMs },
  requestTimeoutMs,
  slotsPerReplica: documented(1, sdk),
  statusCodes: helpPageStatusCodes,
  rule: documented('azureml-v1', routing),
  bounds: documented({ minReplicasLeast: 1, zeroIsNoMaximum: false }, sdk),
  knobs: {
    minReplicas: {
      name: 'autoscale_min_replicas',
      paths: [['autoScaler', 'minReplicas']],
      spelling: 'number',
      unit: 'replicas',
      default: documented(1, sdk),
      range: wholeFrom(1),
    },
    maxReplicas: {
      name: 'autoscale_max_replicas',
      paths: [['autoScaler', 'maxReplicas']],
      spelling: 'number',
      unit: 'replicas',
      default: documented(10, sdk),
      range: wholeFrom(1),
    },
    targetUtilization: {
      name: 'autoscale_target_utilization',
      paths: [['autoScaler', 'targetUtilization']],
      spelling: 'wholePercent',
      unit: 'share',
      default: azuremlFe.targetUtilization,
      range: { min: 0.01, max: null, step: 0.01 },
    },
    refreshSeconds: {
      name: 'autoscale_refresh_seconds',
      paths: [['autoScaler', 'refreshPeriodInSeconds']],
      spelling: 'number',
      unit: 'seconds',
      default: documented(1, sdk),
      range: wholeFrom(1),
    },
    slotsPerReplica: {
      name: 'replica_max_concurrent_requests',
      paths: [['maxConcurrentRequestsPerContainer']],
      spelling: 'number',
      unit: 'requests',
      default: documented(1, sdk),
      range: wholeFrom(1),
    },
    requestTimeoutMs: {
      name: 'scoring_timeout_ms',
      paths: [['scoringTimeoutMs']],
      spelling: 'number',
      unit: 'milliseconds',
      default: requestTimeoutMs,
      range: wholeFrom(1),
    },
    queueWaitMs: {
      name: 'max_request_wait_time',
      paths: [['maxQueueWaitMs']],
      spelling: 'number',
      unit: 'milliseconds',
      default: queueWaitMs,
      range: wholeFrom(1),
    },
  },
  /** "Decisions to remove replicas are conservative (around 1 minute)". */
  scaleDownHoldSeconds: documented(60, routing),
} as const satisfies Platform & Record<string, unknown>;
