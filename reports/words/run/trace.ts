import { fewRequests } from '../../../runs/schema/load/trace-gaps.ts';
import type { TraceFormat, TraceNote, TraceRecord } from '../../../runs/schema/load/trace-reading.ts';
import { type RateStep, ratePieces } from '../../../runs/schema/model/rate-steps.ts';
import { formatNumber, formatQuantity } from '../../format.ts';
import { daySeconds, timeOfDay } from './period.ts';

type Of<Code extends TraceNote['code']> = Extract<TraceNote, { readonly code: Code }>;
type Words = { readonly [Code in TraceNote['code']]: (note: Of<Code>) => string };

/** From two hours on seconds are hard to read. */
const longSeconds = 7200;

const lengthText = (seconds: number): string =>
  seconds < longSeconds ? `${formatNumber(seconds)} s` : `${formatNumber(seconds / 3600)} h`;

/** What the steps of gaps were taken for. */
const gapWords = {
  few: `taken as no requests, as fewer than ${fewRequests} would have come in each gap`,
  zero: 'taken as no requests, as asked',
  interpolate: 'taken as on a straight line between the numbers around each gap, as asked',
  unasked: 'taken as no requests; if nothing was measured then, say what they are with load.gaps',
} as const;

const noteWords: Words = {
  sorted: ({ newestFirst, rows, farthestSeconds }) => {
    if (newestFirst) return 'rows were newest first: sorted';
    const far =
      rows === undefined || farthestSeconds === undefined
        ? ''
        : ` (${formatQuantity(rows, 'row')}, up to ${lengthText(farthestSeconds)} back)`;
    return `rows were not in order of time: sorted${far}`;
  },
  equalLines: ({ lines }) =>
    `${formatQuantity(lines, 'line')} the same as another one, sign by sign: each is counted; if the log was joined from files that overlap, take the copies out`,
  paths: ({ named, others }) => {
    const all = others + named.reduce((sum, { requests }) => sum + requests, 0);
    const share = (requests: number): string => `${formatNumber((100 * requests) / all)} %`;
    const parts = [
      ...named.map(({ path, requests }) => `${path} ${share(requests)}`),
      ...(others > 0 ? [`others ${share(others)}`] : []),
    ];
    return `requests by path: ${parts.join(', ')}. All are taken for load: if not all are meant, keep the lines of the others out of the file`;
  },
  gaps: ({ steps, longestSeconds, longestFromSecond: from, taken }) =>
    `${formatQuantity(steps, 'step')} without a number, the longest gap ${lengthText(longestSeconds)}${from === undefined ? '' : `, ${lengthText(from)} after the start`}: ${gapWords[taken ?? 'unasked']}`,
  duplicates: ({ rows }) => `${formatQuantity(rows, 'row')} twice in the file, cell by cell: counted once`,
  emptyValues: ({ rows }) => `${formatQuantity(rows, 'row')} without a number: read like missing rows`,
  columnsIgnored: ({ names }) =>
    `columns not read: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`,
  filtered: ({ filters }) =>
    `counts only requests with ${filters
      .slice(0, 8)
      .map((text) => text.slice(0, 80))
      .join(', ')}${filters.length > 8 ? ', …' : ''}: if the service gets others too, query it without that`,
  message: ({ text }) => `the answer says: ${text.slice(0, 200)}`,
  bothEnds: () =>
    'Istio counts a request at its source and at its destination: if both have a sidecar, each is counted twice here; query it with reporter="destination"',
  added: ({ what, n, partly }) =>
    `${formatNumber(n)} ${what} added up${partly === undefined ? '' : `; at ${formatQuantity(partly, 'time')} some of them have no number, which counts as 0`}`,
  linesAbove: ({ rows }) => `${formatQuantity(rows, 'line')} above the table passed over`,
  encoding: ({ name }) => `read as ${name}`,
  noZone: () => 'times name no zone: taken as UTC, as only their distances count',
  someNoZone: () =>
    'some times name a zone, others none: these are taken as UTC; if they are of another zone, say load.timeZone',
  secondsAssumed: () => 'times are taken as seconds: if they are milliseconds, call the column timestamp_ms',
  stepAssumed: ({ stepSeconds }) =>
    `rows are ${formatNumber(stepSeconds)} s apart and more, so each counts for ${formatNumber(stepSeconds)} s: if each is one second, say load.step: 1`,
  neverFall: ({ rows, resets }) =>
    `${formatQuantity(rows, 'number')} that ${resets === undefined ? 'never fall' : `fall ${formatQuantity(resets, 'time')}`} and grow as totals since a start do: taken as requests of each step, as load.unit says`,
  mayBeTotals: ({ rows }) =>
    `${formatQuantity(rows, 'number')} that never fall, each little above the one before: if they are totals since a start, export their differences from row to row`,
  roundRows: ({ rows }) =>
    `exactly ${formatQuantity(rows, 'row')}: if that is the limit of the query or the export, the rest of the load is cut off`,
  otherLoggers: ({ rows, names }) =>
    `${formatQuantity(rows, 'line')} of other loggers passed over, as they are not requests: ${names.slice(0, 5).join(', ')}`,
  durationsUnread: () =>
    'times are those when requests ended, and how long they took is not known: arrivals are late by that',
  endLessDuration: ({ unit }) =>
    `arrivals are ends less durations, in ${unit === 'named' ? 'the units that these name' : unit}`,
};

