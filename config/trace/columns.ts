import { type ErrorDetails, HeadroomError } from '../../errors/headroom-error.ts';
import { nearestOf } from '../../errors/nearest.ts';
import { isDateTime, isTimeOnly, isValue, secondOf } from './cells.ts';
import type { CsvRow } from './csv.ts';

/**
 * Where a trace's numbers stand. Counts without times are those of second 0, 1, 2 …; times without counts are one
 * request each.
 */
export type TraceColumns =
  | { readonly count: number; readonly time?: number }
  | { readonly count?: undefined; readonly time: number };

type TraceTable = {
  readonly columns: TraceColumns;
  /** Without the header. */
  readonly rows: readonly CsvRow[];
  /** Empty where the trace has none. */
  readonly header: readonly string[];
};

const countNames = ['count', 'counts', 'requests', 'arrivals', 'hits', 'rps', 'requestspersecond', 'value'];
const timeNames = [
  'timestamp',
  'time',
  'datetime',
  'date',
  'ts',
  'second',
  'seconds',
  'arrivaltime',
  'arrivedat',
];

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');
const indexOf = (header: readonly string[], names: readonly string[]): number | undefined => {
  const index = header.findIndex((name) => names.includes(plain(name)));
  return index < 0 ? undefined : index;
};

/** What a column holds whose name says nothing: numbers that rise and are not all whole can only be times. */
const columnsByValue = (rows: readonly CsvRow[], index: number): TraceColumns => {
  const cells = rows.map((row) => row.cells[index] ?? '');
  const rises = (cell: string, i: number): boolean =>
    i === 0 || (secondOf(cell) ?? Number.NaN) >= (secondOf(cells[i - 1] ?? '') ?? 0);
  const areTimes = isDateTime(cells[0] ?? '') || (cells.some(isTimeOnly) && cells.every(rises));
  return areTimes ? { time: index } : { count: index };
};

const withTime = (count: number, time: number | undefined): TraceColumns =>
  time === undefined ? { count } : { count, time };

const named = (
  header: readonly string[],
  rows: readonly CsvRow[],
  column: string,
): TraceColumns | ErrorDetails => {
  const index = header.findIndex((name) => name.toLowerCase() === column.toLowerCase());
  const name = header[index];
  if (name === undefined) {
    const nearest = nearestOf(column, header);
    return header.length === 0
      ? {
          what: `load.column is "${column}", but the trace has no header line`,
          fix: 'leave it out, or add the line',
        }
      : {
          what: `load.column: the trace has no column "${column}"; it has ${header.join(', ')}`,
          fix: nearest ? `did you mean "${nearest}"?` : 'name one of these columns',
        };
  }
  const found: TraceColumns = timeNames.includes(plain(name)) ? { time: index } : columnsByValue(rows, index);
  return found.count === undefined ? found : withTime(found.count, indexOf(header, timeNames));
};

const sniffed = (header: readonly string[], rows: readonly CsvRow[]): TraceColumns | ErrorDetails => {
  const [count, time] = [indexOf(header, countNames), indexOf(header, timeNames)];
  if (count !== undefined) return withTime(count, time);
  if (time !== undefined) return { time };
  const width = rows[0]?.cells.length ?? 0;
  if (width <= 1) return columnsByValue(rows, 0);
  if (header.length === 0)
    return width === 2
      ? { time: 0, count: 1 }
      : {
          what: `load.trace: ${width} columns without a header line`,
          fix: 'write a first line that names them, such as second,count',
        };
  return {
    what: `load.trace: none of the columns ${header.join(', ')} is known by its name`,
    fix: 'name one with load.column',
  };
};

/**
 * Tells header from values and finds the columns to read: the one asked for, else by name (count, requests, …;
 * timestamp, time, …), else a lone column by its values, else second and count.
 *
 * @throws HeadroomError E_CONFIG when that is not clear
 */
export const traceColumns = (
  all: readonly CsvRow[],
  { file, column }: { readonly file: string; readonly column?: string | undefined },
): TraceTable => {
  const [first] = all;
  const header = first === undefined || first.cells.some(isValue) ? [] : first.cells;
  const rows = header.length > 0 ? all.slice(1) : all;
  const columns = column === undefined ? sniffed(header, rows) : named(header, rows, column);
  if ('what' in columns)
    throw new HeadroomError('E_CONFIG', { ...columns, where: `${file}:${first?.line ?? 1}` });
  return { columns, rows, header };
};
