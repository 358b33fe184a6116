import { z } from 'zod';
import { retriesSchema } from './load/retries.ts';
import { autoStopSchema } from './run.ts';

/** A named part of the load in whole seconds of the plan; `toSecond` is the first second after it. */
const planPhaseSchema = z.strictObject({
  name: z.string().min(1),
  fromSecond: z.int().min(0),
  toSecond: z.int().min(1),
});

/** How arrivals lie inside their second: anywhere by the seed, each in the middle of an equal share, or as given. */
const placements = ['random', 'even', 'exact'] as const;

/** When requests are to arrive, second by second. */
const plannedArrivalsSchema = z.strictObject({
  placement: z.enum(placements),
  /** Arrivals of each second of the plan: whole numbers, drawn once and then fixed. */
  perSecond: z.array(z.int().min(0)),
  /** Only with `exact`: milliseconds inside each second, ascending, as many as `perSecond` says. */
  offsetsMs: z.array(z.array(z.number().min(0).lt(1000))).exactOptional(),
  /** Of these counts, those of each endpoint, in the order of the plan's endpoints. They add up to `perSecond`. */
  perEndpoint: z.array(z.array(z.int().min(0))).min(1),
});

/** One request that arrivals send. Its address, headers and bodies are in the secret. */
const planEndpointSchema = z.strictObject({
  name: z.string().min(1),
  method: z.string().min(1),
  timeoutMs: z.number().positive(),
  followRedirects: z.boolean(),
  discardBody: z.boolean(),
  /** `random`: which one an arrival sends is drawn from the seed and its number. */
  payload: z.strictObject({ kind: z.enum(['one', 'inTurn', 'random']), count: z.int().min(1) }),
});

/** The built-in request of each arrival's endpoint: sent without a virtual user. */
const requestWorkSchema = z.strictObject({ kind: z.literal('request') });

/** A function of a script; `scenario` is one of the script's own options, whose name, environment and tags hold. */
const scriptFunctionSchema = z.strictObject({
  scenario: z.string().min(1).exactOptional(),
  exec: z.string().min(1),
  weight: z.number().positive(),
  /** Whose arrivals run it; absent: those of all. */
  endpoint: z.string().min(1).exactOptional(),
});

/** A script's functions, run by virtual users that start few and grow with the plan. */
const scriptWorkSchema = z.strictObject({
  kind: z.literal('script'),
  usersAtStart: z.int().min(1),
  usersMax: z.int().min(1),
  /** What an iteration is taken to last until one has ended: how many users a step of the plan needs. */
  firstIterationMs: z.number().positive(),
  /** Functions that arrivals run, drawn by weight among those of their endpoint; without it all run the default one. */
  mix: z.array(scriptFunctionSchema).exactOptional(),
});

/** `reuse`: any idle connection; `perUser`: one for each virtual user; `new`: one for each request. */
const connectionModes = ['reuse', 'perUser', 'new'] as const;

/** How requests share connections. */
const planConnectionsSchema = z.strictObject({
  mode: z.enum(connectionModes),
  /** An older connection is not used for another request; null: for as long as it stays open. */
  maxAgeSeconds: z.number().positive().nullable(),
  http2: z.boolean(),
});

/** Caps that the generator holds by itself. */
const planLimitsSchema = z.strictObject({
  /** More in flight than this: further arrivals are dropped, and counted. */
  inFlightMax: z.int().min(1),
  /** Every request of every protocol, setup() included; one beyond it ends the load. */
  requestsPerSecondMax: z.number().positive(),
  /** How long requests in flight may take after the last planned second. */
  graceSeconds: z.number().positive(),
  autoStop: autoStopSchema,
});

const addsUp = ({ perSecond, perEndpoint }: z.infer<typeof plannedArrivalsSchema>): boolean =>
  perSecond.every(
    (arrivals, second) => perEndpoint.reduce((sum, counts) => sum + (counts[second] ?? 0), 0) === arrivals,
  );

/**
 * `plan.json`: what the generator was told to do, without any secret. The drawn counts are the plan: the same plan
 * and seed fire the same arrivals.
 */
