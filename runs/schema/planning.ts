import { z } from 'zod';

/**
 * What `headroom plan` plans for beside the load itself: `plan` of the config, and the flags of the same names. The one
 * place that has their defaults.
 */
export const planningSchema = z.strictObject({
  margin: z
    .number()
    .min(0)
    .max(3, 'a share of the recorded peak from 0 to 3: 0.2 for 20 % above it')
    .default(0.2)
    .describe(
      'the SLO must hold at a peak so much above the recorded one, a share: the next peak is not this one',
    ),
  spikeShare: z
    .number()
    .min(0)
    .max(1, 'a share of the time in 0..1')
    .default(0.01)
    .describe('share of the time under the load, for the cost; the rest is at its baseline'),
  confidence: z
    .number()
    .gt(0)
    .lt(1, 'a share between 0 and 1')
    .default(0.95)
    .describe('chance of meeting the SLO that the advice must have, with the margin'),
});

/** What is planned for where nothing else is said. */
export const planningDefaults = planningSchema.parse({});

/** Margin, share of time at the spike, confidence. */
export type Planning = z.infer<typeof planningSchema>;
