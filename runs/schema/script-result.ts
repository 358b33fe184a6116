import { z } from 'zod';

/** What a script found out by itself. */
export const scriptResultSchema = z.strictObject({
  /** By name, groups before it as `group::check`. */
  checks: z.array(
    z.strictObject({
      name: z.string(),
      phases: z.array(z.strictObject({ phase: z.string(), passes: z.int(), fails: z.int() })),
    }),
  ),
  /** Judged by k6 over the whole load, setup() included. */
  thresholds: z.array(z.strictObject({ metric: z.string(), expression: z.string(), ok: z.boolean() })),
});

/** Checks and thresholds of a script. */
export type ScriptResult = z.infer<typeof scriptResultSchema>;