const noteText = (note: TraceNote): string => (noteWords[note.code] as (note: TraceNote) => string)(note);

const formatNames: Readonly<Record<TraceFormat, string>> = {
  table: 'a table',
  accessLog: 'an access log',
  w3cLog: 'a W3C log',
  jsonLines: 'JSON lines',
  jsonRows: 'a JSON list',
  prometheus: 'an answer of Prometheus or Loki',
  cloudWatch: 'an answer of CloudWatch',
  azureMonitor: 'an answer of Azure Monitor',
  logAnalytics: 'an answer of Log Analytics',
  datadog: 'an answer of Datadog',
  grafana: 'an answer of Grafana',
  victoriaMetrics: 'an export of VictoriaMetrics',
  har: 'a HAR',
  minuteColumns: 'one column for each step of time',
};

const unitNames = {
  count: 'requests',
  perSecond: 'requests per second',
  perMinute: 'requests per minute',
  perHour: 'requests per hour',
  eachRow: 'rows',
} as const;

/** What each row or number is taken for; a step that is not one second is always in it. */
const meaningText = ({ kind, unit, stepSeconds }: TraceRecord): string => {
  if (kind === 'times') return 'each row is one request at its time';
  const step = `each ${formatNumber(stepSeconds)} s`;
  if (unit === 'eachRow')
    return `each row is one request; times are exact to ${formatNumber(stepSeconds)} s, at random inside`;
  if (kind === 'counts')
    return `${unitNames[unit]} in ${step}${stepSeconds === 1 ? '' : ', at random inside the step'}`;
  return unit === 'count'
    ? `${unitNames[unit]} in ${step}, read as a mean rate over the step`
    : `${unitNames[unit]}, a value for ${step}`;
};

const columnsText = ({ columns: { time, values } }: TraceRecord): string => {
  const names = [...(time === null ? [] : [`time "${time}"`]), ...values.map((name) => `"${name}"`)];
  return names.length > 0 ? ` (${names.join(', ')})` : '';
};

const rowText = ({ atSecond, time, value }: TraceRecord['firstRows'][number]): string =>
  `  at ${formatNumber(atSecond)} s${time === '' ? '' : `  ${time}`}${value === '' ? '' : `  ${value}`}`;

/** Peaks are told by the minute; of longer rows only their mean is known. */
const minuteSeconds = 60;

const longRowsText = ({ stepSeconds }: TraceRecord): string[] =>
  stepSeconds > minuteSeconds
    ? [
        `  note: each number holds for ${lengthText(stepSeconds)}: minutes inside that are higher don't show, neither in the peak nor in a margin from days`,
      ]
    : [];

/** How a trace was read, line by line: what its numbers are, the first rows, peak and total, and what else to know. */
export const readingLines = (reading: TraceRecord): string[] => [
  `read as ${formatNames[reading.format]}${columnsText(reading)}: ${meaningText(reading)}`,
  ...reading.firstRows.map(rowText),
  `  peak ${formatNumber(reading.peakRatePerSecond)}/s, total ${formatQuantity(Math.round(reading.totalRequests), 'request')} in ${formatQuantity(reading.seconds, 'second')}`,
  ...longRowsText(reading),
  ...reading.notes.map((note) => `  note: ${noteText(note)}`),
];

/** The rows that are shown of a file, as of a trace. */
const shownRows = 3;

/** A rate with the digits that a file gives it. */
const rateText = (ratePerSecond: number): string => `${formatNumber(ratePerSecond, 2)}/s`;

/** The rows and the steps of a day: `config/trace/day-profile.ts` reads them. */
type DayReading = {
  readonly columns: { readonly time: string; readonly rate: string };
  readonly rows: readonly RateStep[];
  readonly steps: readonly RateStep[];
};

/** How the profile of a day was read, line by line: which columns, the first rows, peak and total, and what it begins with. */
export const dayLines = ({ columns, rows, steps }: DayReading): string[] => {
  const highest = steps.reduce((most, step) => (step.rate > most.rate ? step : most));
  const requests = ratePieces(steps, daySeconds).reduce(
    (sum, { startSecond, endSecond, ratePerSecond }) => sum + (endSecond - startSecond) * ratePerSecond,
    0,
  );
  return [
    `read as a day (time "${columns.time}", "${columns.rate}"): requests per second, each until the next time`,
    ...rows.slice(0, shownRows).map(({ atSecond, rate }) => `  at ${timeOfDay(atSecond)}  ${rateText(rate)}`),
    `  peak ${rateText(highest.rate)} at ${timeOfDay(highest.atSecond)}, total ${formatQuantity(Math.round(requests), 'request')} in 24 h`,
    ...(steps.length > rows.length
      ? [`  note: before ${timeOfDay(rows[0]!.atSecond)} the last rate holds, ${rateText(steps[0]!.rate)}`]
      : []),
  ];
};

/** How a trace is planned for that is too long to be simulated from end to end. */
export const longTraceText = (durationSeconds: number): string =>
  `  planned for by its hardest rises and its levels: ${formatNumber(durationSeconds / 3600)} h are too long to simulate from end to end`;
