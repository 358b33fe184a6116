import { z } from 'zod';
import { endReasons } from '../result/load-end.ts';
import { runnerLossSchema } from '../result/stop-reason.ts';

const count = z.int().min(0);

/** Before the header, of one of several runners only: it is ready, and waits for the start that the tool gives to all. */
export const loadArmedSchema = z.strictObject({
  kind: z.literal('armed'),
  seq: count,
  generator: z.string(),
  schemaVersion: z.int(),
  module: z.string(),
  /** By the clock of the runner's machine. */
  atMs: z.number(),
});

/**
 * What came of one of several runners, written by the tool at the end: the counts of all runners stand in the lines
 * before, added up.
 */
export const loadRunnerSchema = z.strictObject({
  kind: z.literal('runner'),
  seq: count,
  generator: z.string(),
  runner: z.string(),
  /** Pod and node, where it had them. */
  place: z.string().nullable(),
  /** Its share of the plan, and what its lines say of it. */
  planned: count,
  fired: count,
  dropped: count,
  /** What its own last line says of both; null: that never came. */
  told: z.strictObject({ fired: count, dropped: count }).nullable(),
  /** Arrivals fired later than the generator's limit. */
  late: count,
  /** Its lines: how many came, and how many numbers are missing among them. */
  lines: count,
  linesMissing: count,
  /** How it ended: as its own last line says, `lost` where that never came, `notReady` where it never began. */
  reason: z.enum([...endReasons, 'lost', 'notReady']),
  /** Why it is lost, or never began; null where it ended with its last line. */
  failure: runnerLossSchema.shape.failure.nullable(),
  /** What is missing of its share, and in which seconds of the plan; null: nothing. */
  missing: z
    .strictObject({ arrivals: count, fromSecond: count, toSecond: count.describe('exclusive') })
    .nullable(),
  /** Times that the connection that brings its lines was cut, and taken up again. */
  cuts: count,
  /**
   * How far its clock is ahead of the tool's, at least: the moment that a line names, less that at which it came, of the quickest
   * line. Negative: it is behind, by no more than that. Absent: no line with a moment came.
   */
  clockAheadMs: z.number().exactOptional(),
  cpuSeconds: z.number(),
  memoryBytesMax: z.number(),
  throttledSeconds: z.number().min(0).exactOptional(),
  cpuPressureSeconds: z.number().min(0).exactOptional(),
});

/** What came of one of several runners. */
export type LoadRunner = z.infer<typeof loadRunnerSchema>;
