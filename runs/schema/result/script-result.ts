import { z } from 'zod';
import { stretchSchema } from './stretch.ts';

/** What a metric of one of k6's four kinds came to; trends in the unit that the script gave them. */
const ownMetricSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('counter'), sum: z.number() }),
  z.strictObject({ kind: z.literal('rate'), nonzero: z.int(), total: z.int().min(1) }),
  z.strictObject({
    kind: z.literal('trend'),
    count: z.int().min(1),
    median: z.number(),
    p95: z.number(),
    max: z.number(),
  }),
  z.strictObject({ kind: z.literal('gauge'), last: z.number() }),
]);

/** What a script found out by itself. */
export const scriptResultSchema = z.strictObject({
  /** By name, groups before it as `group::check`. */
  checks: z.array(
    z.strictObject({
      name: z.string(),
      phases: z.array(
        z.strictObject({
          phase: z.string(),
          passes: z.int(),
          fails: z.int(),
          /** Seconds from the start of the load in which it failed at least once. */
          failedIn: z.array(stretchSchema),
        }),
      ),
      /** By second from the start of the load in which it was made. */
      bySecond: z.strictObject({ passes: z.array(z.int()), fails: z.array(z.int()) }),
    }),
  ),
  /** Metrics that the script made itself, by name. */
  metrics: z.array(
    z.strictObject({
      name: z.string(),
      phases: z.array(z.strictObject({ phase: z.string(), value: ownMetricSchema })),
    }),
  ),
  /** Judged by k6 over the whole load, setup() included; null: several runners judged parts that don't tell the whole. */
  thresholds: z.array(
    z.strictObject({ metric: z.string(), expression: z.string(), ok: z.boolean().nullable() }),
  ),
});

/** Checks, own metrics and thresholds of a script. */
export type ScriptResult = z.infer<typeof scriptResultSchema>;
