import type { Note, Suspect } from '../../runs/schema/notes.ts';
import {
  formatMs,
  formatNumber,
  formatQuantity,
  formatRequestRate,
  formatSeconds,
  formatShare,
} from '../format.ts';
import { balancingShares, balancingText } from './balancing.ts';
import { periodWord } from './period.ts';

type Of<Code extends Note['code']> = Extract<Note, { readonly code: Code }>;
type Words = { readonly [Code in Note['code']]: (note: Of<Code>) => string };

/** An estimate in two digits: it is not known better. */
const roughly = (value: number): number => Number(value.toPrecision(2));

type SuspectWords = {
  readonly [Code in Suspect['code']]: (suspect: Extract<Suspect, { readonly code: Code }>) => string;
};

const suspectWords: SuspectWords = {
  timedOutHoldSlots: () => 'requests that timed out still hold their slots (keepWorking)',
  slotsHeldLonger: () =>
    'a slot is held longer than the service-time header says, for serialization or by a proxy beside the model',
  replicasUnseen: () => 'replicas serve that the watch did not see, or replicas were seen that do not serve',
  headerCoversMore: () => 'the service-time header covers more than the time in a slot',
  busierThanReady: ({ seconds, of }) =>
    `in ${formatNumber(seconds)} of ${formatQuantity(of, 'second')} more slots were busy than ready replicas have: replicas are missing in the recording, or slotsPerReplica is too low`,
  clockUncertain: () => "the cluster's clock is not known to within a second",
};

/** What may be wrong with the recording, a list of clauses. */
export const suspectsText = (suspects: readonly Suspect[]): string =>
  suspects.map((suspect) => (suspectWords[suspect.code] as (suspect: Suspect) => string)(suspect)).join('; ');

const limitNames = { queueWait: 'queue wait', requestTimeout: 'request timeout' } as const;
const limitEnds = { queueWait: 'rejected requests', requestTimeout: 'timed-out requests' } as const;

/** @example balanceText({ lostShare: 0.12, lostShareByFlow: 0.03 }) */
export const balanceText = ({
  lostShare,
  lostShareByFlow,
}: {
  readonly lostShare: number;
  readonly lostShareByFlow: number;
}): string =>
  `${formatShare(lostShare)} of the requests were lost before service as counted, ${formatShare(lostShareByFlow)} by busy slots, rate and service time`;

const startupsText = ({
  startups,
  wholeShare,
  unfinished,
  waitedForNode,
}: Of<'startupLagMeasured'>): string =>
  [
    `${formatQuantity(startups, 'start-up')}, from the decision to the ready replica`,
    wholeShare > 0 &&
      `; ${formatShare(wholeShare)} of them from times that the cluster cuts to whole seconds, which is corrected for`,
    unfinished > 0 && `; ${formatNumber(unfinished)} more were not ready when last seen and count as longer`,
    waitedForNode > 0 &&
      `; the time in which no node had room for ${formatNumber(waitedForNode)} of them is left out`,
  ]
    .filter(Boolean)
    .join('');

const ownerOf = { config: 'the config', platform: 'the platform' } as const;

type Stated = Pick<Of<'limitSeen'>, 'statedMs' | 'statedBy'>;

/** "the platform has a limit of 500 ms", "the config has no limit": what is stated of a limit, and by whom. */
const statedText = ({ statedMs, statedBy }: Stated): string =>
  `${ownerOf[statedBy]} has ${statedMs === null ? 'no limit' : `a limit of ${formatMs(statedMs)}`}`;

const limitText = (note: Of<'limitSeen'>): string =>
  `${limitEnds[note.limit]} pile up at ${formatMs(note.seenMs)}: ${note.agrees ? '' : 'but '}${statedText(note)}`;

const limitNotSeenText = (note: Of<'limitNotSeen'>): string =>
  note.statedMs === null
    ? `${statedText(note)}; the recording shows no ${limitNames[note.limit]} either`
    : `${statedText(note)}; the recording does not show it`;

