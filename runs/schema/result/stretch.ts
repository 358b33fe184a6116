import { z } from 'zod';

/** Neighbouring seconds from the start of the load, both ends included. */
export const stretchSchema = z.strictObject({ fromSecond: z.int(), toSecond: z.int() });

/** Neighbouring seconds. */
export type Stretch = z.infer<typeof stretchSchema>;
