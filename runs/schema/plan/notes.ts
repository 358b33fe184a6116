import { z } from 'zod';
import { balancedPers, balancings } from '../../../planner/platforms/balancing.ts';
import { intervalSchema } from '../result/timeline.ts';

/** What a note says: a code, and the numbers that its sentence needs. */
const note = <Code extends string, Numbers extends z.ZodRawShape>(code: Code, numbers: Numbers) =>
  z.strictObject({ code: z.literal(code), ...numbers });

const count = z.int().min(0);
const share = z.number();
const ms = z.number();
const seconds = z.number();
const kind = z.string();
/** After so many seconds the load begins again; absent in older folders, where it was a day. */
const period = { periodSeconds: seconds.exactOptional() };
const limit = z.enum(['queueWait', 'requestTimeout']);

/** Who states a limit: the `router` of the config, or the platform's record. */
export const statedBySchema = z.enum(['config', 'platform']);

/** How requests find their replica. */
export const way = { balancing: z.enum(balancings), balancedPer: z.enum(balancedPers) };

/** What is stated of a limit; null: that there is none. */
const stated = { statedMs: ms.nullable(), statedBy: statedBySchema };

/** Replicas that moved, and the autoscaler that was seen; absent: none was, or it can't be told which of several it was. */
const unknownScaler = {
  fewest: count,
  most: count,
  seen: z
    .strictObject({
      object: z.string(),
      minReplicas: count,
      maxReplicas: count,
      /** What nobody says of them is what they count. */
      metrics: z.array(z.string()),
    })
    .exactOptional(),
};

/** What may be wrong where counted losses and busy slots do not agree. */
export const suspectSchema = z.discriminatedUnion('code', [
  note('timedOutHoldSlots', {}),
  note('slotsHeldLonger', {}),
  note('replicasUnseen', {}),
  note('headerCoversMore', {}),
  note('busierThanReady', { seconds: count, of: count }),
  note('clockUncertain', {}),
]);

/** A script that sends `mean` requests per arrival; `endpoint` null: it is the only one. */
const severalRequests = { run: z.string(), endpoint: z.string().nullable(), mean: z.number() };

const balance = { lostShare: share, lostShareByFlow: share };

/** Service times of some seconds, both ends included. */
const servicePart = z.strictObject({ fromSecond: count, toSecond: count, answers: count, medianMs: ms });

/** How an input was found, or why it had to be assumed. */
const inputNotes = [
  note('serviceUnknown', { lowMs: ms, highMs: ms }),
  note('serviceFromHeader', { answers: count }),
  note('serviceFromLatency', { requests: count }),
  /** Measured for each endpoint, and mixed by the shares in which the plan sends them. */
  note('serviceMixed', {
    requests: count,
    endpoints: z.array(z.strictObject({ name: z.string(), share, meanMs: ms })),
  }),
  /** As from the header, its interval opened to the mean with which the flow would balance. */
  note('serviceOpened', { answers: count, openedToMs: ms }),
  note('startupLagUnknown', { meanMs: ms }),
  note('startupLagMeasured', { startups: count, wholeShare: share, unfinished: count, waitedForNode: count }),
  note('limitNotSeen', { limit, ...stated }),
  /** Answers ended at `seenMs`; `agrees`: that is the stated limit. */
  note('limitSeen', { limit, seenMs: ms, ...stated, agrees: z.boolean() }),
  note('limitRefuted', { ...stated, statedMs: ms, times: z.number() }),
  /** `place`: where requests wait on the platform. */
  note('queuePlace', { place: z.enum(['router', 'replica']) }),
  note('placeFromConfig', way),
  note('overheadUnknown', { seconds: count }),
  note('overheadInService', {}),
  note('overheadMeasured', { meanMs: ms }),
  note('overheadVaries', { leastMs: ms, delayMs: ms }),
  note('slotsFromConfig', {}),
  /** As many as a replica runs where nobody says. */
  note('slotsUsual', { isDocumented: z.boolean() }),
  note('flowUnchecked', { serviceMs: ms }),
  note('flowFigures', balance),
  note('policyIdentified', { kind, errorReplicas: z.number(), seconds: count }),
  note('policyUnexplained', { kind, errorReplicas: z.number(), seconds: count }),
  note('policyTied', { kinds: z.array(z.string()), isConfigured: z.boolean() }),
  note('policyNotTried', { kind, seconds: count, secondsMin: count }),
  /** What the config states. Absent: one, which frees the slot. */
  note('routerNotTried', {
    instances: count.exactOptional(),
    onTimeout: z.enum(['release', 'keepWorking']).exactOptional(),
  }),
  note('routerKnown', { instances: count, keepsWorkingShare: share }),
  /** The cluster showed one ready pod of the router. */
  note('routerCounted', { keepsWorkingShare: share }),
  note('routerFitted', {
    instances: count,
    shares: z.array(z.strictObject({ instances: count, share })),
    keepsWorkingShare: share,
    /** Ready pods of the router that the cluster showed. Absent: none were seen. */
    pods: count.exactOptional(),
  }),
  /** So many ways in which requests may find a replica are taken as equally likely. */
  note('balancingNotTried', { ways: count }),
  note('balancingKnown', { ...way, keepsWorkingShare: share }),
  note('balancingFitted', {
    ...way,
    shares: z.array(z.strictObject({ ...way, share })),
    keepsWorkingShare: share,
  }),
  /** `reports`: looks of the controller whose status was recorded. */
  note('cpuPerBusyMeasured', { reports: count }),
  note('cpuPerBusyAssumed', {}),
  note('sampleAgeMeasured', { reports: count }),
  /** So many of the ages that were tried explain the recorded replicas. */
  note('sampleAgeReplayed', { likely: count, tried: count }),
  note('sampleAgeAssumed', {}),
  note('dispersionDrawn', { dispersion: z.number() }),
  note('dispersionMeasured', { dispersion: z.number() }),
  note('dispersionUnknown', {}),
] as const;

