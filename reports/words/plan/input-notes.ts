import type { Note } from '../../../runs/schema/plan/notes.ts';
import { formatMs, formatNumber, formatQuantity, formatSeconds, formatShare } from '../../format.ts';
import { balanceText } from '../run/flow-balance.ts';
import { balancingShares, balancingText } from './balancing.ts';

/** The note with this code. */
export type NoteOf<Code extends Note['code']> = Extract<Note, { readonly code: Code }>;

const limitNames = { queueWait: 'queue wait', requestTimeout: 'request timeout' } as const;
const limitEnds = { queueWait: 'rejected requests', requestTimeout: 'timed-out requests' } as const;

const startupsText = ({
  startups,
  wholeShare,
  unfinished,
  waitedForNode,
}: NoteOf<'startupLagMeasured'>): string =>
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

type Stated = Pick<NoteOf<'limitSeen'>, 'statedMs' | 'statedBy'>;

/**
 * "the platform has a limit of 500 ms", "the config has no limit": what is stated of a limit, and by whom. A platform says
 * nothing of what else stands in front of it.
 */
const statedText = ({ statedMs, statedBy }: Stated): string => {
  const none = statedBy === 'platform' ? 'no limit of its own' : 'no limit';
  return `${ownerOf[statedBy]} has ${statedMs === null ? none : `a limit of ${formatMs(statedMs)}`}`;
};

const limitText = (note: NoteOf<'limitSeen'>): string =>
  `${limitEnds[note.limit]} pile up at ${formatMs(note.seenMs)}: ${note.agrees ? '' : 'but '}${statedText(note)}`;

const limitNotSeenText = (note: NoteOf<'limitNotSeen'>): string =>
  note.statedMs === null
    ? `${statedText(note)}; the recording shows no ${limitNames[note.limit]} either`
    : `${statedText(note)}; the recording does not show it`;

const offText = ({ errorReplicas, seconds }: { errorReplicas: number; seconds: number }): string =>
  `${formatQuantity(errorReplicas, 'replica')} off on average over ${formatSeconds(seconds)}`;

/** How much was known of replicas and load, where that was too little to check a rule. */
export const knownText = ({ seconds, secondsMin }: { seconds: number; secondsMin: number }): string =>
  `replicas and load are known in ${formatSeconds(seconds)}, ${formatSeconds(secondsMin)} are needed`;

const routerNotTriedText = ({ instances, onTimeout = 'release' }: NoteOf<'routerNotTried'>): string => {
  const routers =
    instances === undefined
      ? 'one router'
      : `${formatQuantity(instances, 'router instance')}, as the config says,`;
  const fate = onTimeout === 'release' ? 'the slot is free' : 'the slot stays busy';
  return `replicas or service times are unknown: the plan uses ${routers} and takes it that ${fate} once a request has timed out`;
};

