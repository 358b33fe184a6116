import { z } from 'zod';

const ascending = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || value > values[i - 1]!);

/** A rate that holds from `atSecond` until the next step; 0 before the first one. */
const rateStepsSchema = z
  .array(
    z.strictObject({
      atSecond: z.number().min(0),
      rate: z.number().min(0, 'a rate in requests per second, 0 or more'),
    }),
  )
  .min(1, 'at least one step, such as {"atSecond": 0, "rate": 20}')
  .refine((steps) => ascending(steps.map((step) => step.atSecond)), 'steps ascend in atSecond');

/** When the requests of a simulation come: by a rate at random or evenly, as counts per second, or at given times. */
export const arrivalsSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('poisson'),
    ratePerSecond: rateStepsSchema,
    dispersion: z
      .number()
      .min(1, 'variance / mean of the counts per second, 1 or more')
      .exactOptional()
      .describe(
        'variance / mean of the counts per second around the rate: 1 Poisson (default), above it bursts',
      ),
  }),
  /** A Cox process: so many requests in each second, at times that are uniform inside it. */
  z.strictObject({
    kind: z.literal('counts'),
    perSecond: z
      .array(z.int('a whole number of requests').min(0, 'a number of requests, 0 or more'))
      .min(1, 'at least one second: requests in second 0, 1, 2, …'),
  }),
  /** Evenly spaced: the first at the first step, as k6's arrival-rate executors do it. */
  z.strictObject({ kind: z.literal('even'), ratePerSecond: rateStepsSchema }),
  z.strictObject({
    kind: z.literal('timestamps'),
    seconds: z.array(z.number().min(0, 'seconds since the start, 0 or more')).min(1, 'at least one request'),
  }),
]);

/** When the requests of a simulation come, in seconds since its start and requests per second. */
export type Arrivals = z.infer<typeof arrivalsSchema>;
