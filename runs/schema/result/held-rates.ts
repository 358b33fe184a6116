import { z } from 'zod';
import { checkSchema } from './check.ts';

const rateStretchSchema = z.strictObject({
  fromRatePerSecond: z.number(),
  toRatePerSecond: z.number(),
  isKept: z.boolean(),
  /** What its highest rates rest on. Absent in older results, and where the limits were not kept. */
  highest: z
    .strictObject({
      fromRatePerSecond: z.number(),
      toRatePerSecond: z.number(),
      checks: z.array(checkSchema),
    })
    .exactOptional(),
});

/** What a staircase or a ramp measured, from the lowest rate up. */
export const heldRatesSchema = z.strictObject({
  by: z.enum(['slo', 'errorShare']),
  heldRatePerSecond: z.number().nullable(),
  missedRatePerSecond: z.number().nullable(),
  stretches: z.array(rateStretchSchema).min(1),
  /** Of a script whose arrivals are not its requests: all rates are those of the requests. Absent: one. */
  requestsPerArrival: z.number().exactOptional(),
});

/** What a staircase or a ramp measured: at which rates the limits were kept. */
export type HeldRates = z.infer<typeof heldRatesSchema>;
/** Neighbouring rates at which the limits were kept, or were not. */
export type RateStretch = z.infer<typeof rateStretchSchema>;
