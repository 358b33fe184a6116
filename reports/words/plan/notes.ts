import type { Note } from '../../../runs/schema/plan/notes.ts';
import { formatMs, formatNumber, formatQuantity, formatRequestRate, formatShare } from '../../format.ts';
import { growthWarning } from '../causes/service-growth.ts';
import { balanceText, suspectsText } from '../run/flow-balance.ts';
import { periodWord } from '../run/period.ts';
import { severalRequestsText } from '../run/requests-per-arrival.ts';
import { inputWords, knownText, type NoteOf } from './input-notes.ts';
import { beganOtherwiseText, simulatedOtherwiseText, unusualRunText } from './simulated-otherwise.ts';

type Words = { readonly [Code in Note['code']]: (note: NoteOf<Code>) => string };

/** An estimate in two digits: it is not known better. */
const roughly = (value: number): number => Number(value.toPrecision(2));

const ofMissing = (missing: readonly string[]): string =>
  missing.length === 0 ? '' : ` (too little ${missing.join(', ')})`;

const lengthLimit = 'the queue may have a length limit, which the model leaves out';

/** What was seen of the replicas in the seconds of requests that were turned away at once, and what may follow from it. */
const rejectedWhile = (ready: NoteOf<'rejectedAtOnce'>['ready']): string => {
  if (ready === undefined)
    return `. How many replicas were ready then was not seen: if none was, that is why; else ${lengthLimit}`;
  const { least, most } = ready;
  if (most === 0) return ', while no replica was ready';
  if (least === 0)
    return `, while 0 to ${formatQuantity(most, 'replica was', 'replicas were')} ready: where some were, ${lengthLimit}`;
  const seen = least === most ? '' : `${formatNumber(least)} to `;
  return `, while ${seen}${formatQuantity(most, 'replica was', 'replicas were')} ready: ${lengthLimit}`;
};

