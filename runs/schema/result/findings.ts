import { z } from 'zod';

/**
 * Why requests failed. The words for each are in reports/words/causes/causes.ts, the rules in planner/explain/rules/. Each is
 * only said with its measurement; without one the answer is `cantTell`.
 */
export const causeKinds = [
  /** Every slot was busy while replicas that had been asked for were starting. */
  'replicasStarting',
  /** Every slot was busy and more replicas were asked for only later. */
  'waitingForDecision',
  /** Every slot was busy at the most replicas that the config or the live object allows. */
  'atMaxReplicas',
  /** The replicas were full for less time than a new one takes to come: only warm ones would have served more. */
  'minimumTooLow',
  /** Utilization was measured below the target while requests were turned away. */
  'autoscalerSatisfied',
  /** The autoscaler had no metric. */
  'autoscalerBlind',
  /** The autoscaler was switched off or paused. */
  'scalingOff',
  /** Someone else set the replicas: GitOps, a second autoscaler, a person. */
  'replicasChangedByOthers',
  /** Scaled to zero, and nothing ever started. */
  'neverActivated',
  /** New pods fit on no node. */
  'unschedulable',
  /** New pods waited for an image that could not be pulled. */
  'imagePull',
  /** New replicas can't become ready: crash loop, probe failure, init() failure. More of them would not help. */
  'cannotBecomeReady',
  /** A ready replica was lost and came back, or of one moment, a replica was restarted: killed for memory, crashed, its worker lost. */
  'replicaRestarted',
  /** No replica was ready, and nothing shows why. */
  'noReadyReplicas',
  /** New replicas were ready before their model was loaded. */
  'notYetLoaded',
  /** Replicas were ended while they had requests, whose connections broke: rollout, scale-in, eviction. */
  'replicaReplaced',
  /** Ready replicas were gone, and those that were left were full until others had taken their place. */
  'replicasLost',
  /** A kept connection that the server had just closed was used again. */
  'keepAliveRace',
  /** run() raised an exception: a body, a header or a log says so. */
  'modelCrashed',
  /** The model takes longer than a limit of the platform or of the server lets it. */
  'modelSlowerThanTimeout',
  /** Service times grew while the load ran, with the same load and as many replicas. It fails no request by itself. */
  'serviceGrew',
  /** The client gave up first. */
  'clientTimeout',
  /** A limit of requests in a time, whatever the replicas could take. */
  'rateLimited',
  /** The platform documents the answer as a fault of its own. */
  'platformFailed',
  /** No connection: refused, reset, DNS, TLS. */
  'connectionFailed',
  /** What came is no answer by the rules of HTTP. */
  'malformedAnswer',
  /** The fence let nothing through. */
  'hostBlocked',
  /** The request is wrong: payload, key, path. */
  'redirected',
  'notAccepted',
  /** The script expects another answer. */
  'notExpected',
  /** The load generator was late, stood still or had no more ports. */
  'generator',
  /** Nothing that was recorded tells. */
  'cantTell',
] as const;

/** What was measured. The words for each are in reports/words/causes/facts.ts. */
export const factCodes = [
  /** `n` requests ended so. */
  'requests',
  /** numbers: desired, ready, pending, maxReplicas, minReplicas; of the second with the most requests in flight. */
  'replicas',
  /** numbers: share (mean), target. */
  'utilization',
  /** numbers: inFlight, slots; of the same second as `replicas`. */
  'inFlight',
  /** numbers: medianMs, limitMs. */
  'failedAfter',
  /**
   * numbers: okMedianMs of requests that met no queue, okSlowestMs of them where none came near the limit; or medianMs of those of
   * some seconds.
   */
  'serviceTime',
  /**
   * numbers: times (last / first of these seconds), perMinute (share) with perMinuteLow and perMinuteHigh, ratePerSecond, and
   * replicas where they were watched; objects: the endpoint where there are several.
   */
  'serviceGrew',
  /** numbers: lagSeconds. */
  'startupLag',
  /** A condition of an autoscaler; quotes: its reason and its message. */
  'condition',
  /** numbers: count; quotes: reason and message. */
  'event',
  /** Pods whose container waits; quotes: reasons. */
  'waiting',
  /** Pods whose container ended; numbers: restarts, exitCode; quotes: reasons. */
  'terminated',
  /** Pods without a node; numbers: nodes, and on how many of them which resource is short; quotes: the scheduler's words. */
  'noNode',
  /** Pods that got ready or were made during the failures; numbers: share of the ready ones. */
  'newPods',
  /** Pods that were ended or replaced; quotes: why, where their status tells. */
  'endedPods',
  /** Pods that were ready and are not any more; quotes: why, where their status tells. */
  'lostPods',
  /** No pod was made, restarted or ended meanwhile; n: pods. */
  'podsUntouched',
  /** There was no pod at all. */
  'noPod',
  /** What the answers said; quotes: first bodies or errors. */
  'answers',
  /** quotes: telling headers, as `name: value`. */
  'headers',
  /** numbers: atMs; clientMs, platformMs, tries where they are known. */
  'cutOff',
  /** numbers: lateP99Ms, stalledMs, cpuSeconds. */
  'generator',
  /** The wanted replicas moved otherwise than the autoscaler asked; numbers: from, to. */
  'desiredMoved',
  /** numbers: ratePerSecond in the failing seconds, otherRatePerSecond in the others. */
  'rate',
] as const;

