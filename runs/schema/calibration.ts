import { z } from 'zod';
import { balancings } from '../../planner/platforms/balancing.ts';
import { distributionSchema } from './model/distribution.ts';
import { routerSchema } from './model/router.ts';
import { noteSchema, statedBySchema, suspectSchema } from './plan/notes.ts';
import { policySettingsSchema } from './policy.ts';
import { estimateSchema, intervalSchema } from './result/timeline.ts';
import { evidenceSchema, startupPartsSchema } from './result.ts';
import { sloSchema } from './run.ts';

/**
 * documented: the platform says so; configured: the config says so; measured: seen in the recording;
 * inferred: of several readings, the one whose replays come nearest to the recording; assumed: none of these, and said so in
 * the report.
 */
export const provenanceSchema = z.enum(['documented', 'configured', 'measured', 'inferred', 'assumed']);

const input = {
  provenance: provenanceSchema,
  /** How it was found, or why it had to be assumed. */
  note: noteSchema,
  evidence: z.array(evidenceSchema),
};

/** A time that varies: its distribution as seen, and how well its mean is known. */
const calibratedTimeSchema = z.strictObject({
  ...input,
  distribution: distributionSchema,
  meanMs: intervalSchema,
  samples: z.int().min(0),
});

/** A limit of the router. `stated`: what the config says, else the platform; `seen`: where answers were cut off. */
const calibratedLimitSchema = z.strictObject({
  ...input,
  valueMs: intervalSchema.nullable().describe('null: no limit'),
  statedMs: z.number().nullable().describe('null: no limit'),
  statedBy: statedBySchema,
  seenMs: estimateSchema,
});

/** One autoscaler rule with options, and how far its replicas were from the recorded ones. */
const policyFitSchema = z.strictObject({
  policy: policySettingsSchema,
  /** Mean absolute difference of desired replicas, over the seconds that are known. */
  meanErrorReplicas: z.number().min(0),
  /** Share of seconds in which the fit is within one replica of the recording. */
  closeShare: z.number().min(0).max(1),
  /** How much the recording speaks for this reading of the chosen rule, in 0..1; 0 for other rules. */
  share: z.number().min(0).max(1),
  /** Explains the recording nearly as well as the best one does. */
  plausible: z.boolean(),
});

/** One way in which the router may work, and how much the recording speaks for it: the shares add up to 1. */
const routerReadingSchema = z.strictObject({
  instances: z.int().min(1),
  onTimeout: routerSchema.shape.onTimeout.unwrap(),
  /** Older files knew one queue only. */
  balancing: z.enum(balancings).default('central'),
  balancedPer: routerSchema.shape.balancedPer,
  share: z.number().min(0).max(1),
  /** What is left of service times that come from latencies without the waits that this router adds; else 1. */
  serviceFactor: z.number().gt(0).max(1),
  /** The part of the requests that a timeout cut which took too long in a slot; the others had waited. 1 where none was cut. */
  cutFactor: z.number().gt(0).max(1),
  /** What answers take on average beyond the overhead, in ms: a network or machines whose delays vary. Older files knew none. */
  delayMs: z.number().min(0).default(0),
});