const offText = ({ errorReplicas, seconds }: { errorReplicas: number; seconds: number }): string =>
  `${formatQuantity(errorReplicas, 'replica')} off on average over ${formatSeconds(seconds)}`;

const knownText = ({ seconds, secondsMin }: { seconds: number; secondsMin: number }): string =>
  `replicas and load are known in ${formatSeconds(seconds)}, ${formatSeconds(secondsMin)} are needed`;

const inputWords = {
  serviceUnknown: ({ lowMs, highMs }: Of<'serviceUnknown'>) =>
    `no successful answer without a queue was recorded; any mean from ${formatMs(lowMs)} to ${formatMs(highMs)} is possible`,
  serviceFromHeader: ({ answers }: Of<'serviceFromHeader'>) =>
    `x-ms-run-fn-exec-ms of ${formatQuantity(answers, 'answer')}`,
  serviceFromLatency: ({ requests }: Of<'serviceFromLatency'>) =>
    `latency of ${formatQuantity(requests, 'successful request')} in seconds without a queue, as the server sends no x-ms-run-fn-exec-ms header: network and router are in it`,
  serviceMixed: ({ requests, endpoints }: Of<'serviceMixed'>) => {
    const parts = endpoints.map(
      ({ name, share, meanMs }) => `${name} ${formatMs(meanMs)} (${formatShare(share)})`,
    );
    return `${formatQuantity(requests, 'answer')}, measured for each endpoint and mixed by the shares of the load: ${parts.join(', ')}`;
  },
  serviceOpened: ({ answers, openedToMs }: Of<'serviceOpened'>) =>
    `x-ms-run-fn-exec-ms of ${formatQuantity(answers, 'answer')}; opened to ${formatMs(openedToMs)}, with which the counted losses would fit`,
  startupLagUnknown: ({ meanMs }: Of<'startupLagUnknown'>) =>
    `no replica became ready while the load ran; the start-ups of the public Alibaba GenTD26 trace stand in: mean ${formatMs(meanMs)}`,
  startupLagMeasured: startupsText,
  limitNotSeen: limitNotSeenText,
  limitSeen: limitText,
  limitRefuted: (note: Of<'limitRefuted'>) =>
    `answers came that had waited for more than ${formatNumber(note.times)} times as long as ${ownerOf[note.statedBy]} lets them, ${formatMs(note.statedMs)}: taken as no limit`,
  queuePlace: ({ place }: Of<'queuePlace'>) =>
    place === 'router' ? 'as the platform routes them' : 'there is one replica, with the only queue',
  placeFromConfig: (note: Of<'placeFromConfig'>) => `router.balancing of the config: ${balancingText(note)}`,
  overheadUnknown: ({ seconds }: Of<'overheadUnknown'>) =>
    `answers with a service time came in ${formatQuantity(seconds, 'second')} only: taken as none`,
  overheadInService: () => 'part of the service times, which come from latencies',
  overheadMeasured: ({ meanMs }: Of<'overheadMeasured'>) =>
    `the quickest answer of a second took ${formatMs(meanMs)} more than its shortest service time`,
  slotsFromConfig: () => 'slotsPerReplica of the config: requests that a replica runs at once',
  flowUnchecked: ({ serviceMs }: Of<'flowUnchecked'>) =>
    `not checked: it needs requests in flight, ready replicas and measured service times (mean ${formatMs(serviceMs)})`,
  flowFigures: balanceText,
  policyIdentified: (note: Of<'policyIdentified'>) =>
    `${note.kind} explains the wanted replicas best (${offText(note)}), beyond chance`,
  policyUnexplained: (note: Of<'policyUnexplained'>) =>
    `no rule explains the wanted replicas: the best, ${note.kind}, is ${offText(note)}`,
  policyTied: ({ kinds, isConfigured }: Of<'policyTied'>) =>
    `can't tell ${kinds.join(', ')} apart in this recording: the plan uses ${isConfigured ? 'the configured one' : 'the best fit'}`,
  policyNotTried: (note: Of<'policyNotTried'>) => `${knownText(note)}: the plan uses ${note.kind}, unchecked`,
  routerNotTried: () =>
    'replicas or service times are unknown: the plan uses one router that frees the slot of a timed-out request',
  routerKnown: ({ instances, keepsWorkingShare }: Of<'routerKnown'>) =>
    `the config says ${formatNumber(instances)}; a timed-out request works on: ${formatShare(keepsWorkingShare)}`,
  routerFitted: ({ instances, shares, keepsWorkingShare }: Of<'routerFitted'>) => {
    const counts = shares.map((one) => `${formatNumber(one.instances)}: ${formatShare(one.share)}`);
    return `waits and errors at each load fit ${formatQuantity(instances, 'router instance')} best (${counts.join(', ')}); a timed-out request works on: ${formatShare(keepsWorkingShare)}`;
  },
  balancingNotTried: ({ ways }: Of<'balancingNotTried'>) =>
    `replicas or service times are unknown: ${formatNumber(ways)} ways in which a request may find its replica count as equally likely`,
  balancingKnown: ({ keepsWorkingShare, ...note }: Of<'balancingKnown'>) =>
    `the config says where requests wait: ${balancingText(note)}; a timed-out request works on: ${formatShare(keepsWorkingShare)}`,
  balancingFitted: ({ shares, keepsWorkingShare }: Of<'balancingFitted'>) =>
    `replays of the recorded load fit waits and errors so well: ${balancingShares(shares)}; a timed-out request works on: ${formatShare(keepsWorkingShare)}`,
  cpuPerBusyMeasured: ({ reports }: Of<'cpuPerBusyMeasured'>) =>
    `what the HPA's status said of the use in ${formatQuantity(reports, 'look')}, against how busy the replicas were`,
  cpuPerBusyAssumed: () =>
    'metrics[].scale of the config: the HPA was not seen to report enough changes of the use to measure it',
  sampleAgeMeasured: ({ reports }: Of<'sampleAgeMeasured'>) =>
    `how late the use in the HPA's status followed the load, in ${formatQuantity(reports, 'look')}`,
  sampleAgeReplayed: ({ likely, tried }: Of<'sampleAgeReplayed'>) =>
    `replays of the recorded load with samples of ${formatNumber(tried)} ages: ${formatNumber(likely)} of them explain when the replicas came`,
  sampleAgeAssumed: () => 'differs from cluster to cluster, and this recording does not show it',
  dispersionMeasured: ({ dispersion }: Of<'dispersionMeasured'>) =>
    `counts per second around the plan have variance / mean ${formatNumber(dispersion)}; Poisson arrivals have 1, evenly spaced ones 0. The test made this load: real traffic may come in larger bursts`,
  dispersionUnknown: () => 'there were not enough seconds in which the whole plan was sent',
};