/** How an input was found, or why it had to be assumed: clauses without a full stop. */
export const inputWords = {
  serviceUnknown: ({ lowMs, highMs }: NoteOf<'serviceUnknown'>) =>
    `no successful answer without a queue was recorded; any mean from ${formatMs(lowMs)} to ${formatMs(highMs)} is possible`,
  serviceFromHeader: ({ answers }: NoteOf<'serviceFromHeader'>) =>
    `x-ms-run-fn-exec-ms of ${formatQuantity(answers, 'answer')}`,
  serviceFromLatency: ({ requests }: NoteOf<'serviceFromLatency'>) =>
    `latency of ${formatQuantity(requests, 'successful request')} in seconds without a queue, as the server sends no x-ms-run-fn-exec-ms header: network and router are in it`,
  serviceMixed: ({ requests, endpoints }: NoteOf<'serviceMixed'>) => {
    const parts = endpoints.map(
      ({ name, share, meanMs }) => `${name} ${formatMs(meanMs)} (${formatShare(share)})`,
    );
    return `${formatQuantity(requests, 'answer')}, measured for each endpoint and mixed by the shares of the load: ${parts.join(', ')}`;
  },
  serviceOpened: ({ answers, openedToMs }: NoteOf<'serviceOpened'>) =>
    `x-ms-run-fn-exec-ms of ${formatQuantity(answers, 'answer')}; opened to ${formatMs(openedToMs)}, with which the counted losses would fit`,
  startupLagUnknown: ({ meanMs }: NoteOf<'startupLagUnknown'>) =>
    `no replica became ready while the load ran; the start-ups of the public Alibaba GenTD26 trace stand in: mean ${formatMs(meanMs)}`,
  startupLagMeasured: startupsText,
  limitNotSeen: limitNotSeenText,
  limitSeen: limitText,
  limitRefuted: (note: NoteOf<'limitRefuted'>) =>
    `answers came that had waited for more than ${formatNumber(note.times)} times as long as ${ownerOf[note.statedBy]} lets them, ${formatMs(note.statedMs)}: taken as no limit`,
  queuePlace: ({ place }: NoteOf<'queuePlace'>) =>
    place === 'router' ? 'as the platform routes them' : 'there is one replica, with the only queue',
  placeFromConfig: (note: NoteOf<'placeFromConfig'>) =>
    `router.balancing of the config: ${balancingText(note)}`,
  overheadUnknown: ({ seconds }: NoteOf<'overheadUnknown'>) =>
    `answers with a service time came in ${formatQuantity(seconds, 'second')} only: taken as none`,
  overheadInService: () => 'part of the service times, which come from latencies',
  overheadMeasured: ({ meanMs }: NoteOf<'overheadMeasured'>) =>
    `the quickest answer of a second took ${formatMs(meanMs)} more than its shortest service time`,
  overheadVaries: ({ leastMs, delayMs }: NoteOf<'overheadVaries'>) =>
    `the quickest answer of a second took ${formatMs(leastMs)} more than its shortest service time; delays that vary add about ${formatMs(delayMs)} on average, as replays of the load show`,
  slotsFromConfig: () => 'slotsPerReplica of the config: requests that a replica runs at once',
  slotsUsual: ({ isDocumented }: NoteOf<'slotsUsual'>) =>
    isDocumented
      ? 'the default of the platform; target.slotsPerReplica says nothing else'
      : 'not measured, and no platform documents it: 1 where target.slotsPerReplica says nothing else. It is the number of workers × threads of your server',
  flowUnchecked: ({ serviceMs }: NoteOf<'flowUnchecked'>) =>
    `not checked: it needs requests in flight, ready replicas and measured service times (mean ${formatMs(serviceMs)})`,
  flowFigures: balanceText,
  policyIdentified: (note: NoteOf<'policyIdentified'>) =>
    `${note.kind} explains the wanted replicas best (${offText(note)}), beyond chance`,
  policyUnexplained: (note: NoteOf<'policyUnexplained'>) =>
    `no rule explains the wanted replicas: the best, ${note.kind}, is ${offText(note)}`,
  policyTied: ({ kinds, isConfigured }: NoteOf<'policyTied'>) =>
    `can't tell ${kinds.join(', ')} apart in this recording: the plan uses ${isConfigured ? 'the configured one' : 'the best fit'}`,
  policyNotTried: (note: NoteOf<'policyNotTried'>) =>
    `${knownText(note)}: the plan uses ${note.kind}, unchecked`,
  routerNotTried: routerNotTriedText,
  routerKnown: ({ instances, keepsWorkingShare }: NoteOf<'routerKnown'>) =>
    `the config says ${formatNumber(instances)}; a timed-out request works on: ${formatShare(keepsWorkingShare)}`,
  routerCounted: ({ keepsWorkingShare }: NoteOf<'routerCounted'>) =>
    `the router had one ready pod before the load; a timed-out request works on: ${formatShare(keepsWorkingShare)}`,
  routerFitted: ({ instances, shares, keepsWorkingShare, pods }: NoteOf<'routerFitted'>) => {
    const seen =
      pods === undefined
        ? ''
        : `the router had ${formatQuantity(pods, 'ready pod')} before the load: one coordinates, or each has its own queue; `;
    const counts = shares.map((one) => `${formatNumber(one.instances)}: ${formatShare(one.share)}`);
    return `${seen}waits and errors at each load fit ${formatQuantity(instances, 'router instance')} best (${counts.join(', ')})${instances > 1 ? ', or delays that vary' : ''}; a timed-out request works on: ${formatShare(keepsWorkingShare)}`;
  },
  balancingNotTried: ({ ways }: NoteOf<'balancingNotTried'>) =>
    `replicas or service times are unknown: ${formatNumber(ways)} ways in which a request may find its replica count as equally likely`,
  balancingKnown: ({ keepsWorkingShare, ...note }: NoteOf<'balancingKnown'>) =>
    `the config says where requests wait: ${balancingText(note)}; a timed-out request works on: ${formatShare(keepsWorkingShare)}`,
  balancingFitted: ({ shares, keepsWorkingShare }: NoteOf<'balancingFitted'>) =>
    `replays of the recorded load fit waits and errors so well: ${balancingShares(shares)}; a timed-out request works on: ${formatShare(keepsWorkingShare)}`,
  cpuPerBusyMeasured: ({ reports }: NoteOf<'cpuPerBusyMeasured'>) =>
    `what the HPA's status said of the use in ${formatQuantity(reports, 'look')}, against how busy the replicas were`,
  cpuPerBusyAssumed: () =>
    'metrics[].scale of the config: the HPA was not seen to report enough changes of the use to measure it',
  sampleAgeMeasured: ({ reports }: NoteOf<'sampleAgeMeasured'>) =>
    `how late the use in the HPA's status followed the load, in ${formatQuantity(reports, 'look')}`,
  sampleAgeReplayed: ({ likely, tried }: NoteOf<'sampleAgeReplayed'>) =>
    `replays of the recorded load with samples of ${formatNumber(tried)} ages: ${formatNumber(likely)} of them explain when the replicas came`,
  sampleAgeAssumed: () => 'differs from cluster to cluster, and this recording does not show it',
  dispersionDrawn: ({ dispersion }: NoteOf<'dispersionDrawn'>) =>
    `the test drew this load so (load.arrivals): counts per second have variance / mean ${formatNumber(dispersion)}; Poisson arrivals have 1, evenly spaced ones 0. Real traffic may come in larger bursts`,
  dispersionMeasured: ({ dispersion }: NoteOf<'dispersionMeasured'>) =>
    `counts per second around the plan have variance / mean ${formatNumber(dispersion)}; Poisson arrivals have 1, evenly spaced ones 0`,
  dispersionUnknown: () => 'there were not enough seconds in which the whole plan was sent',
};
