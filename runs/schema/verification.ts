import { z } from 'zod';
import { plannedSettingsSchema } from './recommendation.ts';
import { objectives } from './result/check.ts';
import { loadFaultSchema } from './result/load-as-planned.ts';
import { intervalSchema } from './result/timeline.ts';
import { runSchema } from './run.ts';
import { versionSchema } from './version.ts';

/** The figures of a prediction that a re-run measures. */
const verifiedFigures = [
  'errorShare',
  'rejectedShare',
  'timedOutShare',
  'p50Latency',
  'p95Latency',
  'p99Latency',
  'meanReplicas',
  'mostReplicas',
  'secondsToRecover',
] as const;

/** One figure of the frozen prediction against what the re-run measured. */
const verifiedLineSchema = z.strictObject({
  figure: z.enum(verifiedFigures),
  unit: z.enum(['share', 'millisecond', 'replica', 'second']),
  /** Predictive interval for one run; null where the prediction has none. */
  predicted: intervalSchema.nullable(),
  measured: z.number().nullable(),
  /** The watch was cut meanwhile, so the measured number is a lower bound. */
  isAtLeast: z.literal(true).exactOptional(),
  /** null where one of the two is missing, or a lower bound can't tell. */
  inside: z.boolean().nullable(),
});

/** With how many replicas the prediction began, and the re-run: ready ones and those on their way. */
const verifiedStartSchema = z.strictObject({
  predictedReplicas: z.int().min(0),
  measuredReplicas: z.int().min(0),
  /** The watch saw them, or a person stated them, as the cluster could not be read. */
  seenBy: z.enum(['watch', 'statement']).default('watch'),
});

/** Why a re-run was judged as it was. The words for each are in reports/words/proof/verification.ts. */
const verificationReasonSchema = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('met') }),
  /** With how many replicas the re-run began could not be read, and nobody stated it: it may have had any settings. */
  z.strictObject({ code: z.literal('replicasUnseen') }),
  /** The re-run began with fewer replicas than the advised settings keep: they were not in force. */
  z.strictObject({ code: z.literal('notInForce') }),
  /** The SLO is met; more figures lie outside their intervals than chance explains. */
  z.strictObject({ code: z.literal('predictionOff') }),
  /** The SLO is met, but the re-run began with more replicas than the prediction: it was easier. */
  z.strictObject({ code: z.literal('metFromEasierStart') }),
  z.strictObject({ code: z.literal('notComplete'), status: runSchema.shape.status }),
  /** Phases of which too few or too many requests were sent. */
  z.strictObject({
    code: z.literal('offPlan'),
    phases: z.array(z.strictObject({ phase: z.string(), arrivals: z.int(), planned: z.number() })),
  }),
  z.strictObject({ code: z.literal('telemetryLost') }),
  z.strictObject({ code: z.literal('loadNotAsPlanned'), faults: z.array(loadFaultSchema) }),
  /** The error share misses its limit by less than chance explains. */
  z.strictObject({ code: z.literal('withinChance') }),
  z.strictObject({ code: z.literal('missed'), objectives: z.array(z.enum(objectives)) }),
]);

/** The load fired once more with the same settings, its peak higher by the margin that was planned for. One firing is one firing. */
const marginSchema = z.discriminatedUnion('fired', [
  /** It was asked for, and the re-run before it did not confirm the advice. */
  z.strictObject({ fired: z.literal(false), peakFactor: z.number().gt(1) }),
  z.strictObject({
    fired: z.literal(true),
    /** Its peak against the recorded one: 1.2 with a margin of 20 %. */
    peakFactor: z.number().gt(1),
    /** The run that it was recorded as. */
    runId: z.string(),
    /** null where the cluster could not be read. */
    start: verifiedStartSchema.nullable(),
    /** null: can't tell, and `reason` says why. */
    sloHeld: z.boolean().nullable(),
    reason: verificationReasonSchema,
    /** Of all requests that ended; null: none did. */
    errorShare: z.number().min(0).max(1).nullable(),
    /** Of those that succeeded; null: none did. */
    p95LatencyMs: z.number().min(0).nullable(),
  }),
]);

