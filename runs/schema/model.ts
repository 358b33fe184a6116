import { z } from 'zod';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { type Arrivals, arrivalsSchema, expectedRequests } from './arrivals.ts';
import { distributionSchema } from './distribution.ts';
import { faultsOf } from './faults/faults.ts';
import { policySettingsSchema } from './policy.ts';
import { retriesSchema } from './retries.ts';
import { balancesWhatItCan, routerSchema, withDocumentedRouter } from './router.ts';

/** What one replication may hold in memory: about 25 bytes a request. */
const requestsPerReplicationMax = 10_000_000;

/** What the counters of a histogram hold; some ten minutes of one core. */
const requestsMax = 4_000_000_000;

/** 115 days: counts per second, where they are needed, then take 120 MB. */
const durationSecondsMax = 10_000_000;

const startupPart = distributionSchema.default({ kind: 'constant', meanMs: 0 });

/** Time from the raised number of replicas to a ready replica: one distribution, or a sum of parts. */
const startupLagSchema = z.discriminatedUnion('kind', [
  ...distributionSchema.options,
  z.strictObject({
    kind: z.literal('parts'),
    schedule: startupPart.describe('created to bound to a node'),
    pull: startupPart.describe('image pull'),
    init: startupPart.describe('container start and init()'),
    ready: startupPart.describe('until the readiness probe has passed'),
  }),
]);

const count = z.int('a whole number').min(1, 'at least 1');

const replicaSchema = z.strictObject({
  slots: count.default(1).describe('requests that a replica runs at once'),
  startupLag: startupLagSchema,
  parallelStartsLimit: count.nullable().default(null).describe('replicas that may start at the same time'),
  nodeCapacity: count
    .nullable()
    .default(null)
    .describe('replicas that the nodes can hold; further ones stay pending until there is room'),
});

/** The last second that the arrivals name, if requests come in or after `durationSeconds`. */
const lateSecond = (arrivals: Arrivals, durationSeconds: number): number | undefined => {
  switch (arrivals.kind) {
    case 'counts':
      return arrivals.perSecond.length > durationSeconds ? arrivals.perSecond.length - 1 : undefined;
    case 'timestamps': {
      const last = arrivals.seconds.reduce((latest, second) => Math.max(latest, second), 0);
      return last >= durationSeconds ? last : undefined;
    }
    default:
      return undefined;
  }
};

type Timing = { durationSeconds: number; warmupSeconds: number };
type Load = { durationSeconds: number; arrivals: Arrivals; replications: number };

/** Runs a check of several fields as soon as those are sound, whatever else is wrong: all faults show at once. */
const whenSound = (...fields: readonly string[]) => ({
  when: ({ value, issues }: z.core.ParsePayload): boolean =>
    typeof value === 'object' &&
    value !== null &&
    fields.every((field) => field in value && !issues.some(({ path }) => path?.[0] === field)),
});

const leavesSomethingToMeasure = (
  { durationSeconds, warmupSeconds }: Timing,
  context: z.RefinementCtx,
): void => {
  if (warmupSeconds < durationSeconds) return;
  const message = `below durationSeconds ${durationSeconds}, or nothing is left to measure`;
  context.addIssue({ code: 'custom', path: ['warmupSeconds'], message });
};

const holdsTheArrivals = (load: Load, context: z.RefinementCtx): void => {
  const { durationSeconds, arrivals, replications } = load;
  const fault = (path: keyof Load, message: string): void =>
    context.addIssue({ code: 'custom', path: [path], message });
  const late = lateSecond(arrivals, durationSeconds);
  if (late !== undefined) {
    fault('durationSeconds', `requests come in second ${late}: make it longer, or cut the arrivals`);
  }
  const requests = Math.round(expectedRequests(arrivals, durationSeconds));
  if (requests > requestsPerReplicationMax) {
    fault('durationSeconds', `${requests} requests, above ${requestsPerReplicationMax}: make it shorter`);
  } else if (requests * replications > requestsMax) {
    fault('replications', `${requests * replications} requests in all, above ${requestsMax}: fewer will do`);
  }
};

/** An HPA takes the largest answer of its metrics: one that nothing here follows could not be left out. */
const followsEveryMetric = (
  { policy }: { readonly policy: z.output<typeof policySettingsSchema> },
  context: z.RefinementCtx,
): void => {
  if (policy.kind !== 'hpa') return;
  for (const [index, { name, source }] of policy.metrics.entries()) {
    if (source !== 'none') continue;
    const message = `nothing in a simulation follows ${name}: leave it out, or say what it follows (utilization, concurrency, requestRate)`;
    context.addIssue({ code: 'custom', path: ['policy', 'metrics', index, 'source'], message });
  }
};

/** The model file of `headroom simulate`: all that a replication depends on. */
export const modelSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    name: z.string().optional().describe('shown beside its answer'),
    durationSeconds: z
      .number()
      .positive('seconds above 0')
      .max(durationSecondsMax, `at most ${durationSecondsMax} seconds: 115 days`),
    arrivals: arrivalsSchema,
    service: distributionSchema.describe('time in a slot'),
    replica: replicaSchema,
    router: routerSchema.prefault({}),
    retries: retriesSchema.optional().describe('how clients try again; default: they do not'),
    policy: policySettingsSchema,
    initialReplicas: z
      .int('a whole number')
      .min(0)
      .optional()
      .describe('ready at the start, within the bounds of the policy; default: what it keeps without load'),
    warmupSeconds: z.number().min(0).default(0).describe('requests that arrive earlier are not counted'),
    recoveredErrorShare: z
      .number()
      .min(0)
      .max(1, 'a share in 0..1: write 0.01 for 1 %')
      .default(0.01)
      .describe('seconds-to-recover end when the share of errors stays at or below this'),
    seed: z.int().default(1),
    replications: count.max(100_000).default(20),
  })
  .superRefine(leavesSomethingToMeasure, whenSound('durationSeconds', 'warmupSeconds'))
  .superRefine(holdsTheArrivals, whenSound('durationSeconds', 'arrivals'))
  .superRefine(balancesWhatItCan, whenSound('router', 'policy'))
  .superRefine(followsEveryMetric, whenSound('policy'))
  .transform(withDocumentedRouter);

/** What a person writes: fields with a default may be left out. */
export type ModelInput = z.input<typeof modelSchema>;
/** A model with its defaults filled in: all that a replication depends on. */
export type Model = z.output<typeof modelSchema>;
/** Time from raising the desired replicas to a ready replica. */
export type StartupLag = z.output<typeof startupLagSchema>;

/**
 * A model with its defaults filled in.
 *
 * @param file where the input came from, for people
 * @throws HeadroomError E_MODEL with every fault at once
 */
export const parseModel = (input: unknown, file = 'model'): Model => {
  const parsed = modelSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new HeadroomError('E_MODEL', faultsOf(modelSchema, input, file));
};
