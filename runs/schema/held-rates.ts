import { z } from 'zod';

const rateStretchSchema = z.strictObject({
  fromRatePerSecond: z.number(),
  toRatePerSecond: z.number(),
  isKept: z.boolean(),
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