export const loadPlanSchema = z
  .strictObject({
    schemaVersion: z.literal(2, 'this plan was written by another version of Headroom: record it again'),
    seed: z.int().min(0),
    generator: z.string().min(1),
    /** Epoch ms of a whole second; null: the next one after setup(). */
    startAtMs: z.int().min(0).nullable(),
    phases: z.array(planPhaseSchema).min(1),
    arrivals: plannedArrivalsSchema,
    endpoints: z.array(planEndpointSchema).min(1),
    work: z.discriminatedUnion('kind', [requestWorkSchema, scriptWorkSchema]),
    connections: planConnectionsSchema,
    /** How a request is tried again; absent: it is not. */
    retries: retriesSchema.exactOptional(),
    limits: planLimitsSchema,
    /** Where the generator may connect: host or host:port in lower case. */
    fence: z.strictObject({
      hosts: z.array(z.string().min(1)).min(1),
      proxy: z.string().nullable(),
      /** Modules that may be imported though they open connections of their own. */
      allowUnfenced: z.array(z.string()).exactOptional(),
    }),
  })
  .refine(
    ({ phases }) => phases.every(({ fromSecond }, i) => fromSecond === (phases[i - 1]?.toSecond ?? 0)),
    {
      message: 'phases follow each other without a gap, from second 0',
    },
  )
  .refine(({ phases, arrivals }) => arrivals.perSecond.length === phases.at(-1)?.toSecond, {
    message: 'perSecond has a count for every second of the phases',
  })
  .refine(({ endpoints, arrivals }) => arrivals.perEndpoint.length === endpoints.length, {
    message: 'perEndpoint has the counts of every endpoint',
  })
  .refine(({ arrivals }) => addsUp(arrivals), { message: 'the counts of the endpoints add up to perSecond' });

/** What a request to an endpoint holds. */
const endpointSecretSchema = z.strictObject({
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Bodies in base64; as many as the plan's payload count. */
  payloads: z.array(z.string()),
});

/** What travels beside the plan on the same descriptor and is never written anywhere. */
const loadSecretSchema = z.strictObject({
  /** In the order of the plan's endpoints. */
  endpoints: z.array(endpointSecretSchema),
  clientCertificate: z.strictObject({ certPem: z.string(), keyPem: z.string() }).nullable(),
  caPem: z.string().nullable(),
  insecureSkipVerify: z.boolean(),
  /** For scripts, by `k6/secrets`. */
  secrets: z.record(z.string(), z.string()),
  /** Every literal that must not be shown. */
  redact: z.array(z.string()),
  /** Of a pod: variables that Kubernetes fills with keys. Headers hold `{{env:NAME}}` in their place. */
  fromEnvironment: z.array(z.string()).exactOptional(),
});

/** Which part of the plan a process fires, where several share it: see `shareOf` in runner-share.ts. */
const runnerShareSchema = z
  .strictObject({
    /** From 0; null: the environment of the pod says. */
    index: z.int().min(0).nullable(),
    count: z.int().min(1),
  })
  .refine(({ index, count }) => index === null || index < count, { message: 'index lies below count' });

/** The one document that the generator reads before anything else runs. */
export const planDocumentSchema = z.strictObject({
  plan: loadPlanSchema,
  secret: loadSecretSchema,
  /** Absent: the process fires all of the plan, and begins when it is ready. Else it waits for the tool's order. */
  runner: runnerShareSchema.exactOptional(),
});

/** `plan.json`, as read. */
export type LoadPlan = z.infer<typeof loadPlanSchema>;
/** What the generator is told beside the plan and nobody writes down. */
export type LoadSecret = z.infer<typeof loadSecretSchema>;
/** What the generator reads: plan and secret. */
export type PlanDocument = z.infer<typeof planDocumentSchema>;
/** When requests are to arrive, second by second. */
export type PlannedArrivals = z.infer<typeof plannedArrivalsSchema>;
/** The functions of a script that arrivals run, by weight. */
export type LoadMix = readonly z.infer<typeof scriptFunctionSchema>[];
/** What an arrival does: the built-in request, or a script's function. */
export type LoadWork = LoadPlan['work'];