const ofMissing = (missing: readonly string[]): string =>
  missing.length === 0 ? '' : ` (too little ${missing.join(', ')})`;

const warningWords = {
  slotsDiffer: () => 'The runs were made with different slotsPerReplica: that of the last run is used.',
  addressesDiffer: () => 'The runs were fired at different addresses: are they the same service?',
  serviceAssumed: () =>
    'The service time is assumed: record a run whose baseline is answered without a queue.',
  serviceIncludesNetwork: () =>
    'Service times come from latencies: they include the network and perhaps some waiting, so the advice errs towards more replicas.',
  serviceCut: ({ share }: Of<'serviceCut'>) =>
    `A timeout cut ${formatShare(share)} of the requests that did not queue: the longest service times are a guess.`,
  endpointsUnmeasured: ({ names }: Of<'endpointsUnmeasured'>) =>
    `No answer tells the service time of ${names.join(', ')}: the plan takes it to be as long as that of the others.`,
  endpointsJudged: () =>
    'Each endpoint is held to its own objectives: its latency is the simulated wait, which all share, and its own service time. Failures are taken to hit all alike.',
  clientTimeoutsDiffer: ({ longestMs }: Of<'clientTimeoutsDiffer'>) =>
    `Clients of the endpoints give up at different times: the plan uses the longest, ${formatMs(longestMs)}, for all.`,
  startupLagAssumed: () =>
    'No replica was seen to start, so the start-up lag is assumed: record a run that scales up.',
  startupsFew: ({ startups }: Of<'startupsFew'>) =>
    `Only ${formatQuantity(startups, 'start-up was', 'start-ups were')} recorded: the start-up lag is not well known.`,
  startupsUnfinished: ({ unfinished }: Of<'startupsUnfinished'>) =>
    `${formatQuantity(unfinished, 'replica')} never became ready, more than did: the longest start-up lags are not known.`,
  startupsWithoutNode: ({ replicas }: Of<'startupsWithoutNode'>) =>
    `For some time no node had room for ${formatQuantity(replicas, 'replica')}: the advice assumes nodes with room.`,
  rejectedAtOnce: ({ count, withinMs }: Of<'rejectedAtOnce'>) =>
    `${formatQuantity(count, 'rejection')} came within ${formatMs(withinMs)}: no replica was ready, or the queue has a length limit that the model leaves out.`,
  balancingOpen: ({ ways }: Of<'balancingOpen'>) =>
    `How requests find their replica could not be told from this recording: the advice holds for ${formatNumber(ways)} ways, each weighed by how likely it is. If you know it, say it in router.balancing of the config.`,
  flowNotChecked: () =>
    'Whether the counted losses fit rate, busy slots and service time could not be checked.',
  flowUnbalanced: (note: Of<'flowUnbalanced'>) => `The counts do not add up: ${balanceText(note)}.`,
  flowDisagrees: ({ suspects }: Of<'flowDisagrees'>) =>
    `Rejected requests and busy slots do not add up: ${suspectsText(suspects)}.`,
  scalingUnexplained: () => 'No known autoscaler rule explains how the replicas were scaled.',
  policyDiffers: ({ configured, moved }: Of<'policyDiffers'>) =>
    `The config says ${configured}, but the replicas moved as ${moved} moves them.`,
  policyNotChecked: (note: Of<'policyNotChecked'>) =>
    `The autoscaler's rule could not be checked: ${knownText(note)}.`,
  targetOutOfReach: ({ metric, targetShare, mostShare, tolerance }: Of<'targetOutOfReach'>) =>
    `Fully busy replicas use ${formatShare(mostShare)} of their ${metric} request at most, and this HPA scales up above ${formatShare(targetShare * (1 + tolerance))}: its target of ${formatShare(targetShare)} is out of reach, so it never scales up. Lower the target or the request.`,
  otherPolicy: ({ recorded, advised }: Of<'otherPolicy'>) =>
    `The recording was made under ${recorded}, the advice is for ${advised}: how that behaves is taken from its documentation.`,
  evenLoad: () =>
    'The load is planned evenly spaced, as it was fired. Requests of real clients come at random and need some more replicas.',
  mostReplicas: ({ replicas }: Of<'mostReplicas'>) =>
    `The advice has the most replicas that a plan may have, ${formatNumber(replicas)}.`,
  nodesHold: ({ replicas, wanted, missing }: Of<'nodesHold'>) =>
    `The nodes hold ${formatQuantity(replicas, 'replica')}${ofMissing(missing)}, so the maximum is planned no higher: ${wanted === null ? 'the settings in use have none' : `the ${formatNumber(wanted)} in use can’t be reached`}. Add nodes, or ask for less per replica, and plan again.`,
  peakDoesNotFit: ({ replicas, needed, missing }: Of<'peakDoesNotFit'>) =>
    `The peak can’t be scheduled: it needs about ${formatQuantity(needed, 'replica')}, and the nodes hold ${formatNumber(replicas)}${ofMissing(missing)}.`,
  dayJudged: ({ periodSeconds }: Of<'dayJudged'>) =>
    `The SLO must hold in five minutes around each of the steepest rises of the ${periodWord(periodSeconds)}, its highest level among them; a level counts for its cost alone.`,
  dayRandom: ({ periodSeconds }: Of<'dayRandom'>) =>
    `Requests are assumed to come at random, however evenly the recorded ones were fired. Not in the cost: replicas that the autoscaler keeps after each fall of the ${periodWord(periodSeconds)}.`,
  daySpike: ({ isLaid, periodSeconds }: Of<'daySpike'>) =>
    isLaid
      ? `The recorded spike is added to the highest level of the ${periodWord(periodSeconds)}.`
      : `No spike is added to the ${periodWord(periodSeconds)}. If one may come on top, give its share of the time: --spike-share 0.01.`,
  dayNotFired: ({ periodSeconds }: Of<'dayNotFired'>) =>
    `headroom verify fires the recorded load again, not the ${periodWord(periodSeconds)}: what it measures is not what is predicted here.`,
  marginFromDays: ({ margin, days, lowestPeak, highestPeak, bound, confidence }: Of<'marginFromDays'>) =>
    `The margin of ${formatShare(roughly(margin))} comes from the trace's ${formatNumber(days)} days, whose highest minutes lie between ${formatRequestRate(roughly(lowestPeak))} and ${formatRequestRate(roughly(highestPeak))}: no minute of as many days to come is above ${formatRequestRate(roughly(bound))}, with a chance of ${formatShare(confidence)}. Assumed: peaks of days are independent, lognormal about their median, and go on as they were. To plan with another: --margin 0.2.`,
  retriesTip: (tip: Of<'retriesTip'>) => {
    const settings = tip.settings === 'advised' ? 'the advised settings' : 'the settings in use';
    const who = `Clients that try again up to ${formatQuantity(tip.countMax, 'time')} (load.retries)`;
    if (tip.fromRatePerSecond === null)
      return `${who} keep ${settings} down after no peak up to ${formatRequestRate(tip.triedRatePerSecondMax)}${tip.lowestRatePerSecond === null ? '' : `, but after one of ${formatRequestRate(tip.lowestRatePerSecond)} in one of ${formatNumber(tip.worlds)} simulated worlds`}.`;
    return `${who} keep ${settings} down from a peak of ${formatRequestRate(tip.fromRatePerSecond)} on (lowest of ${formatNumber(tip.worlds)} simulated worlds: ${formatRequestRate(tip.lowestRatePerSecond ?? tip.fromRatePerSecond)}): after it even the baseline fails, which is served without retries. A retry budget, or longer pauses, end that.`;
  },
  levelMissed: ({ ratePerSecond, errorShare }: Of<'levelMissed'>) =>
    `At ${formatRequestRate(ratePerSecond)} ${formatShare(errorShare)} of the requests fail, more than the SLO allows: few replicas have little room for chance. A higher minimum helps.`,
};

