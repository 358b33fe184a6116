import { z } from 'zod';

const ms = z.number().min(0);

/**
 * How clients try again: the same request once more, after a pause that grows. They do after 429, 502, 503, 504, a
 * connection that was refused or broke, and their own timeout; a 500 or a 400 would come again.
 */
export const retriesSchema = z.strictObject({
  countMax: z.int('a whole number').min(1).max(100).describe('how often one request is tried again'),
  backoffMs: ms.default(100).describe('pause before the first retry'),
  backoffGrowth: z.number().min(1).default(2).describe('each further pause is so many times the one before'),
  backoffMaxMs: ms.default(10_000).describe('no pause is longer'),
  jitterShare: z
    .number()
    .min(0)
    .max(1, 'a share in 0..1')
    .default(1)
    .describe('so large a part of each pause is left to chance; 0: all clients pause alike'),
  budgetShare: z
    .number()
    .min(0)
    .nullable()
    .default(null)
    .describe('retries may be so large a share of all first requests, give or take ten; null: no budget'),
  retryAfterMs: ms
    .nullable()
    .default(null)
    .describe(
      'for clients that obey Retry-After: the load waits as long as each answer asks for, a simulation so long after a 503; null: they do not obey',
    ),
});

/** How clients try again, with defaults filled in. */
export type Retries = z.output<typeof retriesSchema>;