const warningWords = {
  requestsPerArrival: severalRequestsText,
  slotsDiffer: () => 'The runs were made with different slotsPerReplica: that of the last run is used.',
  addressesDiffer: () => 'The runs were fired at different addresses: are they the same service?',
  serviceAssumed: () =>
    'The service time is assumed: record a run whose baseline is answered without a queue.',
  serviceIncludesNetwork: () =>
    'Service times come from latencies: they include the network and perhaps some waiting, so the advice errs towards more replicas.',
  serviceCut: ({ share }: NoteOf<'serviceCut'>) =>
    `A timeout cut ${formatShare(share)} of the requests that did not queue: the longest service times are a guess.`,
  serviceGrew: growthWarning,
  endpointsUnmeasured: ({ names }: NoteOf<'endpointsUnmeasured'>) =>
    `No answer states the service time of ${names.join(', ')}: the plan takes it to be as long as that of the others.`,
  endpointsJudged: () =>
    'Each endpoint is held to its own objectives: its latency is the simulated wait, which all share, and its own service time. Failures are taken to hit all alike.',
  clientTimeoutsDiffer: ({ longestMs }: NoteOf<'clientTimeoutsDiffer'>) =>
    `Clients of the endpoints give up at different times: the plan uses the longest, ${formatMs(longestMs)}, for all.`,
  startupLagAssumed: () =>
    'No replica was seen to start, so the start-up lag is assumed: record a run that scales up.',
  startupsFew: ({ startups }: NoteOf<'startupsFew'>) =>
    `Only ${formatQuantity(startups, 'start-up was', 'start-ups were')} recorded: the start-up lag is not well known.`,
  startupsUnfinished: ({ unfinished }: NoteOf<'startupsUnfinished'>) =>
    `${formatQuantity(unfinished, 'replica')} never became ready, more than did: the longest start-up lags are not known.`,
  startupsWithoutNode: ({ replicas }: NoteOf<'startupsWithoutNode'>) =>
    `For some time no node had room for ${formatQuantity(replicas, 'replica')}: the advice assumes nodes with room.`,
  rejectedAtOnce: ({ count, withinMs, ready }: NoteOf<'rejectedAtOnce'>) =>
    `${formatQuantity(count, 'rejection')} came within ${formatMs(withinMs)}${rejectedWhile(ready)}.`,
  balancingOpen: ({ ways }: NoteOf<'balancingOpen'>) =>
    `How requests find their replica could not be seen in this recording: the advice holds for ${formatNumber(ways)} ways, each weighed by how likely it is. If you know it, say it in router.balancing of the config.`,
  flowNotChecked: () =>
    'Whether the counted losses fit rate, busy slots and service time could not be checked.',
  flowUnbalanced: (note: NoteOf<'flowUnbalanced'>) => `The counts do not add up: ${balanceText(note)}.`,
  flowDisagrees: ({ suspects }: NoteOf<'flowDisagrees'>) =>
    `Rejected requests and busy slots do not add up: ${suspectsText(suspects)}.`,
  scalingUnexplained: () => 'No known autoscaler rule explains how the replicas were scaled.',
  policyDiffers: ({ configured, moved }: NoteOf<'policyDiffers'>) =>
    `The config says ${configured}, but the replicas moved as ${moved} moves them.`,
  autoscalerUnknown: ({ fewest, most, seen }: NoteOf<'autoscalerUnknown'>) =>
    seen
      ? `${seen.object} scaled the replicas from ${fewest} to ${most}, on ${seen.metrics.join(', ')}, and the config does not say what that counts.`
      : `Something scaled the replicas from ${fewest} to ${most}, and neither the config nor the cluster says what: its bounds and its target are not known.`,
  policyNotChecked: (note: NoteOf<'policyNotChecked'>) =>
    `The autoscaler's rule could not be checked: ${knownText(note)}.`,
  targetOutOfReach: ({ metric, targetShare, mostShare, tolerance }: NoteOf<'targetOutOfReach'>) =>
    `Fully busy replicas use ${formatShare(mostShare)} of their ${metric} request at most, and this HPA scales up above ${formatShare(targetShare * (1 + tolerance))}: its target of ${formatShare(targetShare)} is out of reach, so it never scales up. Lower the target or the request.`,
  otherPolicy: ({ recorded, advised }: NoteOf<'otherPolicy'>) =>
    `The recording was made under ${recorded}, the advice is for ${advised}: how that behaves is taken from its documentation.`,
  simulatedOtherwise: simulatedOtherwiseText,
  unusualRun: unusualRunText,
  beganOtherwise: beganOtherwiseText,
  idleBesideMinimum: ({ object, idleReplicas, minReplicas }: NoteOf<'idleBesideMinimum'>) =>
    idleReplicas < minReplicas
      ? `The minimum of ${formatNumber(minReplicas)} counts only while a trigger of ${object} is active: else KEDA keeps ${formatNumber(idleReplicas)}, by idleReplicaCount. What is said here begins with the minimum, and after a rest the first requests wait for a start-up or fail: remove idleReplicaCount where that must not be.`
      : `${object} has an idleReplicaCount of ${formatNumber(idleReplicas)}, and KEDA takes less than the minimum of ${formatNumber(minReplicas)} only: set 0, the only value that it supports, or remove it.`,
  evenLoad: () =>
    'The load is planned evenly spaced, as it was fired. Requests of real clients come at random and need some more replicas.',
  mostReplicas: ({ replicas }: NoteOf<'mostReplicas'>) =>
    `The advice has the most replicas that a plan may have, ${formatNumber(replicas)}.`,
  nodesHold: ({ replicas, wanted, missing }: NoteOf<'nodesHold'>) =>
    `The nodes hold ${formatQuantity(replicas, 'replica')}${ofMissing(missing)}, so the maximum is planned no higher: ${wanted === null ? 'the settings in use have none' : `the ${formatNumber(wanted)} in use can’t be reached`}. Add nodes, or ask for less per replica, and plan again.`,
  budgetTooSmall: ({ replicas, needed }: NoteOf<'budgetTooSmall'>) =>
    `The budget allows ${formatQuantity(replicas, 'replica')}, and the peak needs about ${formatNumber(needed)}: plan again with a larger --budget.`,
  peakDoesNotFit: ({ replicas, needed, missing }: NoteOf<'peakDoesNotFit'>) =>
    `The peak can’t be scheduled: it needs about ${formatQuantity(needed, 'replica')}, and the nodes hold ${formatNumber(replicas)}${ofMissing(missing)}.`,
  dayJudged: ({ periodSeconds }: NoteOf<'dayJudged'>) =>
    `The SLO must hold in five minutes around each of the steepest rises of the ${periodWord(periodSeconds)}, its highest level among them; a level counts for its cost alone.`,
  dayRandom: ({ periodSeconds }: NoteOf<'dayRandom'>) =>
    `Requests are assumed to come at random, however evenly the recorded ones were fired. Not in the cost: replicas that the autoscaler keeps after each fall of the ${periodWord(periodSeconds)}.`,
  daySpike: ({ isLaid, periodSeconds }: NoteOf<'daySpike'>) =>
    isLaid
      ? `The recorded spike is added to the highest level of the ${periodWord(periodSeconds)}.`
      : `No spike is added to the ${periodWord(periodSeconds)}. If one may come on top, give its share of the time: --spike-share 0.01.`,
  dayNotFired: ({ periodSeconds }: NoteOf<'dayNotFired'>) =>
    `headroom verify fires the recorded load again, not the ${periodWord(periodSeconds)}: what it measures is not what is predicted here.`,
  marginFromDays: ({ margin, days, lowestPeak, highestPeak, bound, confidence }: NoteOf<'marginFromDays'>) =>
    `The margin of ${formatShare(roughly(margin))} comes from the trace's ${formatNumber(days)} days, whose highest minutes lie between ${formatRequestRate(roughly(lowestPeak))} and ${formatRequestRate(roughly(highestPeak))}: no minute of as many days to come is above ${formatRequestRate(roughly(bound))}, with a chance of ${formatShare(confidence)}. Assumed: peaks of days are independent, lognormal about their median, and go on as they were. To plan with another: --margin 0.2.`,
  retriesTip: (tip: NoteOf<'retriesTip'>) => {
    const settings = tip.settings === 'advised' ? 'the advised settings' : 'the settings in use';
    const who = `Clients that try again up to ${formatQuantity(tip.countMax, 'time')} (load.retries)`;
    if (tip.fromRatePerSecond === null)
      return `${who} do not keep ${settings} down after a peak of up to ${formatRequestRate(tip.triedRatePerSecondMax)}${tip.lowestRatePerSecond === null ? '' : `, but do after one of ${formatRequestRate(tip.lowestRatePerSecond)} in one of ${formatNumber(tip.worlds)} simulated worlds`}.`;
    return `${who} keep ${settings} down from a peak of ${formatRequestRate(tip.fromRatePerSecond)} on (lowest of ${formatNumber(tip.worlds)} simulated worlds: ${formatRequestRate(tip.lowestRatePerSecond ?? tip.fromRatePerSecond)}): after it even the baseline fails, which is served without retries. A retry budget, or longer pauses, end that.`;
  },
  levelMissed: ({ ratePerSecond, errorShare }: NoteOf<'levelMissed'>) =>
    `At ${formatRequestRate(ratePerSecond)} ${formatShare(errorShare)} of the requests fail, more than the SLO allows: few replicas have little room for chance. A higher minimum helps.`,
};

