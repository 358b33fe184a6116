import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { CauseKind } from '../../runs/schema/result.ts';

/** What is known of one second in which requests ended in one particular outcome. null: unknown. */
export type FailedSecond = {
  readonly outcome: string;
  readonly desired: number | null;
  readonly ready: number | null;
  readonly pending: number | null;
  readonly maxReplicas: number | null;
  /** The autoscaler asked for more replicas at some later second of the run. */
  readonly raisedLater: boolean;
  /** A pod could not be placed on any node in this second. */
  readonly unschedulable: boolean;
};

/** Failure of a request without an HTTP answer, by its class. */
const withoutAnswer: Readonly<Record<string, CauseKind>> = {
  timeout: 'clientTimeout',
  blocked: 'hostBlocked',
  refused: 'connectionFailed',
  reset: 'connectionFailed',
  dns: 'connectionFailed',
  tls: 'connectionFailed',
  dial: 'connectionFailed',
  other: 'connectionFailed',
};

/**
 * Why the router turned requests away (503). The order matters: what blocks the way out comes before what is slow,
 * and starting replicas before the limit, since a limit that is not yet reached is no cause.
 */
const causeOf503 = (second: FailedSecond): CauseKind => {
  const { desired, ready, pending, maxReplicas } = second;
  if (ready === null) return 'overloadedClusterUnknown';
  if (second.unschedulable) return 'unschedulable';
  if (ready === 0) return 'noReadyReplicas';
  if ((pending ?? 0) > 0 || (desired !== null && desired > ready)) return 'replicasStarting';
  if (desired !== null && maxReplicas !== null && desired >= maxReplicas) return 'atMaxReplicas';
  return second.raisedLater ? 'waitingForDecision' : 'autoscalerSatisfied';
};

/**
 * The cause of the requests of one second that ended in one outcome, by the platform's own account of its status
 * codes (Azure ML, "Troubleshoot remote model deployment": 502 run() failed, 503 no free replica, 504 timeout).
 */
export const causeOf = (second: FailedSecond): CauseKind => {
  if (second.outcome === '503') return causeOf503(second);
  if (second.outcome === '504' || second.outcome === '408') return 'modelSlowerThanTimeout';
  if (second.outcome === '502' || second.outcome === '500') return 'modelCrashed';
  return withoutAnswer[second.outcome] ?? 'notAccepted';
};

/** Facts that the sentences and remedies draw on. */
export type CauseContext = {
  readonly outcome: string;
  readonly requests: number;
  readonly seconds: number;
  readonly policy: PolicySettings | null;
  readonly startupLagSeconds: number | null;
  readonly peakReady: number | null;
  readonly requestTimeoutMs: number;
};

type Words = {
  readonly title: string;
  readonly why: (context: CauseContext) => string;
  readonly remedy: (context: CauseContext) => string;
};

const lagText = ({ startupLagSeconds }: CauseContext): string =>
  startupLagSeconds === null ? 'start-up lag unknown' : `start-up lag ${startupLagSeconds.toFixed(1)} s`;

const minReplicasName: Readonly<Record<string, string>> = {
  'azureml-v1': 'autoscale_min_replicas',
  'azureml-v2': 'min_instances',
  hpa: 'minReplicas',
  'keda-http': 'minReplicas',
  knative: 'min-scale',
  fixed: 'the replica count',
};

const maxReplicasName: Readonly<Record<string, string>> = {
  ...minReplicasName,
  'azureml-v1': 'autoscale_max_replicas',
  'azureml-v2': 'max_instances',
  hpa: 'maxReplicas',
  'keda-http': 'maxReplicas',
  knative: 'max-scale',
};

const named = (
  names: Readonly<Record<string, string>>,
  { policy }: CauseContext,
  otherwise: string,
): string => (policy && names[policy.kind]) ?? otherwise;

const raiseMin = (context: CauseContext): string =>
  `raise ${named(minReplicasName, context, 'the minimum of replicas')}: only replicas that are already warm serve a step`;

/** Every cause in words: a title, the reason with its numbers, and the knob that helps. */
export const causeWords: Readonly<Record<CauseKind, Words>> = {
  waitingForDecision: {
    title: 'the autoscaler had not reacted yet',
    why: () => 'all ready replicas were busy and no new one had been asked for yet',
    remedy: raiseMin,
  },
  replicasStarting: {
    title: 'new replicas were still starting',
    why: (context) => `new replicas had been asked for and were still starting (${lagText(context)})`,
    remedy: (context) => `${raiseMin(context)}, or shorten the start (smaller image, faster init())`,
  },
  atMaxReplicas: {
    title: 'the autoscaler was at its maximum',
    why: ({ peakReady }) =>
      `all ${peakReady ?? ''} replicas that the settings allow were ready and busy`.replace('  ', ' '),
    remedy: (context) => `raise ${named(maxReplicasName, context, 'the maximum of replicas')}`,
  },
  autoscalerSatisfied: {
    title: 'the autoscaler saw no need for more replicas',
    why: () => 'utilization stayed below the target while requests waited longer than the queue allows',
    remedy: () => 'lower the target utilization, or raise the queue wait limit',
  },
  noReadyReplicas: {
    title: 'no replica was ready',
    why: () => 'not one replica was ready to take a request',
    remedy: () =>
      'look at the pods: init() failing (CrashLoopBackOff), image pull, readiness probe; keep a minimum of one',
  },
  unschedulable: {
    title: 'new replicas fitted on no node',
    why: () => 'pods were waiting for a node with room',
    remedy: () =>
      'add nodes or let the cluster autoscaler do it, or lower the CPU, memory or GPU request of a replica',
  },
  modelSlowerThanTimeout: {
    title: 'the model was slower than the timeout',
    why: () => 'requests took longer than the platform waits for an answer',
    remedy: () => 'raise the scoring timeout, or make run() faster',
  },
  modelCrashed: {
    title: 'run() failed',
    why: () => 'the replica closed the connection or run() raised an exception',
    remedy: () => 'look at the container log for the exception; check memory (OOMKilled) and restarts',
  },
  clientTimeout: {
    title: 'the client gave up',
    why: ({ requestTimeoutMs }) => `no answer within the ${requestTimeoutMs / 1000} s that the client waits`,
    remedy: () => 'keep the client timeout above the platform timeout, so that its 504 tells what happened',
  },
  connectionFailed: {
    title: 'no connection',
    why: ({ outcome }) => `the connection failed (${outcome})`,
    remedy: () => 'check that the endpoint is up and reachable, its name and its certificate',
  },
  hostBlocked: {
    title: 'the host is not allowed',
    why: () => 'the scenario asked for a host outside safety.allowedHosts: nothing was sent',
    remedy: () => 'add the host to safety.allowedHosts, or correct the scenario',
  },
  notAccepted: {
    title: 'the endpoint refused the request',
    why: ({ outcome }) => `the endpoint answered ${outcome}`,
    remedy: () => 'check the payload, the key and the path',
  },
  overloadedClusterUnknown: {
    title: 'more load than replicas could take',
    why: () => 'the router had no free replica; how many there were is unknown without cluster access',
    remedy: () => 'add `cluster` to the config to see what the replicas did',
  },
};
