import type { CauseKind } from '../../runs/schema/result.ts';

/** What is known of one second in which requests ended in one particular outcome. null: unknown. */
type FailedSecond = {
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
