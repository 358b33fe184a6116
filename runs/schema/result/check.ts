import { z } from 'zod';
import { intervalSchema } from './timeline.ts';

/** What an SLO limits: the share of requests that fail, and the 95th percentile of the latency of the others. */
export const objectives = ['errorShare', 'p95Latency'] as const;

/** One objective: the measured value against its limit. `met` is null when it can't be told. */
export const checkSchema = z.strictObject({
  /** Whose objective it is; null: of the only endpoint. */
  endpoint: z.string().nullable(),
  objective: z.enum(objectives),
  unit: z.enum(['share', 'millisecond', 'request']),
  measured: z.number().nullable(),
  /** Requests that failed, of an error share; null for others. */
  failed: z.int().min(0).nullable(),
  /** Requests that it was measured over: those that ended; of a latency those that succeeded. */
  requests: z.int().min(0),
  /** Of a latency by order statistics, of an error share exact. Older results have none of an error share. */
  interval: intervalSchema.nullable(),
  limit: z.number(),
  met: z.boolean().nullable(),
  /** Absent in older results. */
  isShown: z.boolean().nullable().exactOptional(),
  /** Absent in older results. */
  requestsToShow: z.int().min(1).nullable().exactOptional(),
});