/** `calibration.json`: what a recording tells about a service, each input as an interval with its provenance. */
export const calibrationSchema = z.strictObject({
  schemaVersion: z.literal(1),
  runs: z.array(z.string()).min(1),
  service: calibratedTimeSchema.extend({
    from: z.enum(['header', 'unqueuedLatency', 'assumed']),
    /** Requests that a timeout cut, of all in the same seconds: calm ones, where there were enough. Absent: hardly any. */
    cut: z
      .strictObject({
        seconds: z.enum(['calm', 'all']),
        limitMs: z.number().min(0),
        requests: z.number().gt(0),
        of: z.number().gt(0),
        /** Of the distribution above, beyond the limit. */
        beyondShare: z.number().min(0).lt(1),
      })
      .exactOptional(),
    /**
     * Of each endpoint where there are several, the one with the least room for waiting first. The distribution above
     * is their mixture.
     */
    endpoints: z
      .array(
        z.strictObject({
          name: z.string(),
          /** Of the recorded load's arrivals. */
          share: z.number().gt(0).max(1),
          meanMs: intervalSchema,
          distribution: distributionSchema,
          /** Its objectives, which a plan holds it to. */
          slo: sloSchema,
        }),
      )
      .exactOptional(),
  }),
  startupLag: calibratedTimeSchema.extend({
    partsMeanMs: startupPartsSchema.nullable(),
  }),
  queueWaitLimit: calibratedLimitSchema,
  /** The platform's own. */
  requestTimeout: calibratedLimitSchema,
  /** When the client of the last run gave up: part of the load, and nothing that a platform could be set to. */
  clientTimeoutMs: z.number().positive(),
  /** Where requests wait, by the likeliest reading of the router: in front of all replicas, or at each. */
  queuePlace: z.strictObject({ ...input, value: z.enum(['router', 'replica']) }),
  router: z.strictObject({
    ...input,
    /** The likeliest reading. */
    instances: z.int().min(1),
    onTimeout: routerSchema.shape.onTimeout.unwrap(),
    /** The config says what a timed-out request does. Absent: it is inferred, or assumed. */
    isOnTimeoutStated: z.boolean().exactOptional(),
    balancing: z.enum(balancings).default('central'),
    balancedPer: routerSchema.shape.balancedPer,
    /** Requests that may wait at one replica, where they wait there; null: no limit. */
    waitingPerReplicaMax: z.int().min(0).nullable().default(null),
    /** After so long the recorded load gave a connection no further request; null: no limit. */
    connectionMaxAgeSeconds: z.number().positive().nullable().default(null),
    /** Of the number of instances and of the balancing. */
    verdict: z.enum(['identified', 'cantTell', 'notTried']),
    readings: z.array(routerReadingSchema).min(1),
  }),
  /** What a client sees beyond waiting and service: network and router, both ways. */
  overhead: z.strictObject({ ...input, ms: intervalSchema }),
  slotsPerReplica: z.strictObject({ ...input, value: z.int().min(1) }),
  policy: z.strictObject({
    ...input,
    /** The rule to plan with: the best fit, or the configured one where the fits can't tell. */
    settings: policySettingsSchema,
    verdict: z.enum(['identified', 'cantTell', 'notTried']),
    fits: z.array(policyFitSchema),
  }),
  /** Of an HPA that follows a utilization: what its cluster decides. null for any other rule. */
  hpa: z
    .strictObject({
      /** Use of a fully busy pod, as a share of its request. */
      cpuPerBusy: z.strictObject({ ...input, share: intervalSchema }),
      /** Age of the newest sample when the controller looks. */
      sampleAge: z.strictObject({ ...input, seconds: intervalSchema }),
    })
    .nullable(),
  burstiness: z.strictObject({
    ...input,
    /** Variance / mean of the counts per second around the plan; 1 for Poisson, 0 for even spacing. */
    indexOfDispersion: estimateSchema,
  }),
  /** Little's law on the slots: the share lost before service against 1 - busy slots / (rate x service time). */
  flowBalance: z.strictObject({
    ...input,
    lostShare: z.number(),
    lostShareByFlow: z.number(),
    agrees: z.boolean(),
    /** What may be wrong where they do not agree. */
    suspects: z.array(suspectSchema),
  }),
  /** What the data can't carry: each lowers the confidence of an advice. */
  warnings: z.array(noteSchema),
});

/** `calibration.json`, as read. */
export type Calibration = z.infer<typeof calibrationSchema>;
/** A limit of the router: what is stated of it, what was seen, and what to plan with. */
export type CalibratedLimit = z.infer<typeof calibratedLimitSchema>;
/** One way in which the router may work, with its share of belief. */
export type RouterReading = z.infer<typeof routerReadingSchema>;
/** One autoscaler rule with options, and how closely it follows the recording. */
export type PolicyFit = z.infer<typeof policyFitSchema>;