/** What the data can't carry, and what a plan takes for granted. */
const warningNotes = [
  note('requestsPerArrival', severalRequests),
  note('slotsDiffer', {}),
  note('addressesDiffer', {}),
  /** How many requests succeeded all the same; absent in older files. */
  note('serviceAssumed', { succeeded: count.exactOptional() }),
  note('serviceIncludesNetwork', {}),
  note('serviceCut', { share }),
  /**
   * Service times grew during a run, in seconds of the same rate and as many replicas: by the factor `times` from the first to the
   * last of these seconds. `perMinute`: share, of all such seconds of the run.
   */
  note('serviceGrew', {
    run: z.string(),
    /** null: the only one. */
    endpoint: z.string().nullable(),
    times: z.number(),
    perMinute: intervalSchema,
    answers: count,
    ratePerSecond: z.number(),
    /** null: none were watched. */
    replicas: count.nullable(),
    first: servicePart,
    last: servicePart,
  }),
  /** Endpoints without an answer that tells their service time: the mixture is of the others. */
  note('endpointsUnmeasured', { names: z.array(z.string()) }),
  /** Several endpoints share what is simulated; each is held to its own objectives. */
  note('endpointsJudged', {}),
  /** The simulation has one: the longest. */
  note('clientTimeoutsDiffer', { longestMs: ms }),
  note('startupLagAssumed', {}),
  note('startupsFew', { startups: count }),
  note('startupsUnfinished', { unfinished: count }),
  note('startupsWithoutNode', { replicas: count }),
  /** `ready`: replicas in the seconds of these requests; absent: not seen. */
  note('rejectedAtOnce', {
    count,
    withinMs: ms,
    ready: z.strictObject({ least: count, most: count }).exactOptional(),
  }),
  note('balancingOpen', { ways: count }),
  note('flowNotChecked', {}),
  note('flowUnbalanced', balance),
  note('flowDisagrees', { suspects: z.array(suspectSchema) }),
  note('scalingUnexplained', {}),
  note('policyDiffers', { configured: kind, moved: kind }),
  note('policyNotChecked', { seconds: count, secondsMin: count }),
  /** Replicas moved, and no rule that a simulation can follow was stated or read. */
  note('autoscalerUnknown', unknownScaler),
  /** Fully busy pods use at most `mostShare` of the request: within the tolerance of the target, or below. */
  note('targetOutOfReach', { metric: z.string(), targetShare: share, mostShare: share, tolerance: share }),
  note('otherPolicy', { recorded: kind, advised: kind }),
  /** What the recorded run came to, outside of what simulations of the same load and settings predict. Shares, or ms. */
  note('simulatedOtherwise', {
    figures: z
      .array(
        z.strictObject({
          figure: z.enum(['errorShare', 'p95Latency']),
          measured: z.number(),
          low: z.number(),
          high: z.number(),
        }),
      )
      .min(1),
  }),
  /** Failed shares that read like a contradiction and are none: of the recorded run, and of simulations of the same load and settings. */
  note('unusualRun', { measured: share, low: share, mid: share, high: share }),
  /**
   * So many replicas were ready when the load began, and the settings keep `kept` without load. `isRead`: read in the cluster.
   * `wokenMs`: the settings keep none, and the test's own first requests, which may have woken the service, took so long at most.
   */
  note('beganOtherwise', {
    ready: count,
    kept: count,
    isRead: z.boolean(),
    wokenMs: z.number().exactOptional(),
  }),
  /** What KEDA keeps while no trigger is active, and the minimum of the settings. */
  note('idleBesideMinimum', { object: z.string(), idleReplicas: count, minReplicas: count }),
  note('evenLoad', {}),
  note('mostReplicas', { replicas: count }),
  /** `wanted`: the maximum in use; null: there is none. `missing`: resources, as the API names them. */
  note('nodesHold', { replicas: count, wanted: count.nullable(), missing: z.array(z.string()) }),
  /** The peak needs about `needed` replicas, by flow alone. */
  note('budgetTooSmall', { replicas: count, needed: count }),
  note('peakDoesNotFit', { replicas: count, needed: count, missing: z.array(z.string()) }),
  note('dayJudged', period),
  note('dayRandom', period),
  note('daySpike', { isLaid: z.boolean(), ...period }),
  note('dayNotFired', period),
  /** The margin is what the peaks of a trace's own days say. Rates in requests/s. */
  note('marginFromDays', {
    margin: z.number(),
    days: count,
    lowestPeak: z.number(),
    highestPeak: z.number(),
    bound: z.number(),
    confidence: share,
  }),
  /** From which peak on retries keep these settings down after it; null: from none that was tried. */
  note('retriesTip', {
    settings: z.enum(['advised', 'inUse']),
    countMax: count,
    fromRatePerSecond: z.number().nullable(),
    lowestRatePerSecond: z.number().nullable(),
    triedRatePerSecondMax: z.number(),
    worlds: count,
  }),
  note('levelMissed', { ratePerSecond: z.number(), errorShare: share }),
] as const;

