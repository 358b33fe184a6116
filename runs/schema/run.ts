import { z } from 'zod';
import { targetKinds } from '../../planner/platforms/index.ts';
import { about } from './about.ts';
import { knownRouterSchema } from './known-router.ts';
import { commitSchema, tagsSchema, titleSchema } from './labels.ts';
import { loadSchema, phaseSchema } from './load/load.ts';
import { traceRecordSchema } from './load/trace-reading.ts';
import { planningSchema } from './planning.ts';
import { policySettingsSchema } from './policy.ts';
import { problemSchema } from './result/problem.ts';
import { k6EndSchema, stopReasonSchema } from './result/stop-reason.ts';
import { versionSchema } from './version.ts';

export { targetKinds };

/** Service level objective: limits that a load must keep. */
export const sloSchema = z.strictObject({
  maxErrorShare: z
    .number()
    .min(0)
    .max(1, 'a share in 0..1')
    .default(0.01)
    .meta(about('share of the requests that may end in anything but 2xx', 0.01)),
  p95LatencyMs: z
    .number()
    .positive()
    .optional()
    .meta(
      about('limit of the 95th percentile of the latency of successful requests', 500, {
        otherwise: 'no limit',
      }),
    ),
});

/** When a load is ended early because it only fails. */
export const autoStopSchema = z.strictObject({
  /** The load ends when the share of errors over `windowSeconds` passes this. 1 = never. */
  maxErrorShare: z.number().gt(0).max(1),
  windowSeconds: z.int().min(1).max(600),
  /** A request in flight for longer than this counts as failed before it ends. */
  overdueMs: z.number().positive(),
});

const recordedRequest = {
  url: z.string(),
  method: z.string(),
  headerNames: z.array(z.string()),
  payload: z.string().describe('what is sent, in words: inline, file name, function'),
  requestTimeoutMs: z.number().positive(),
};

/** The configuration as recorded: defaults filled in, secrets and header values replaced by their names. */
const recordedConfigSchema = z.strictObject({
  target: z.strictObject({
    kind: z.enum(targetKinds),
    ...recordedRequest,
    authEnv: z.string().nullable(),
    slotsPerReplica: z.int().min(1),
    /** Whether the config states it, or it is the default. Absent in older folders. */
    slotsFrom: z.enum(['config', 'default']).exactOptional(),
  }),
  /** What went out. Absent: the target's request alone. */
  endpoints: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        /** Of the arrivals, as planned. */
        share: z.number().gt(0).max(1),
        ...recordedRequest,
        slo: sloSchema,
      }),
    )
    .min(1)
    .exactOptional(),
  load: loadSchema,
  script: z.string().nullable().describe("name of the user's own scenario file"),
  slo: sloSchema,
  /** Absent in older folders. */
  plan: planningSchema.exactOptional(),
  /** The settings in force when the load began. */
  autoscaler: policySettingsSchema.nullable(),
  /** Read in the cluster, stated by the config (or the advice that is proven), or documented by the platform. Absent in older folders. */
  autoscalerFrom: z.enum(['live', 'config', 'default']).optional(),
  /** Absent in older folders. */
  router: knownRouterSchema.exactOptional(),
  cluster: z
    .strictObject({ context: z.string().nullable(), namespace: z.string(), selector: z.string() })
    .nullable(),
  safety: z.strictObject({
    allowedHosts: z.array(z.string()),
    allowUnfenced: z.array(z.string()).optional(),
    maxRatePerSecond: z.number(),
    maxDurationSeconds: z.number(),
    /** Absent in older folders. */
    maxReplicaHours: z.number().exactOptional(),
    maxInFlight: z.int(),
    maxVirtualUsers: z.int(),
    autoStop: autoStopSchema,
  }),
  k6Extensions: z.array(z.string()),
});

