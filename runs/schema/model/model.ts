import { z } from 'zod';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import { faultsOf } from '../faults/faults.ts';
import { valueAt } from '../faults/show.ts';
import { retriesSchema } from '../load/retries.ts';
import { policySettingsSchema } from '../policy.ts';
import { arrivalsSchema } from './arrivals.ts';
import { distributionSchema } from './distribution.ts';
import { metricsWithoutSource } from './metrics-without-source.ts';
import { faultsOfLoad, faultsOfPolicy, type ModelFault, usualReplications } from './model-faults.ts';
import { balancesWhatItCan, routerSchema, withDocumentedRouter } from './router.ts';

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

/** Each slot is simulated, of each replica. */
const slotsMax = 10_000;

const replicaSchema = z.strictObject({
  slots: count
    .max(slotsMax, `at most ${slotsMax}`)
    .default(1)
    .describe('requests that a replica runs at once'),
  startupLag: startupLagSchema,
  parallelStartsLimit: count.nullable().default(null).describe('replicas that may start at the same time'),
  nodeCapacity: count
    .nullable()
    .default(null)
    .describe('replicas that the nodes can hold; further ones stay pending until there is room'),
});

type Timing = { durationSeconds: number; warmupSeconds: number };

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

const addFaults = (faults: readonly ModelFault[], context: z.RefinementCtx): void => {
  for (const { path, message } of faults) context.addIssue({ code: 'custom', path: [...path], message });
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
    replications: count.max(100_000).default(usualReplications),
  })
  .superRefine(leavesSomethingToMeasure, whenSound('durationSeconds', 'warmupSeconds'))
  .superRefine(
    (model, context) => addFaults(faultsOfLoad(model), context),
    whenSound('durationSeconds', 'arrivals'),
  )
  .superRefine(balancesWhatItCan, whenSound('router', 'policy'))
  .superRefine(({ policy }, context) => addFaults(faultsOfPolicy(policy), context), whenSound('policy'))
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
  const slips = metricsWithoutSource(valueAt(input, ['policy'])).map(({ index, name }) => ({
    path: ['policy', 'metrics', index, 'source'],
    what: `policy.metrics[${index}] does not say what ${name} counts`,
    fix: 'add "source": "utilization", "concurrency" or "requestRate", or leave out a metric that follows none of them',
  }));
  if (parsed.success && slips.length === 0) return parsed.data;
  throw new HeadroomError('E_MODEL', faultsOf(modelSchema, input, file, slips));
};