/** What a reader should know about the chain of timeouts. */
const timeoutNotes = [
  note('routerCutsSlow', { nowMs: ms, neededMs: ms }),
  note('routerNeeds', { neededMs: ms }),
  note('clientWaitsLongest', {}),
  note('clientCutsSlow', { clientTimeoutMs: ms, neededMs: ms }),
  note('queueWaitAboveSlo', { queueWaitMs: ms, p95LatencyMs: ms }),
] as const;

/** Why the data can't carry an advice. What to run next follows from it: reports/words/plan/refusal.ts. */
export const refusalSchema = z.discriminatedUnion('code', [
  /** A simulation has one request per arrival: it would plan for another load than the service got. */
  note('requestsPerArrival', severalRequests),
  /** `samples` is null where the service time had to be assumed. */
  /** `succeeded`: where none has a known service time; absent where some have, and in older files. */
  note('serviceSamples', { samples: count.nullable(), samplesMin: count, succeeded: count.exactOptional() }),
  note('serviceSpread', {
    lowMs: ms,
    highMs: ms,
    factorMax: z.number(),
    /** null where counted losses and busy slots agree. */
    flow: z.strictObject({ ...balance, suspects: z.array(suspectSchema) }).nullable(),
  }),
  note('loadTooShort', { seconds, secondsMin: seconds, peakRatePerSecond: z.number() }),
  /** Metrics of the HPA that follow nothing that a simulation has: each may decide, so none can be left out. */
  note('metricNotModelled', { metrics: z.array(z.string()) }),
  /** Something scaled the replicas, and neither config nor cluster told what, or by which measure of the load. */
  note('autoscalerNotKnown', unknownScaler),
  /** The recorded run missed the SLO by its errors, and no simulated run with the same settings comes near. */
  note('notReproduced', { measuredShare: z.number(), simulatedShareMost: z.number(), runs: count }),
  /** The recorded service held its load, and every simulated run with the same settings is far worse. */
  note('heldMoreThanSimulated', {
    measuredShare: z.number(),
    simulatedShareLeast: z.number(),
    measuredP95Ms: ms.nullable(),
    simulatedP95LeastMs: ms.nullable(),
    runs: count,
    /** Requests that were under way at once in the busiest phase, by Little's law; null where none was answered. */
    underWay: z.number().nullable(),
    /** Fewest replicas that were asked for, where the minimum that the config states is lower; absent: it is not. */
    kept: z.strictObject({ fewest: count, minReplicas: count }).exactOptional(),
  }),
]);

/** One remark on a calibration or an advice, as a code and its numbers. The words are in reports/words/plan/notes.ts. */
export const noteSchema = z.discriminatedUnion('code', [...inputNotes, ...warningNotes, ...timeoutNotes]);

/** A remark on a calibration or an advice. */
export type Note = z.infer<typeof noteSchema>;
/** What may be wrong with a recording. */
export type Suspect = z.infer<typeof suspectSchema>;
/** A reason why there is no advice. */
export type Refusal = z.infer<typeof refusalSchema>;
