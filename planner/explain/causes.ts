import type { CauseKind } from '../../runs/schema/findings.ts';
import { isUnexpected } from '../../runs/schema/load-series.ts';
import { meaningOf } from '../platforms/index.ts';
import type { Platform, StatusMeaning } from '../platforms/platform.ts';

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
 * Why requests were turned away. The order matters: what blocks the way out comes before what is slow,
 * and starting replicas before the limit, since a limit that is not yet reached is no cause.
 */
const causeOfOverload = (second: FailedSecond): CauseKind => {
  const { desired, ready, pending, maxReplicas } = second;
  if (ready === null) return 'cantTell';
  if (second.unschedulable) return 'unschedulable';
  if (ready === 0) return 'noReadyReplicas';
  if ((pending ?? 0) > 0 || (desired !== null && desired > ready)) return 'replicasStarting';
  if (desired !== null && maxReplicas !== null && desired >= maxReplicas) return 'atMaxReplicas';
  return second.raisedLater ? 'waitingForDecision' : 'autoscalerSatisfied';
};

const causeOfMeaning: Readonly<Record<Exclude<StatusMeaning, 'overload'>, CauseKind>> = {
  timeout: 'modelSlowerThanTimeout',
  modelFailed: 'modelCrashed',
  replicaUnreachable: 'cantTell',
  platformFailed: 'platformFailed',
};

/**
 * The cause of the requests of one second that ended in one outcome, by the platform's own account of its status
 * codes: a 502 speaks of run() where azureml-fe says so, and of a connection where an ingress does.
 */
export const causeOf = (platform: Platform, second: FailedSecond): CauseKind => {
  if (isUnexpected(second.outcome)) return 'notExpected';
  const meaning = meaningOf(platform, second.outcome);
  if (meaning === undefined) return withoutAnswer[second.outcome] ?? 'notAccepted';
  return meaning === 'overload' ? causeOfOverload(second) : causeOfMeaning[meaning];
};
