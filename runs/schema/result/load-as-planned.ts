import { z } from 'zod';
import { loadRunnerSchema } from '../load/load-runners.ts';
import { stopReasonSchema } from './stop-reason.ts';

/** Why a load is not the one that was planned, with the numbers. The words are in the reports. */
export const loadFaultSchema = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('phaseNotBegun'), phases: z.array(z.string()) }),
  z.strictObject({
    code: z.literal('notAllSent'),
    planned: z.int(),
    sent: z.int(),
    /** Arrivals that the config's own limit of what is under way kept back; absent: none. */
    keptBack: z
      .strictObject({ arrivals: z.int(), key: z.enum(['maxInFlight', 'maxVirtualUsers']), most: z.int() })
      .exactOptional(),
  }),
  z.strictObject({ code: z.literal('late'), late: z.int(), arrivals: z.int(), limitMs: z.number() }),
  z.strictObject({ code: z.literal('endedEarly'), by: z.string(), reason: stopReasonSchema.nullable() }),
  z.strictObject({ code: z.literal('noEndLine') }),
  z.strictObject({ code: z.literal('linesLost'), lines: z.int() }),
  /** Lines that can't be read, and why others were never written: counts are a lower bound. */
  z.strictObject({
    code: z.literal('dataLost'),
    unreadableLines: z.int().min(0),
    lostReasons: z.array(z.string()),
  }),
  /** One of several runners of which something is missing: counts are a lower bound in the seconds named. */
  z.strictObject({
    code: z.literal('runnerIncomplete'),
    runner: z.string(),
    reason: loadRunnerSchema.shape.reason,
    failure: loadRunnerSchema.shape.failure,
    linesMissing: z.int().min(0),
    missing: loadRunnerSchema.shape.missing,
  }),
  /** Runners begin by the clocks of their machines, and these differ. */
  z.strictObject({
    code: z.literal('runnersApart'),
    ahead: z.string(),
    behind: z.string(),
    apartMs: z.number(),
  }),
  z.strictObject({ code: z.literal('generatorStalled'), stalledMs: z.number(), longestMs: z.number() }),
  /** What ended or cut the watch, as it was recorded; absent: nothing was. */
  z.strictObject({
    code: z.literal('watchLost'),
    seconds: z.int(),
    unknownBecause: z.string().exactOptional(),
  }),
  z.strictObject({ code: z.literal('scriptExceptions'), exceptions: z.int(), arrivals: z.int() }),
]);

/** Whether the load ran as planned: without faults it did. With one, nothing is said to be met. */
export const loadAsPlannedSchema = z.strictObject({ faults: z.array(loadFaultSchema) });

/** Why a load is not the one that was planned. */
export type LoadFault = z.infer<typeof loadFaultSchema>;
