import { z } from 'zod';
import { about } from '../about.ts';

const ms = z.number().min(0);

/**
 * How clients try again: the same request once more, after a pause that grows. They do after 429, 502, 503, 504, a
 * connection that was refused or broke, and their own timeout; a 500 or a 400 would come again.
 */
export const retriesSchema = z.strictObject({
  countMax: z
    .int('a whole number')
    .min(1)
    .max(100)
    .meta(about('how often one request is tried again', 3, { unit: 'retries' })),
  backoffMs: ms.default(100).meta(about('pause before the first retry', 100)),
  backoffGrowth: z
    .number()
    .min(1)
    .default(2)
    .meta(about('each further pause is so many times the one before', 2, { unit: 'times' })),
  backoffMaxMs: ms.default(10_000).meta(about('no pause between two tries is longer', 10_000)),
  jitterShare: z
    .number()
    .min(0)
    .max(1, 'a share in 0..1')
    .default(1)
    .meta(about('so large a part of each pause is left to chance; 0: all clients pause alike', 0.5)),
  budgetShare: z
    .number()
    .min(0)
    .nullable()
    .default(null)
    .meta(
      about('retries may be so large a share of all first requests, give or take ten; null: no budget', 0.2),
    ),
  retryAfterMs: ms
    .nullable()
    .default(null)
    .meta(
      about(
        'for clients that obey Retry-After: the load waits as long as each answer asks for, a simulation so long after a 503; null: they do not obey',
        1000,
      ),
    ),
});

/** How clients try again, with defaults filled in. */
export type Retries = z.output<typeof retriesSchema>;
