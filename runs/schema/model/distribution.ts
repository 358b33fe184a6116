import { z } from 'zod';
import type { Distribution } from '../../../planner/stats/distributions.ts';

const mean = z.number().positive('a mean above 0, in milliseconds');
const scv = z
  .number()
  .min(0, 'a squared coefficient of variation, variance / mean², is 0 or more')
  .describe('squared coefficient of variation: 0 constant, 1 as spread as the exponential');

const ascending = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value >= values[i - 1]!);

/** A distribution of service times or start-up lags as a person writes it; see planner/stats/distributions.ts. */
export const distributionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('constant'),
    meanMs: z.number().min(0, 'a time in milliseconds, 0 or more'),
  }),
  z.strictObject({ kind: z.literal('exponential'), meanMs: mean }),
  z.strictObject({ kind: z.literal('lognormal'), meanMs: mean, scv }),
  z.strictObject({ kind: z.literal('gamma'), meanMs: mean, scv }),
  z.strictObject({
    kind: z.literal('empirical'),
    quantilesMs: z
      .array(z.number().min(0, 'a time in milliseconds, 0 or more'))
      .min(1, 'at least one quantile: from the smallest to the largest value')
      .refine(ascending, 'quantiles ascend, from the smallest to the largest value'),
  }),
]) satisfies z.ZodType<Distribution>;
