import { z } from 'zod';
import { traceGaps } from './trace-gaps.ts';
import { traceUnits } from './trace-units.ts';

/** The forms of a file that are told apart. */
const traceFormats = [
  'table',
  'accessLog',
  'w3cLog',
  'jsonLines',
  'jsonRows',
  'prometheus',
  'cloudWatch',
  'azureMonitor',
  'logAnalytics',
  'datadog',
  'grafana',
  'victoriaMetrics',
  'har',
  'minuteColumns',
] as const;

/** The form of a file, as it was recognized. */
export type TraceFormat = (typeof traceFormats)[number];

const note = <Code extends string, Numbers extends z.ZodRawShape>(code: Code, numbers: Numbers) =>
  z.strictObject({ code: z.literal(code), ...numbers });

const count = z.int().min(0);

const traceNoteSchema = z.discriminatedUnion('code', [
  /**
   * Rows that were not in order of time, newest first for instance, and were sorted. `rows`: so many are earlier than one before
   * them, by `farthestSeconds` at most; absent where they are newest first, and in older folders.
   */
  note('sorted', {
    newestFirst: z.boolean(),
    rows: count.exactOptional(),
    farthestSeconds: z.number().exactOptional(),
  }),
  /** Lines of a log that say the same as another one, sign by sign: each was counted. */
  note('equalLines', { lines: count }),
  /** Requests of each path in a log of several, the most frequent ones named: all were taken for load. */
  note('paths', {
    named: z.array(z.strictObject({ path: z.string(), requests: count }).readonly()).readonly(),
    others: count,
  }),
  /**
   * Steps without a number, and what they were taken for: as `load.gaps` says, or no requests as few would have come ('few').
   * Absent in older folders, whose steps were taken as no requests.
   */
  note('gaps', {
    steps: count,
    longestSeconds: z.number(),
    longestFromSecond: z.number().exactOptional(),
    taken: z.enum([...traceGaps, 'few']).exactOptional(),
  }),
  /** Rows that say the same as another one, cell by cell, and were left out. */
  note('duplicates', { rows: count }),
  /** Rows whose number is empty or null, read as if they were not there. */
  note('emptyValues', { rows: count }),
  /** Columns of numbers that describe requests or measure something else. */
  note('columnsIgnored', { names: z.array(z.string()).readonly() }),
  /** Conditions of the query whose answer was read, by which it may count a part of the requests: path="/score". */
  note('filtered', { filters: z.array(z.string()).readonly() }),
  /** What the monitoring system says of its answer, such as that a part of it is missing. */
  note('message', { text: z.string() }),
  /** Istio's count of requests without a condition on `reporter`: source and destination each count a request. */
  note('bothEnds', {}),
  /**
   * Rows of one column per minute, or columns that were asked for, that were added up. `partly`: at so many times some of them
   * had no number, which counted as 0; absent: at none.
   */
  note('added', { what: z.enum(['rows', 'columns']), n: count, partly: count.exactOptional() }),
  /** Lines above the table. */
  note('linesAbove', { rows: count }),
  /** A text that is not UTF-8. */
  note('encoding', { name: z.string() }),
  /** Time stamps of no zone, taken as UTC: only their distances count. */
  note('noZone', {}),
  /** Time stamps of no zone beside others that name one: taken as UTC, which moves them if it is wrong. */
  note('someNoZone', {}),
  /** Plain numbers taken as seconds, where nothing says that they are no milliseconds. */
  note('secondsAssumed', {}),
  /** A step that was told by the distances, where single seconds may be meant. */
  note('stepAssumed', { stepSeconds: count }),
  /**
   * Numbers that never fall, or fall so many times to start anew, and grow as a total since a start does: taken as counts as the
   * user says that they are.
   */
  note('neverFall', { rows: count, resets: count.exactOptional() }),
  /** Numbers that never fall and begin far above their rises, too few to tell whether they are totals since a start. */
  note('mayBeTotals', { rows: count }),
  /** As many rows as a monitoring system gives at most: what came after them may be cut off. */
  note('roundRows', { rows: count }),
  /** Lines of a server's log that no logger of requests wrote. `names`: who wrote them. */
  note('otherLoggers', { rows: count, names: z.array(z.string()).readonly() }),
  /** A log that is written when requests end, and how long they took is not known: arrivals are late by that. */
  note('durationsUnread', {}),
  /** Arrivals are ends less durations. 'named': each names its unit. */
  note('endLessDuration', { unit: z.enum(['s', 'ms', 'us', 'ns', 'named']) }),
]);

/** What a person should know of how a trace was read: a code and its numbers. */
export type TraceNote = Readonly<z.infer<typeof traceNoteSchema>>;

/** How a trace was read, as a run folder keeps it: what was decided on the way, without the requests of each second. */
export const traceRecordSchema = z.strictObject({
  format: z.enum(traceFormats),
  kind: z.enum(['counts', 'rates', 'times']),
  unit: z.enum(traceUnits),
  /** Distance of two rows in seconds; of times 1, the grid on which they are counted. */
  stepSeconds: z.number().positive(),
  /** Names of the columns that were read; a column without a name has its number. */
  columns: z.strictObject({ time: z.string().nullable(), values: z.array(z.string()).readonly() }).readonly(),
  /** Epoch ms of second 0; null for seconds from any zero. */
  startAtMs: z.number().nullable(),
  /** The first rows in order of time. */
  firstRows: z
    .array(z.strictObject({ atSecond: z.number(), time: z.string(), value: z.string() }).readonly())
    .readonly(),
  totalRequests: z.number(),
  peakRatePerSecond: z.number(),
  /** How long the trace is. */
  seconds: count,
  /** The highest minute of each whole day, in requests/s; absent for less than a day. */
  dailyPeaks: z.array(z.number()).readonly().exactOptional(),
  notes: z.array(traceNoteSchema).readonly(),
});

/** How a trace was read, without the requests of each second. */
export type TraceRecord = Readonly<z.infer<typeof traceRecordSchema>>;

/** How a trace was read, as a value: what it holds, and what was decided on the way. */
export type TraceReading = Omit<TraceRecord, 'seconds' | 'dailyPeaks'> & {
  /** Arrivals of each second: whole numbers, or of a longer step or a rate the mean with its fraction. */
  readonly perSecond: readonly number[];
  /** Of times with fractions of a second: microseconds of each request since second 0, ascending. */
  readonly offsetsUs: Float64Array | null;
};

/**
 * What a run folder keeps of a reading.
 *
 * @param dailyPeaks of the whole trace: `dailyPeaksOf`
 */
export const traceRecordOf = (
  { perSecond, offsetsUs: _, ...rest }: TraceReading,
  dailyPeaks: readonly number[] = [],
): TraceRecord => ({
  ...rest,
  seconds: perSecond.length,
  ...(dailyPeaks.length > 0 && { dailyPeaks }),
});
