import { z } from 'zod';
import { lagParts } from '../result/scale-lag.ts';
import { intervalSchema } from '../result/timeline.ts';

/** What is expected of some settings at one peak or one start-up lag: shares of simulated runs and of their requests. */
const curvePoint = {
  /** Share of the runs that meet the SLO. */
  chance: z.number().min(0).max(1),
  /** Mean share of the requests that fail. */
  errorShare: z.number().min(0).max(1),
};

/**
 * How much more load some settings hold: the largest peak at which the SLO still holds with the asked confidence, requests
 * at random. A load with a baseline keeps it, and its rise grows; a day and a trace grow as a whole, so that theirs is no
 * sudden rise to that peak. The interval is that of the model and of chance.
 */
const settingsHeadroomSchema = z.strictObject({
  /** The settings in use, those advised, or the number of replicas of Azure ML's formula. */
  of: z.enum(['current', 'advice', 'pageFormula']),
  /** The largest peak against the planned one; 0: not even the least that was tried is held. */
  peakFactor: intervalSchema,
  /** The same as a rate: requests/s. */
  ratePerSecond: intervalSchema,
  /** The SLO still holds at the largest factor that was tried: the headroom may be larger. */
  isLargestTried: z.boolean(),
  byPeak: z.array(z.strictObject({ peakFactor: z.number().positive(), ...curvePoint })),
  /** At the planned peak; the mean start-up lag in milliseconds. */
  byStartupLag: z.array(z.strictObject({ lagMs: z.number().min(0), ...curvePoint })),
});

/** The headroom of several settings on the same simulated runs. */
export const headroomSchema = z.strictObject({
  baselineRatePerSecond: z.number().min(0),
  peakRatePerSecond: z.number().min(0),
  /** Mean start-up lag as calibrated, in milliseconds. */
  lagMs: z.number().min(0),
  confidence: z.number().gt(0).lt(1),
  /** Simulated runs at each peak. */
  runs: z.int().min(1),
  /** Of these, how many a point of the curves is of at most; fewer where all hold, or all fail, by far. Absent in older folders. */
  curveRuns: z.int().min(1).exactOptional(),
  settings: z.array(settingsHeadroomSchema).min(1),
  /**
   * What each part of the way from the load to the ready replica costs at the recorded peak with the settings in use, as simulated with and
   * without it: only of a plan on a run that scaled up.
   */
  partCosts: z
    .array(
      z.strictObject({
        part: z.enum(lagParts),
        /** What the part took: the median of the run's scale-ups. */
        seconds: z.number().positive(),
        /** Mean share of the requests that fail. */
        errorShare: z.number().min(0).max(1),
        errorShareWithout: z.number().min(0).max(1),
      }),
    )
    .exactOptional(),
});

/** How much more load some settings hold. */
export type SettingsHeadroom = z.infer<typeof settingsHeadroomSchema>;
/** The headroom of several settings. */
export type Headroom = z.infer<typeof headroomSchema>;
/** What one part of the way from the load to the ready replica costs. */
export type PartCost = NonNullable<Headroom['partCosts']>[number];