/** One measurement that a cause rests on. */
const factSchema = z.strictObject({
  code: z.enum(factCodes),
  /** File of the run folder. */
  file: z.string(),
  fromSecond: z.number(),
  toSecond: z.number(),
  /** Observations: requests, lines, seconds. */
  n: z.int().min(0),
  /** By kind and name: "Pod score-abc". */
  objects: z.array(z.string()),
  numbers: z.record(z.string(), z.number()),
  /** Redacted and cut. */
  quotes: z.array(z.string()),
});

/** What to change. The words for each, with the platform's name of the setting, are in reports/words/causes/remedies.ts. */
export const remedyCodes = [
  'raiseMin',
  'raiseMax',
  /** Pods that are there can't run: a higher maximum would only add more. */
  'runPodsFirst',
  'lowerTarget',
  'raiseQueueWait',
  'shortenStart',
  'raiseTimeout',
  'speedUpModel',
  'fireSoak',
  'findGrowth',
  'noRetryAfterTimeout',
  'raiseClientTimeout',
  'addNodes',
  'changeNodeSku',
  'lowerRequest',
  /** Nodes turn the pods away by a taint. */
  'tolerateTaint',
  /** The pods' node selector or affinity rules nodes out. */
  'matchNodes',
  'raiseMemory',
  'fixInit',
  'fixRun',
  'fixImage',
  'longerStartupProbe',
  'fixProbe',
  'probeTheModel',
  'drainBeforeEnd',
  /** With a replica more the others could have taken the load of the one that was gone. */
  'spareReplicas',
  /** The new one is ready before the old one ends. */
  'replaceBeforeEnd',
  /** The kubelet evicts first what uses more than it asks for. */
  'requestWhatIsUsed',
  'slowerScaleDown',
  'keepAliveAboveBalancer',
  'giveMetric',
  'switchScalingOn',
  'oneOwnerOfReplicas',
  'wayOfActivation',
  'raiseRateLimit',
  'checkPlatform',
  'checkEndpoint',
  'findWhyRefused',
  'checkProtocol',
  'allowHost',
  'followRedirect',
  'checkRequest',
  'renewKey',
  'checkExpectation',
  'strongerGenerator',
  'matchSlotsToWorkers',
] as const;

/** What would show it, where nothing does. Words: reports/words/causes/remedies.ts. */
export const missingEvidence = [
  'clusterAccess',
  'containerLogs',
  'frontEndLogs',
  'eventAccess',
  'autoscalerAccess',
  'utilization',
  'serviceTime',
  'lateAnswer',
  'answerBody',
  'longerRun',
] as const;

/** `info`: within the SLO. `warning`: nothing failed of it yet. `error`: it broke the SLO. */
const findingLevels = ['info', 'warning', 'error'] as const;

/** One cause of failed requests, with how many it explains and when. */
export const findingSchema = z.strictObject({
  cause: z.enum(causeKinds),
  level: z.enum(findingLevels),
  /** Status codes and failures without an answer ("503", "timeout"), each once, in order of their first second. */
  outcomes: z.array(z.string()),
  requests: z.int().min(0),
  /** Of all failed requests; 0 where it failed none. */
  share: z.number().min(0).max(1),
  seconds: z.array(z.int()),
  /** Of these requests, those of each endpoint that had any; absent where there is but one endpoint. */
  endpoints: z.array(z.strictObject({ name: z.string(), requests: z.int().min(1) })).exactOptional(),
  /** Most telling first. */
  evidence: z.array(factSchema),
  remedies: z.array(z.enum(remedyCodes)),
  wouldTell: z.array(z.enum(missingEvidence)),
});

/**
 * `findings.json`: causes, largest first, and the causes of every failed second (by offset). Requests of one second and
 * outcome may have several causes: their entries add up to all of them.
 */
export const findingsSchema = z.strictObject({
  schemaVersion: z.literal(2),
  findings: z.array(findingSchema),
  causeBySecond: z.array(
    z.strictObject({
      second: z.int(),
      outcome: z.string(),
      requests: z.int().min(1),
      cause: z.enum(causeKinds),
    }),
  ),
});

/** Why a request may have failed. */
export type CauseKind = (typeof causeKinds)[number];
/** One measurement that a cause rests on. */
export type Fact = z.infer<typeof factSchema>;
/** What kind of measurement. */
export type FactCode = (typeof factCodes)[number];
/** What to change. */
export type RemedyCode = (typeof remedyCodes)[number];
/** What would show it, where nothing does. */
export type MissingEvidence = (typeof missingEvidence)[number];
/** One cause, with the requests that it explains. */
export type Finding = z.infer<typeof findingSchema>;
/** `findings.json`, as read. */
export type Findings = z.infer<typeof findingsSchema>;