/** `verification.json`: the prediction that was frozen before the re-run, scored against what happened. */
export const verificationSchema = z.strictObject({
  schemaVersion: versionSchema(2, { file: 'this proof', again: 'verify again' }),
  /** The run whose recommendation is verified, and the re-run. */
  plannedFrom: z.string(),
  verifiedBy: z.string(),
  /** When the load of the re-run began; absent in older proofs. */
  verifiedAtMs: z.number().exactOptional(),
  settings: plannedSettingsSchema,
  /** null where the cluster could not be read, and in folders from before this was recorded. */
  start: verifiedStartSchema.nullable().default(null),
  lines: z.array(verifiedLineSchema),
  linesInside: z.int().min(0),
  linesCompared: z.int().min(0),
  /** Two findings. Did the SLO hold; null: can't tell. */
  sloHeld: z.boolean().nullable(),
  /**
   * Was the prediction right: no more figures outside than chance explains; null: no figure was compared, or the re-run was not
   * what was predicted.
   */
  predictionRight: z.boolean().nullable(),
  /** Inputs that the re-run measured outside the interval that was planned with, in milliseconds. */
  wrongInputs: z.array(
    z.strictObject({
      input: z.enum(['serviceTime', 'startupLag']),
      planned: intervalSchema,
      measured: z.number(),
    }),
  ),
  /** Replicas that were wanted at most, and that were ready at most, where these were fewer; absent: they were not. */
  notAllReady: z.strictObject({ wanted: z.int(), ready: z.int() }).exactOptional(),
  /** Replicas at the peak, where they were a quarter more than its busiest second needed with the margin. */
  overProvisioned: z
    .strictObject({ readyReplicas: z.number().min(0), neededReplicas: z.int().min(1) })
    .nullable(),
  /**
   * confirmed: the SLO held, and the prediction was right. predictionOff: the SLO held, the prediction was wrong. refuted:
   * the SLO did not hold, beyond chance. cantTell: too close to the limit, or a re-run that proves nothing.
   */
  verdict: z.enum(['confirmed', 'predictionOff', 'refuted', 'cantTell']),
  reason: verificationReasonSchema,
  /** What firing the margin has shown, beside the verdict on the load as it was recorded; absent: nobody asked for it. */
  margin: marginSchema.exactOptional(),
});

/**
 * One field that was written: its path, and what stood there before and after; null: nothing did. Lists count from 0 in the
 * path. Older records have a whole list as one field.
 */
const writtenFieldSchema = z.strictObject({
  path: z.array(z.string()).min(1),
  before: z.unknown(),
  after: z.unknown(),
  /** Of a field inside a list: which item of it that is. */
  item: z
    .strictObject({ type: z.string().exactOptional(), name: z.string().exactOptional() })
    .exactOptional(),
});

/** What was written to, so that it can be found again. */
const writtenObjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('kubernetes'),
    context: z.string(),
    objectKind: z.string(),
    namespace: z.string(),
    name: z.string(),
    /** An object of the same name that was recreated is another one. */
    uid: z.string(),
  }),
  z.strictObject({ kind: z.literal('azure'), id: z.string() }),
]);

/** `applied.json`: what was there before, what was written, and how. */
export const appliedSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** The run whose advice it was, in whose folder this lies; absent in older records. */
  plannedFrom: z.string().exactOptional(),
  how: z.enum(['sandbox', 'command', 'byHand', 'kubernetes', 'azure']),
  atMs: z.number(),
  before: z.unknown(),
  settings: plannedSettingsSchema,
  /** Of the ways that can be taken back. */
  object: writtenObjectSchema.optional(),
  fields: z.array(writtenFieldSchema).optional(),
  /**
   * `open`: the write was begun and it is not known whether it was made, as no answer came, or the operation failed on the
   * way. What is in force now shows in the object only. Absent: it was made.
   */
  outcome: z.literal('open').optional(),
  /** With an open outcome: the fields of earlier writes, which stand whatever became of this one. */
  earlierFields: z.array(writtenFieldSchema).optional(),
  /** What of the object was not as it was simulated and was left alone, a sentence for each. */
  differences: z.array(z.string()).optional(),
  /** When `headroom rollback` restored what was there before. */
  rolledBackAtMs: z.number().optional(),
});

/** Replicas at the beginning of the re-run, predicted and measured. */
export type VerifiedStart = z.infer<typeof verifiedStartSchema>;
/** Why the verdict of a proof is what it is. */
export type VerificationReason = z.infer<typeof verificationReasonSchema>;
/** One figure, predicted and measured. */
export type VerifiedLine = z.infer<typeof verifiedLineSchema>;
/** What firing the margin has shown, or that it was not fired. */
export type MarginProof = z.infer<typeof marginSchema>;
/** `verification.json`, as read. */
export type Verification = z.infer<typeof verificationSchema>;
/** How the settings came into effect. */
export type Applied = z.infer<typeof appliedSchema>;
/** One field that was written. */
export type WrittenField = z.infer<typeof writtenFieldSchema>;
/** The object that was written to. */
export type WrittenObject = z.infer<typeof writtenObjectSchema>;
