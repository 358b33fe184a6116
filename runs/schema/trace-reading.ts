/**
 * What a number of a trace counts. `count`: requests of its step. The rates: requests per second, minute or hour.
 * `eachRow`: no number; each row is one request.
 */
export const traceUnits = ['count', 'perSecond', 'perMinute', 'perHour', 'eachRow'] as const;

/** What a number of a trace counts. */
export type TraceUnit = (typeof traceUnits)[number];

/** The form of a file, as it was recognized. */
export type TraceFormat =
  | 'table'
  | 'accessLog'
  | 'w3cLog'
  | 'jsonLines'
  | 'jsonRows'
  | 'prometheus'
  | 'cloudWatch'
  | 'azureMonitor'
  | 'logAnalytics'
  | 'datadog'
  | 'grafana'
  | 'victoriaMetrics'
  | 'minuteColumns';

/** What a person should know of how a trace was read: a code and its numbers. */
export type TraceNote =
  /** Rows that were not in order of time, newest first for instance, and were sorted. */
  | { readonly code: 'sorted'; readonly newestFirst: boolean }
  /** Steps without a row, taken as steps without a request. */
  | { readonly code: 'gaps'; readonly steps: number; readonly longestSeconds: number }
  /** Rows that say the same as another one, cell by cell, and were left out. */
  | { readonly code: 'duplicates'; readonly rows: number }
  /** Rows whose number is empty or null, taken as steps without a request. */
  | { readonly code: 'emptyValues'; readonly rows: number }
  /** Columns of numbers that describe requests or measure something else. */
  | { readonly code: 'columnsIgnored'; readonly names: readonly string[] }
  /** Rows of one column per minute, or columns that were asked for, that were added up. */
  | { readonly code: 'added'; readonly what: 'rows' | 'columns'; readonly n: number }
  /** Lines above the table. */
  | { readonly code: 'linesAbove'; readonly rows: number }
  /** A text that is not UTF-8. */
  | { readonly code: 'encoding'; readonly name: string }
  /** Time stamps of no zone, taken as UTC: only their distances count. */
  | { readonly code: 'noZone' }
  /** Plain numbers taken as seconds, where nothing says that they are no milliseconds. */
  | { readonly code: 'secondsAssumed' }
  /** A step that was told by the distances, where single seconds may be meant. */
  | { readonly code: 'stepAssumed'; readonly stepSeconds: number }
  /** Arrivals are ends less durations. */
  | { readonly code: 'endLessDuration'; readonly unit: 's' | 'ms' | 'us' | 'ns' };

/** How a trace was read, as a value: what it holds, and what was decided on the way. */
export type TraceReading = {
  readonly format: TraceFormat;
  readonly kind: 'counts' | 'rates' | 'times';
  readonly unit: TraceUnit;
  /** Distance of two rows in seconds; of times 1, the grid on which they are counted. */
  readonly stepSeconds: number;
  /** Names of the columns that were read; a column without a name has its number. */
  readonly columns: { readonly time: string | null; readonly values: readonly string[] };
  /** Epoch ms of second 0; null for seconds from any zero. */
  readonly startAtMs: number | null;
  /** Arrivals of each second: whole numbers, or of a longer step or a rate the mean with its fraction. */
  readonly perSecond: readonly number[];
  /** Of times with fractions of a second: ms inside each second. */
  readonly offsetsMs: readonly (readonly number[])[] | null;
  /** The first rows in order of time. */
  readonly firstRows: readonly { readonly atSecond: number; readonly time: string; readonly value: string }[];
  readonly totalRequests: number;
  readonly peakRatePerSecond: number;
  readonly notes: readonly TraceNote[];
};
