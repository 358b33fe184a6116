import { listed, nameOf, refuseTrace, type Table, type TraceOptions } from '../tables/table.ts';
import { isDurationName } from './column-names.ts';
import { type Column, columnsOf, judgedRows } from './columns.ts';
import { columnsApart, refuseMixedMetrics } from './known-tables.ts';
import { indexesNamed, refuseOneName } from './named-columns.ts';
import { isEmptyValue } from './numbers.ts';
import {
  refuseFailed,
  refuseMeasured,
  refusePartTimes,
  refuseUnreadCounts,
  requestMeanings,
} from './refuse-columns.ts';
import { refuseSplitTimes, refuseStatusCodes } from './refuse-unclear.ts';
import { refuseUnits } from './units-in-cells.ts';

/** Which columns are read. */
export type Choice = {
  /** null: a row for each step, from the first on. */
  readonly time: number | null;
  /** The time is an end; this column is how long the request took. */
  readonly duration: number | null;
  /** Empty: each row is one request. Several are added up. */
  readonly values: readonly number[];
  /** Columns of numbers that are passed over. */
  readonly ignored: readonly number[];
};

/** A running number of rows, each one more than the last: no count. */
const isRunningNumber = ({ rows }: Table, index: number): boolean => {
  const numbers = rows.slice(0, judgedRows).map(({ cells }) => Number(cells[index]));
  return numbers.length >= 3 && numbers.every((number, i) => i === 0 || number === numbers[i - 1]! + 1);
};

/** The column of times, if there is one: a start before any, an end only with a duration. */
const timeColumnOf = (table: Table, columns: readonly Column[]): Column | undefined => {
  const byName = columns.filter(
    ({ time, isTimeOnly: only, isNumeric }) => time !== undefined && (only || isNumeric),
  );
  const byValue = columns.filter((column) => column.isTimeOnly && column.meaning.kind !== 'count');
  const candidates = byName.length > 0 ? byName : byValue;
  for (const meaning of ['start', 'any', 'end'] as const) {
    const found = candidates.filter(({ time }) => (time ?? 'any') === meaning);
    const dated = found.filter((column) => column.isTimeOnly);
    const [one, ...more] = dated.length > 0 ? dated : found;
    if (one !== undefined && more.length === 0) return one;
    if (one !== undefined) {
      return refuseTrace(table, {
        what: `several columns may be the time: ${listed([one, ...more].map(({ index }) => nameOf(table, index)))}`,
        fix: 'take the others out, or name the one with load.column if each row is one request',
      });
    }
  }
  return undefined;
};

const durationOf = (table: Table, columns: readonly Column[], time: Column): number | null => {
  if (time.time === 'any') return table.logged?.index ?? null;
  if (time.time !== 'end') return null;
  const duration = columns.find(({ name, isNumeric }) => isNumeric && isDurationName(name));
  if (duration !== undefined) return duration.index;
  return refuseTrace(table, {
    what: `${nameOf(table, time.index)} is when requests ended, and no column says how long they took`,
    fix: 'add a column duration_ms, or call the column timestamp if it is when requests arrived',
  });
};

/** The answer to a query: what it asked for is known to the user, and its only series is meant. */
const isQueried = ({ format }: Table): boolean => ['prometheus', 'cloudWatch', 'datadog'].includes(format);

/** A measurement at equal distances, such as a latency a minute: its rows are no requests. */
const isMeasured = (columns: readonly Column[], others: readonly Column[]): boolean =>
  others.length > 0 && columns.length === others.length + 1;

/** A sample of each request, as k6 writes its http_reqs. */
const areOnes = ({ rows }: Table, index: number): boolean =>
  rows
    .slice(0, judgedRows)
    .map(({ cells }) => cells[index] ?? '')
    .every((cell) => isEmptyValue(cell) || Number(cell) === 1);

const valuesOf = (
  table: Table,
  numeric: readonly Column[],
  unit: TraceOptions['unit'],
): Pick<Choice, 'values' | 'ignored'> => {
  const requests = numeric.filter(({ meaning }) => requestMeanings.includes(meaning.kind));
  // A total since a start is no candidate beside what counts the requests of a step.
  const steps = requests.filter(({ meaning }) => meaning.kind !== 'counter');
  const known = steps.length > 0 ? steps : requests;
  const unknown = numeric.filter(
    ({ meaning, index }) => meaning.kind === 'unknown' && !isRunningNumber(table, index),
  );
  const open = [...known, ...unknown];
  const ignored = numeric.filter((column) => !open.includes(column)).map(({ index }) => index);
  if (open.length > 1) {
    refuseOneName(
      table,
      open.map(({ index }) => index),
    );
    const names = listed(open.map(({ index }) => nameOf(table, index)));
    refuseTrace(table, {
      what: `several columns may be the number of requests: ${names}`,
      fix: "name it with load.column, or a list of columns to add up; load.unit 'eachRow' if each row is one request",
    });
  }
  const [one] = open;
  if (one !== undefined) refuseFailed(table, one.index);
  if (one?.meaning.kind === 'unknown' && unit === undefined) refuseStatusCodes(table, one.index);
  if (
    one !== undefined &&
    one.meaning.kind === 'unknown' &&
    table.header.length > 0 &&
    !/^_?value$/i.test(one.name) &&
    unit === undefined &&
    !isQueried(table)
  ) {
    refuseUnits(table, [one.index]);
    refuseTrace(table, {
      what: `${nameOf(table, one.index)} may be a number of requests or something else: its name does not say`,
      fix: areOnes(table, one.index)
        ? "load.unit 'eachRow' if each row is one request, as each number is 1"
        : `load.column: '${nameOf(table, one.index)}' if it counts requests; load.unit 'eachRow' if each row is one request`,
    });
  }
  return { values: one === undefined ? [] : [one.index], ignored };
};