/** `run.json`: what was run, with what, and how it ended. */
export const runSchema = z.strictObject({
  schemaVersion: versionSchema(4, { file: 'this folder', again: 'record it again' }),
  id: z.string(),
  /** What a person calls it; absent where nobody did. */
  title: titleSchema.exactOptional(),
  /** Absent: none. */
  tags: tagsSchema.exactOptional(),
  /** Absent where git, or a commit, was not there. */
  commit: commitSchema.exactOptional(),
  /**
   * Its config, as a path from the run folder such as '../../k6.config.ts'. Absent in older folders, and where one of
   * both lay outside of the working folder.
   */
  configFile: z.string().exactOptional(),
  /** Fired by `headroom demo` at a service of its own, which ended with it. Absent in any other run. */
  isDemo: z.literal(true).exactOptional(),
  /** The run whose advice this one was fired to prove; absent in a run of its own. */
  provesAdviceOf: z.string().optional(),
  /**
   * Fired at the margin of that advice: its peak against the one that `config.load` states, as `phases` have it. Absent in any
   * other run.
   */
  peakFactor: z.number().gt(1).exactOptional(),
  status: z.enum(['running', 'complete', 'interrupted', 'failed']),
  tool: z.strictObject({ version: z.string(), node: z.string(), platform: z.string() }),
  k6: z.strictObject({ version: z.string(), source: z.string() }),
  seed: z.int(),
  config: recordedConfigSchema,
  /** Marks (SHA-256) of what the load was made of, which names alone do not tell. Absent in older folders. */
  contents: z
    .strictObject({
      /** Of the script with all that it imports; null: none. */
      script: z.string().nullable(),
      /** Of the bodies of each endpoint, in the order of the config's; none where a script sends its own. */
      payloads: z.array(z.string()),
    })
    .exactOptional(),
  /** How the trace of a replay was read; absent in older folders, and for all other loads. */
  trace: traceRecordSchema.exactOptional(),
  phases: z.array(phaseSchema).min(1),
  /** Arrivals of each second of the plan, as drawn: see plan.json. */
  plannedPerSecond: z.array(z.int().min(0)),
  /** Of these, those of each endpoint, in the order of the config's. Absent: all of the only one. */
  plannedPerEndpoint: z.array(z.array(z.int().min(0))).exactOptional(),
  createdAtMs: z.number(),
  /** The second at which the first arrival was planned: the zero of every offset. null until k6 is ready. */
  loadStartedAtMs: z.number().nullable(),
  endedAtMs: z.number().nullable(),
  /** The request before the load, to each endpoint; null: not sent. */
  preflight: z
    .array(
      z.strictObject({
        endpoint: z.string(),
        status: z.int(),
        latencyMs: z.number(),
        protocol: z.string().exactOptional(),
        /** What it said, redacted and cut, where its status is a success and its body tells of an error. */
        errorBody: z.string().exactOptional(),
      }),
    )
    .nullable(),
  /** Why the load ended before its plan. `reason` is null where the tool could not record one: it was killed. */
  stopped: z
    .strictObject({
      by: z.enum(['user', 'autoStop', 'cap', 'k6', 'tool']),
      reason: stopReasonSchema.nullable(),
      atMs: z.number(),
    })
    .nullable(),
  k6Exit: k6EndSchema.nullable(),
  problems: z.array(problemSchema),
});

/** Of a `run.json` of any version: which run it is. What was written must be taken back even where the rest is not understood. */
export const runIdSchema = z.object({ id: z.string().min(1) });

/** Service level objective: limits that a load must keep. */
export type Slo = z.infer<typeof sloSchema>;
/** The config as a run folder keeps it: without any secret. */
export type RecordedConfig = z.infer<typeof recordedConfigSchema>;
/** One endpoint of a recorded config. */
export type RecordedEndpoint = NonNullable<RecordedConfig['endpoints']>[number];
/** `run.json`, as read. */
export type Run = z.infer<typeof runSchema>;