const timeoutWords = {
  routerCutsSlow: ({ nowMs, neededMs }: Of<'routerCutsSlow'>) =>
    `The router's timeout of ${formatMs(nowMs)} cuts off slow requests: ${formatMs(neededMs)} let them end.`,
  routerNeeds: ({ neededMs }: Of<'routerNeeds'>) =>
    `The router's timeout must be at least ${formatMs(neededMs)}; a longer one only makes slow requests wait longer.`,
  clientWaitsLongest: () =>
    'The client waits longest: one that gives up first leaves its request running and asks again.',
  clientCutsSlow: ({ clientTimeoutMs, neededMs }: Of<'clientCutsSlow'>) =>
    `The client gives up after ${formatMs(clientTimeoutMs)}; ${formatMs(neededMs)} let slow requests end. What takes longer than the client waits fails with any number of replicas.`,
  queueWaitAboveSlo: ({ queueWaitMs, p95LatencyMs }: Of<'queueWaitAboveSlo'>) =>
    `The queue wait, ${formatMs(queueWaitMs)}, is above the latency that the SLO allows, ${formatMs(p95LatencyMs)}.`,
};

const words: Words = { ...inputWords, ...warningWords, ...timeoutWords };

/**
 * A note in words. How an input was found is a clause without a full stop; warnings and notes on timeouts are sentences.
 *
 * @example noteText({ code: 'mostReplicas', replicas: 40 }) // 'The advice has the most replicas that a plan may have, 40.'
 */
export const noteText = (note: Note): string => (words[note.code] as (note: Note) => string)(note);
