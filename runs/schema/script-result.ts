import { z } from 'zod';
import { stretchSchema } from './stretch.ts';

/** What a script found out by itself. */
export const scriptResultSchema = z.strictObject({
  /** By name, groups before it as `group::check`. */
  checks: z.array(
    z.strictObject({
      name: z.string(),
      phases: z.array(
        z.strictObject({
          phase: z.string(),
          passes: z.int(),
          fails: z.int(),
          /** Seconds from the start of the load in which it failed at least once. */
          failedIn: z.array(stretchSchema),
        }),
      ),
      /** By second from the start of the load in which it was made. */
      bySecond: z.strictObject({ passes: z.array(z.int()), fails: z.array(z.int()) }),
    }),
  ),
  /** Judged by k6 over the whole load, setup() included. */
  thresholds: z.array(z.strictObject({ metric: z.string(), expression: z.string(), ok: z.boolean() })),
});

/** Checks and thresholds of a script. */
export type ScriptResult = z.infer<typeof scriptResultSchema>;