/** Whether a column that was named is that of the times: each row is one request. A column beside known times is none of its own. */
const isNamedTime = (table: Table, { column, others, unit }: NamedColumn): boolean => {
  if (unit !== undefined && unit !== 'eachRow') return false;
  if (column.time !== undefined || column.isTimeOnly) return true;
  if (unit === 'eachRow') return others.length === 0 || isRising(table, column.index);
  return (
    !requestMeanings.includes(column.meaning.kind) &&
    others.every((other) => !other.isTimeOnly && other.time === undefined) &&
    isRising(table, column.index)
  );
};

type NamedColumn = {
  readonly column: Column;
  readonly others: readonly Column[];
  readonly unit: TraceOptions['unit'];
};

const named = (
  table: Table,
  columns: readonly Column[],
  { asked, unit }: { readonly asked: readonly string[]; readonly unit: TraceOptions['unit'] },
): Choice => {
  const indexes = indexesNamed(table, asked);
  const others = columns.filter(({ index }) => !indexes.includes(index));
  const passedOver = (time: number | null): number[] =>
    others.filter(({ isNumeric, index }) => isNumeric && index !== time).map(({ index }) => index);
  const column = columns[indexes[0]!]!;
  if (indexes.length === 1 && isNamedTime(table, { column, others, unit }))
    return { time: column.index, duration: null, values: [], ignored: passedOver(column.index) };
  if (unit === 'eachRow')
    refuseTrace(table, {
      what: `load.unit 'eachRow' reads times alone, and load.column names ${listed(asked)}, no column of times`,
      fix: 'take load.column out if each row is one request; else load.unit if the column counts requests',
    });
  const time = timeColumnOf(table, others)?.index ?? null;
  return { time, duration: null, values: indexes, ignored: passedOver(time) };
};

/** Numbers that rise and are not all whole can only be times. */
const isRising = ({ rows }: Table, index: number): boolean => {
  const cells = rows.map(({ cells: row }) => Number(row[index]));
  return cells.some((n) => !Number.isInteger(n)) && cells.every((n, i) => i === 0 || n >= cells[i - 1]!);
};

/** A column alone: times by its values, else a number for each step. */
const lone = (table: Table, [column]: readonly Column[], unit: TraceOptions['unit']): Choice => {
  const only = column!;
  const isTime =
    only.isTimeOnly || only.time !== undefined || isNamedTime(table, { column: only, others: [], unit });
  const none = { duration: null, ignored: [] };
  if (isTime) return { ...none, time: only.index, values: [] };
  refuseFailed(table, only.index);
  if (only.meaning.kind === 'other')
    refuseTrace(table, {
      what: `${only.name} is not a number of requests, by its name`,
      fix: `load.column: '${only.name}' if it is`,
    });
  return { ...none, time: null, values: [only.index] };
};

/**
 * Tells by names and values which columns to read; what the user decided goes first.
 *
 * @throws HeadroomError E_CONFIG where it is not clear, with the option that decides
 */
export const chooseColumns = (table: Table, options: TraceOptions): Choice => {
  refuseMixedMetrics(table);
  const choice = choiceOf(table, options);
  refuseSplitTimes(table, choice.time);
  return choice;
};

const choiceOf = (table: Table, { column, unit }: TraceOptions): Choice => {
  const asked = column === undefined ? [] : typeof column === 'string' ? [column] : column;
  if (asked.length > 0) return named(table, columnsOf(table), { asked, unit });
  const apart = unit === 'eachRow' ? new Set() : columnsApart(table);
  const columns = columnsOf(table).filter(({ index }) => !apart.has(index));
  if (columns.length === 1) return lone(table, columns, unit);
  const time = timeColumnOf(table, columns) ?? pairWithoutNames(table, columns);
  const numeric = columns.filter((one) => one !== time && one.isNumeric && one.time === undefined);
  if (time === undefined) {
    refusePartTimes(table, columns);
    const names =
      table.header.length > 0
        ? `none of ${listed(table.header)} is a time`
        : `${columns.length} columns without a header line, none of them a time`;
    return refuseTrace(table, {
      what: names,
      fix: 'call the column of times timestamp; for a row a second write the column of numbers alone',
    });
  }
  const duration = durationOf(table, columns, time);
  const others = numeric.filter(({ index }) => index !== duration);
  if (unit === 'eachRow' || table.unit === 'eachRow' || duration !== null)
    return { time: time.index, duration, values: [], ignored: others.map(({ index }) => index) };
  const chosen = valuesOf(table, others, unit);
  if (chosen.values.length === 0)
    refuseUnreadCounts(
      table,
      columns.filter((column) => column !== time),
    );
  if (chosen.values.length === 0 && isMeasured(columns, others)) refuseMeasured(table, time, others);
  return { time: time.index, duration, ...chosen };
};

/** Two columns of whole numbers without names: second and count. */
const pairWithoutNames = ({ header }: Table, columns: readonly Column[]): Column | undefined =>
  header.length === 0 && columns.length === 2 && columns.every(({ isNumeric }) => isNumeric)
    ? columns[0]
    : undefined;
