import { z } from 'zod';

/**
 * OpenSLO v1, as far as it says what a service promises: https://github.com/OpenSLO/OpenSLO (README, "Object Types"). Strict,
 * so that a field that nobody reads is refused.
 */
const annotations = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional();

const metadataSchema = z.strictObject({
  name: z.string().min(1),
  displayName: z.string().optional(),
  labels: z.record(z.string(), z.unknown()).optional(),
  annotations,
});

const metricSchema = z.strictObject({
  metricSource: z.strictObject({
    metricSourceRef: z.string().optional(),
    type: z.string().optional(),
    /** Whatever the source wants: the query is in it. */
    spec: z.record(z.string(), z.unknown()).optional(),
  }),
});

const sliSpecSchema = z.strictObject({
  description: z.string().optional(),
  thresholdMetric: metricSchema.optional(),
  ratioMetric: z
    .strictObject({
      counter: z.boolean().optional(),
      good: metricSchema.optional(),
      bad: metricSchema.optional(),
      total: metricSchema.optional(),
      rawType: z.enum(['success', 'failure']).optional(),
      raw: metricSchema.optional(),
    })
    .optional(),
});

/** A field of OpenSLO that no load can be held to. */
const notHeld = (error: string) => z.undefined({ error }).optional();

const ofSlices = notHeld('belongs to Timeslices: a load is judged as a whole, so leave it out');

const objectiveSchema = z.strictObject({
  displayName: z.string().optional(),
  op: z.enum(['lte', 'gte', 'lt', 'gt']).optional(),
  value: z.number().optional(),
  target: z.number().min(0).lt(1).optional(),
  targetPercent: z.number().min(0).lt(100).optional(),
  timeSliceTarget: ofSlices,
  timeSliceWindow: ofSlices,
  compositeWeight: notHeld('belongs to a composite SLO, which no load is judged by'),
});

const apiVersion = z.literal('openslo/v1');

/** `kind: SLI`, and an indicator inside of an SLO. */
export const sliSchema = z.strictObject({
  apiVersion: apiVersion.optional(),
  kind: z.literal('SLI').optional(),
  metadata: metadataSchema.optional(),
  spec: sliSpecSchema,
});

/** `kind: SLO`. Time windows and alerts say nothing of one load; what else is not here is refused. */
export const sloDocumentSchema = z.strictObject({
  apiVersion,
  kind: z.literal('SLO'),
  metadata: metadataSchema,
  spec: z.strictObject({
    description: z.string().optional(),
    service: z.string().optional(),
    indicator: sliSchema.optional(),
    indicatorRef: z.string().optional(),
    timeWindow: z.unknown().optional(),
    budgetingMethod: z.literal('Occurrences', {
      error: 'only Occurrences: a load is judged as a whole, not by slices of time',
    }),
    objectives: z.array(objectiveSchema).min(1),
    alertPolicies: z.unknown().optional(),
  }),
});

/** Kinds that say nothing of what is promised. */
export const otherKinds = [
  'Service',
  'DataSource',
  'AlertPolicy',
  'AlertCondition',
  'AlertNotificationTarget',
];

/** An indicator of OpenSLO, as read. */
export type Sli = z.infer<typeof sliSchema>;
/** Its ratio of counts. */
export type Ratio = NonNullable<Sli['spec']['ratioMetric']>;
/** An SLO of OpenSLO, as read. */
export type SloDocument = z.infer<typeof sloDocumentSchema>;
/** One of its objectives. */
export type Objective = SloDocument['spec']['objectives'][number];
