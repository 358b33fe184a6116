import { z } from 'zod';

/** A part of the traffic mix, and what the advice does in it: means over the simulated runs. */
const mixPartSchema = z.strictObject({
  /** Judged by the SLO: the load as it is, a rise of a day, a spike on top of it. For the cost alone: a level. */
  kind: z.enum(['load', 'rise', 'spike', 'level']),
  /** Its peak against the planned one: 1 as planned, 1.2 with a margin of 20 %. */
  peakFactor: z.number().positive(),
  /** As evenly as it was fired, or at random as the requests of real clients come. */
  arrivals: z.enum(['asFired', 'random']),
  /** Second of the day at which the rise begins; null where there is none. */
  atSecond: z.number().min(0).nullable(),
  lowestRatePerSecond: z.number().min(0),
  highestRatePerSecond: z.number().min(0),
  /** Of the time: all shares add up to 1. 0 for a rise, which the levels pay for. */
  share: z.number().min(0).max(1),
  meanReplicas: z.number().min(0),
  errorShare: z.number().min(0).max(1),
});

/** What an advice was planned for: the load, how much more it must hold, and how the time is shared out. */
export const plannedLoadSchema = z.strictObject({
  kind: z.enum(['rate', 'counts', 'day']),
  durationSeconds: z.number().positive(),
  requests: z.number().min(0),
  baselineRatePerSecond: z.number().min(0),
  peakRatePerSecond: z.number().min(0),
  arrivals: z.enum(['poisson', 'counts', 'even', 'timestamps']),
  /** The SLO must hold at a peak so much above `peakRatePerSecond`, a share. */
  margin: z.number().min(0),
  /** Not the load that the run recorded, but another one: firing the recorded one again proves nothing of it. */
  isOther: z.literal(true).exactOptional(),
  /** Days of a trace whose peaks gave the margin; absent where it was stated, or is the default. */
  marginDays: z.int().min(1).exactOptional(),
  /** Share of time under this load, the rest is spent at the baseline rate; of a day: under the spike on top of it. */
  spikeShare: z.number().min(0).max(1),
  mix: z.array(mixPartSchema).min(1),
});
