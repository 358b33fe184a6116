import { autoscalerSatisfied, minimumTooLow } from './demand.ts';
import { replicaReplaced, replicasLost } from './ended.ts';
import { replicaRestarted } from './losses.ts';
import { replicasChangedByOthers } from './others.ts';
import { keepAliveRace } from './race.ts';
import {
  cantTell,
  connectionFailed,
  generatorAtFault,
  malformedAnswer,
  noReadyReplicas,
  notAccepted,
  platformFailed,
  redirected,
} from './rest.ts';
import type { Rule } from './rule.ts';
import { generatorOutOfPorts, hostBlocked, modelCrashed, notExpected, rateLimited } from './said.ts';
import {
  atMaxReplicas,
  autoscalerBlind,
  decidedLate,
  neverActivated,
  scalingOff,
  waitedForDecision,
} from './scaling.ts';
import {
  cannotBecomeReady,
  imagePull,
  neverReady,
  replicaMissing,
  replicasStarting,
  tooFewStarting,
  unschedulable,
} from './starts.ts';
import { clientTimeout, modelSlowerThanTimeout } from './time.ts';
import { notYetLoaded } from './unloaded.ts';

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
