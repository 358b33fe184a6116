import {
  atMaxReplicas,
  autoscalerBlind,
  decidedLate,
  neverActivated,
  scalingOff,
  waitedForDecision,
} from './autoscaler.ts';
import {
  connectionFailed,
  malformedAnswer,
  noReadyReplicas,
  notAccepted,
  platformFailed,
  redirected,
} from './by-outcome.ts';
import { replicasChangedByOthers } from './changed-by-others.ts';
import { generatorAtFault } from './generator.ts';
import { keepAliveRace } from './keep-alive-race.ts';
import { cantTell } from './no-known-cause.ts';
import { autoscalerSatisfied, minimumTooLow } from './no-need-seen.ts';
import { notYetLoaded } from './not-yet-loaded.ts';
import {
  cannotBecomeReady,
  imagePull,
  neverReady,
  replicaMissing,
  replicasStarting,
  tooFewStarting,
  unschedulable,
} from './replica-starts.ts';
import { replicaReplaced, replicasLost } from './replicas-ended.ts';
import { replicaRestarted } from './replicas-restarted.ts';
import type { Rule } from './rule.ts';
import { clientTimeout, modelSlowerThanTimeout } from './timeouts.ts';
import {
  generatorOutOfPorts,
  hostBlocked,
  modelCrashed,
  notExpected,
  rateLimited,
} from './told-by-answers.ts';

/**
 * The rules, in the order in which they are asked. The order is part of what they mean:
 *
 * 1. what an answer says itself, since it needs no inference
 * 2. what happened to a replica in that very second, since it broke requests whatever the load was
 * 3. slow by itself, in no queue
 * 4. the load generator, before anything is concluded from a queue
 * 5. what keeps replicas that are wanted from serving: the way out is known, and blocked
 * 6. what keeps the autoscaler from wanting more, from what can't decide to what need not
 * 7. what is left: documented meanings, connections, requests that nobody accepts
 */
export const rules: readonly Rule[] = [
  notExpected,
  hostBlocked,
  generatorOutOfPorts,
  modelCrashed,
  rateLimited,

  notYetLoaded,
  replicaRestarted,
  replicaReplaced,
  keepAliveRace,

  modelSlowerThanTimeout,
  clientTimeout,

  generatorAtFault,

  replicasChangedByOthers,
  unschedulable,
  imagePull,
  cannotBecomeReady,
  replicaMissing,
  replicasLost,
  neverReady,
  replicasStarting,

  neverActivated,
  scalingOff,
  autoscalerBlind,
  atMaxReplicas,
  waitedForDecision,
  autoscalerSatisfied,
  minimumTooLow,
  decidedLate,
  tooFewStarting,
  noReadyReplicas,

  platformFailed,
  connectionFailed,
  malformedAnswer,
  redirected,
  notAccepted,
  cantTell,
];
