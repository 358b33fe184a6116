import type { CauseKind, RemedyCode } from '../../runs/schema/result/findings.ts';
import type { SchedulerWords } from '../measure/scheduler-words.ts';

/** What removes a cause, best first. A rule that measured more may name others. */
export const remediesOf: Readonly<Record<CauseKind, readonly RemedyCode[]>> = {
  replicasStarting: ['raiseMin', 'shortenStart'],
  waitingForDecision: ['raiseMin'],
  atMaxReplicas: ['raiseMax'],
  minimumTooLow: ['raiseMin'],
  autoscalerSatisfied: ['lowerTarget', 'raiseQueueWait'],
  autoscalerBlind: ['giveMetric'],
  scalingOff: ['switchScalingOn'],
  replicasChangedByOthers: ['oneOwnerOfReplicas'],
  neverActivated: ['wayOfActivation'],
  unschedulable: ['addNodes', 'lowerRequest'],
  imagePull: ['fixImage'],
  cannotBecomeReady: ['fixInit', 'fixProbe'],
  replicaRestarted: ['fixRun'],
  noReadyReplicas: ['fixInit'],
  notYetLoaded: ['probeTheModel'],
  replicaReplaced: ['drainBeforeEnd', 'slowerScaleDown'],
  replicasLost: ['spareReplicas', 'replaceBeforeEnd', 'shortenStart'],
  keepAliveRace: ['keepAliveAboveBalancer'],
  modelCrashed: ['fixRun'],
  modelSlowerThanTimeout: ['speedUpModel', 'raiseTimeout'],
  serviceGrew: ['fireSoak', 'findGrowth'],
  clientTimeout: ['raiseClientTimeout'],
  rateLimited: ['raiseRateLimit'],
  platformFailed: ['checkPlatform'],
  connectionFailed: ['checkEndpoint'],
  malformedAnswer: ['checkProtocol'],
  hostBlocked: ['allowHost'],
  redirected: ['followRedirect'],
  notAccepted: ['checkRequest'],
  notExpected: ['checkExpectation'],
  generator: ['strongerGenerator'],
  cantTell: [],
};

/** What lets pods on a node, by what the scheduler said of them: nodes that turn pods away first, then more room. */
export const noNodeRemedies = (said: readonly SchedulerWords[]): readonly RemedyCode[] => {
  const short = said.flatMap((words) => Object.keys(words.short));
  const turnedAway: readonly RemedyCode[] = [
    ...(said.some(({ tainted }) => tainted > 0) ? (['tolerateTaint'] as const) : []),
    ...(said.some(({ unmatched }) => unmatched > 0) ? (['matchNodes'] as const) : []),
  ];
  if (short.length === 0 && turnedAway.length > 0) return [...turnedAway, 'addNodes'];
  return short.some((resource) => resource.includes('gpu'))
    ? [...turnedAway, 'addNodes', 'changeNodeSku', 'lowerRequest']
    : [...turnedAway, 'addNodes', 'lowerRequest', 'changeNodeSku'];
};
