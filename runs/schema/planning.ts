import { z } from 'zod';
import { about } from './about.ts';

/** What is planned for where nothing else is said: the one place that has these numbers. */
export const planningDefaults = { margin: 0.2, spikeShare: 0.01, confidence: 0.95 } as const;

/** No margin is larger: four times the recorded peak is another service. */
export const marginMax = 3;

/**
 * What `headroom plan` plans for beside the load itself: `plan` of the config, and the flags of the same names. What is
 * not stated stays open: a trace of several days gives the margin itself.
 */
export const planningSchema = z.strictObject({
  margin: z
    .number()
    .min(0)
    .max(marginMax, 'a share of the recorded peak from 0 to 3: 0.2 for 20 % above it')
    .exactOptional()
    .meta(
      about(
        'the SLO must hold at a peak so much above the recorded one, as the next peak is not this one',
        0.3,
        {
          unit: 'share of the recorded peak',
          otherwise: `${planningDefaults.margin}, or what the peaks of a trace's own days say`,
        },
      ),
    ),
  spikeShare: z
    .number()
    .min(0)
    .max(1, 'a share of the time in 0..1')
    .exactOptional()
    .meta(
      about('share of the time under the load, for the cost; the rest is at its baseline', 0.05, {
        otherwise: String(planningDefaults.spikeShare),
      }),
    ),
  confidence: z
    .number()
    .gt(0)
    .lt(1, 'a share between 0 and 1')
    .exactOptional()
    .meta(
      about('chance of meeting the SLO that the advice must have, with the margin', 0.99, {
        unit: 'share',
        otherwise: String(planningDefaults.confidence),
      }),
    ),
});

/** Margin, share of time at the spike, confidence. */
export type Planning = Required<z.infer<typeof planningSchema>>;
