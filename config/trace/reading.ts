import type { TraceReading } from '../../runs/schema/load/trace-reading.ts';
import { type Choice, chooseColumns } from './columns/choose-columns.ts';
import { refuseEvenTimes } from './columns/refuse-columns.ts';
import { isWide, transposed } from './columns/wide-columns.ts';
import { refuseLongByEnds } from './series/ends.ts';
import { ignoredNote, orderNote, zoneNote } from './series/reading-notes.ts';
import { rowLimitNote } from './series/row-limits.ts';
import { readSeries } from './series/series-reading.ts';
import { refuseLongSpan, type Timed } from './series/span.ts';
import { countedBySecond, countedByStep, startsOf } from './series/times-reading.ts';
import { readStamps } from './stamps/read-stamps.ts';
import { readTable } from './tables/read-table.ts';
import { nameOf, refuseTrace, type Table, type TraceOptions } from './tables/table.ts';

/** More requests than any load fires: a column of bytes, or a counter. */
const requestsMax = 1e9;

/** @throws HeadroomError E_CONFIG for options that say what numbers are, where each row is one request */
const refuseOptionsOfNumbers = (table: Table, { unit, step }: TraceOptions): void => {
  const given = [
    ...(unit === undefined || unit === 'eachRow' ? [] : [`load.unit '${unit}'`]),
    ...(step === undefined ? [] : [`load.step ${step}`]),
  ];
  if (given.length === 0) return;
  refuseTrace(table, {
    what: `${given.join(' and ')} can't be used: no column of numbers is read, each row would be one request`,
    fix: 'name the column of numbers with load.column, or take the option out',
  });
};

/** Each row is one request. */
const readTimes = (
  table: Table,
  choice: Choice & { readonly time: number },
  options: TraceOptions,
): TraceReading => {
  const { time, duration } = choice;
  refuseOptionsOfNumbers(table, options);
  const stamps = readStamps(table, time, options);
  const starts = duration === null ? undefined : startsOf(table, stamps.atUs, { duration, end: time });
  const found = starts?.atUs ?? stamps.atUs;
  // Numbers of rows, in the order of their times: an object for each of millions would take much memory.
  const order = Uint32Array.from(found, (_, i) => i).sort((a, b) => found[a]! - found[b]!);
  const timed = (i: number): Timed => ({ row: table.rows.at(i)!, us: found[i]! });
  refuseLongSpan(table, timed(order[0]!), timed(order.at(-1)!));
  const atUs = Float64Array.from(order, (i) => found[i]!);
  const isSaid = options.column !== undefined || (options.unit ?? table.unit) === 'eachRow';
  if (!isSaid && duration === null) refuseEvenTimes(table, atUs, choice.ignored);
  const stepSeconds = duration === null ? stamps.resolutionSeconds : 1;
  const counted = countedBySecond(atUs);
  const perSecond =
    stepSeconds === 1
      ? counted.perSecond
      : countedByStep(atUs, stepSeconds).flatMap((n) => new Array<number>(stepSeconds).fill(n / stepSeconds));
  return {
    format: table.format,
    kind: stepSeconds === 1 ? 'times' : 'counts',
    unit: 'eachRow',
    stepSeconds,
    columns: { time: nameOf(table, time), values: duration === null ? [] : [nameOf(table, duration)] },
    startAtMs: stamps.isSince1970 ? counted.startUs / 1000 : null,
    perSecond,
    offsetsUs: stepSeconds === 1 ? counted.offsetsUs : null,
    firstRows: Array.from(order.subarray(0, 3), timed).map(({ row, us }) => ({
      atSecond: (us - counted.startUs) / 1e6,
      time: row.cells[time] ?? '',
      value: '',
    })),
    totalRequests: atUs.length,
    peakRatePerSecond: perSecond.reduce((most, n) => Math.max(most, n), 0),
    notes: [
      ...table.notes,
      ...orderNote(found),
      ...(starts === undefined ? [] : [starts.note]),
      ...ignoredNote(table, choice),
      ...zoneNote(stamps),
      ...(stamps.unitAssumed ? [{ code: 'secondsAssumed' } as const] : []),
    ],
  };
};

/**
 * Reads a trace: told apart by its columns are one request for each row, and a number for each step of time. What is
 * neither clear nor decided by an option is refused.
 *
 * @param text decoded
 * @throws HeadroomError E_CONFIG with the lines that can't be read, or with what is not clear and the option that decides
 * @example readTraceText('at\n0.2\n0.9\n2.5', 't.csv', { column: 'at' }).perSecond // [2, 0, 1]
 */
export const readingOf = (text: string, file: string, options: TraceOptions = {}): TraceReading => {
  refuseLongByEnds(text, file, options);
  const plain = readTable(text, file);
  const table = isWide(plain) && options.column === undefined ? transposed(plain, options) : plain;
  if (table.rows.length === 0)
    refuseTrace(table, { what: 'it holds no row', fix: 'export a time in which there were requests' });
  const choice = chooseColumns(table, options);
  const { time } = choice;
  const isTimes = time !== null && (choice.values.length === 0 || options.unit === 'eachRow');
  const reading = isTimes
    ? readTimes(table, { ...choice, time }, options)
    : readSeries(table, choice, options);
  if (reading.totalRequests > requestsMax) {
    refuseTrace(table, {
      what: `${reading.totalRequests} requests in all, more than a load can have`,
      fix: 'choose the column that counts requests with load.column; a counter needs rate(…[1m])',
    });
  }
  const limit = rowLimitNote(plain.rows.length, isTimes ? null : reading.stepSeconds);
  return { ...reading, notes: [...reading.notes, ...limit] };
};
