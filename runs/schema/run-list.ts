import { z } from 'zod';
import { commitSchema } from './labels.ts';
import { runSchema } from './run.ts';
import { verificationSchema } from './verification.ts';

/** A run in one line: what it was, how it ended, and what is proven by it. */
const listedRunSchema = z.strictObject({
  kind: z.literal('run'),
  id: z.string(),
  /** Where it lies, as the list was asked for. */
  folder: z.string(),
  title: z.string().nullable(),
  tags: z.array(z.string()),
  commit: commitSchema.nullable(),
  scenario: z.string(),
  createdAtMs: z.number(),
  status: runSchema.shape.status,
  /** `unknown`: the folder has no result, as when the tool was killed. */
  verdict: z.enum(['met', 'notMet', 'cantTell', 'unknown']),
  /** Highest planned rate; of a replay the most arrivals of one second. */
  peakRatePerSecond: z.number(),
  /**
   * `none`: no plan, or one without settings. `nothingToProve`: the settings in use are kept. `notProven`: no re-run yet, or one for other settings.
   * `marginMissed`: confirmed, and the load at the margin missed the SLO.
   */
  advice: z.enum([
    'none',
    'nothingToProve',
    'notProven',
    'marginMissed',
    ...verificationSchema.shape.verdict.options,
  ]),
  /** The run whose advice this one was fired to prove. */
  provesAdviceOf: z.string().nullable(),
  /** Of a run at the margin of that advice: its peak against the recorded one; else null. */
  peakFactor: z.number().nullable(),
  /** Names under which `headroom compare --baseline` finds it. */
  baselines: z.array(z.string()),
});

/** A folder that looks like a run and can't be read. */
const brokenRunSchema = z.strictObject({
  kind: z.literal('broken'),
  id: z.string(),
  folder: z.string(),
  why: z.string(),
});

/** What `headroom runs --json` prints: newest first, by the time in their names. */
export const runListSchema = z.strictObject({
  schemaVersion: z.literal(1),
  runs: z.array(z.discriminatedUnion('kind', [listedRunSchema, brokenRunSchema])),
});

/** A run in one line. */
export type ListedRun = z.infer<typeof listedRunSchema>;
/** A run of a list, read or not. */
export type RunListEntry = z.infer<typeof runListSchema>['runs'][number];