const timeoutWords = {
  routerCutsSlow: ({ nowMs, neededMs }: NoteOf<'routerCutsSlow'>) =>
    `The router's timeout of ${formatMs(nowMs)} cuts off slow requests: ${formatMs(neededMs)} let them end.`,
  routerNeeds: ({ neededMs }: NoteOf<'routerNeeds'>) =>
    `The router's timeout must be at least ${formatMs(neededMs)}; a longer one only makes slow requests wait longer.`,
  clientWaitsLongest: () =>
    'The client waits longest: one that gives up first leaves its request running and asks again.',
  clientCutsSlow: ({ clientTimeoutMs, neededMs }: NoteOf<'clientCutsSlow'>) =>
    `The client gives up after ${formatMs(clientTimeoutMs)}; ${formatMs(neededMs)} let slow requests end. What takes longer than the client waits fails with any number of replicas.`,
  queueWaitAboveSlo: ({ queueWaitMs, p95LatencyMs }: NoteOf<'queueWaitAboveSlo'>) =>
    `The queue wait, ${formatMs(queueWaitMs)}, is above the latency that the SLO allows, ${formatMs(p95LatencyMs)}.`,
};

const words: Words = { ...inputWords, ...warningWords, ...timeoutWords };

/**
 * A note in words. How an input was found is a clause without a full stop; warnings and notes on timeouts are sentences.
 *
 * @example noteText({ code: 'mostReplicas', replicas: 40 }) // 'The advice has the most replicas that a plan may have, 40.'
 */
export const noteText = (note: Note): string => (words[note.code] as (note: Note) => string)(note);

const isOfRecording = ({ code }: Note): boolean => code === 'simulatedOtherwise' || code === 'unusualRun';

/** What to know where simulated figures stand beside recorded ones. */
export const ofRecordingTexts = (notes: readonly Note[]): string[] =>
  notes.filter(isOfRecording).map(noteText);

/** All else that is to be kept in mind. */
export const otherNoteTexts = (notes: readonly Note[]): string[] =>
  notes.filter((note) => !isOfRecording(note)).map(noteText);
