import { z } from 'zod';

/** What a baseline may be called: a word without blanks, such as `main` or `v1.2`. */
export const baselineNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,49}$/, 'expected letters, digits, and - _ . between them');

/** `baselines.json`, beside the runs: which of them are kept to compare with, by name. */
export const baselinesSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Name of the run's folder, by name of the baseline. */
  baselines: z.record(baselineNameSchema, z.string().regex(/^[^/\\]+$/, 'expected the name of a folder')),
});

/** Names of runs, by name of the baseline. */
export type Baselines = z.infer<typeof baselinesSchema>['baselines'];
