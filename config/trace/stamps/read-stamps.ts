import type { ErrorDetails } from '../../../errors/headroom-error.ts';
import { countedStepOf } from '../columns/column-names.ts';
import { refuse } from '../refuse.ts';
import { faultyCell, refuseTrace, type Table, type TraceOptions } from '../tables/table.ts';
import {
  type CalendarStamp,
  calendarStampOf,
  compactStampOf,
  type DateOrder,
  localMicrosecondsOf,
} from './calendar.ts';
import { refuseSetClock, rowAt } from './clock-changes.ts';
import { addDate, dateOrderOf, noDates } from './date-order.ts';
import { epochUnitOf, isEpoch, microsecondsOf, type NumberStamp, numberStampOf } from './epoch.ts';
import { momentsOf, zoneOffsetOf } from './time-zone.ts';
import { unitInName, zoneInName } from './unit-in-name.ts';

/** The times of a column, row by row: whole microseconds, which a double holds exactly until the year 2255. */
export type Stamps = {
  readonly atUs: Float64Array;
  /** Since 1970, or since any zero. */
  readonly isSince1970: boolean;
  /** Whether stamps name no zone and none was given: all of them, or some beside others that name one. */
  readonly lackZone: 'all' | 'some' | 'none';
  /** How exact the finest stamp is, in seconds. */
  readonly resolutionSeconds: number;
  /** Whether plain numbers were taken as seconds, where nothing says that they are. */
  readonly unitAssumed: boolean;
};

const expected =
  'a date and time (2024-05-01T10:00:00Z), or seconds, ms, us or ns since 1970, or seconds from any zero';

/** Whether a cell can only be a time: a date, or a number since 1970. */
export const isTimeOnly = (cell: string): boolean => {
  const stamp = numberStampOf(cell);
  return stamp === undefined ? calendarStampOf(cell) !== undefined : isEpoch(stamp);
};

/** Days since 1900 of the years 2000 to 2100: how a spreadsheet keeps a date whose cell has no date format. */
const serialDays = { min: 36_526, max: 73_415 } as const;

const isSerialDay = ({ whole, fraction }: NumberStamp): boolean =>
  fraction.length >= 4 && Number(whole) >= serialDays.min && Number(whole) <= serialDays.max;

/** Whole numbers in thousands may be milliseconds; zero is in both. */
const isLargeWhole = ({ whole, fraction }: NumberStamp): boolean =>
  fraction === '' && (whole === '0' || whole.length > 3);

const numbersRead = (table: Table, index: number, cells: readonly string[]): Stamps => {
  const stampOf = (cell: string): NumberStamp => numberStampOf(cell)!;
  const first = stampOf(cells[0]!);
  if (cells.every((cell) => isSerialDay(stampOf(cell)))) {
    refuseTrace(table, {
      what: `${table.header[index] ?? 'the time'} looks like a spreadsheet's count of days since 1900 (${first.whole}.${first.fraction})`,
      fix: 'format the column as yyyy-mm-dd hh:mm:ss and export again; if these are seconds, subtract the first from all',
    });
  }
  const named = unitInName(table.header[index] ?? '');
  const units = new Set(cells.map((cell) => epochUnitOf(stampOf(cell))));
  const isSince1970 = !units.has(undefined);
  if (units.size > 1) {
    refuseTrace(table, {
      what: 'some times are since 1970 in one unit, others are not',
      fix: 'write all times in one unit',
    });
  }
  const unit = isSince1970 ? epochUnitOf(first)! : (named ?? 's');
  const counted = isSince1970 ? 1 : (countedStepOf(table.header[index] ?? '') ?? 1);
  return {
    atUs: Float64Array.from(cells, (cell) => microsecondsOf(stampOf(cell), unit) * counted),
    isSince1970,
    lackZone: 'none',
    resolutionSeconds: 1,
    unitAssumed: named === undefined && !isSince1970 && cells.every((cell) => isLargeWhole(stampOf(cell))),
  };
};

/** Moments of local times. In the hour that a clock repeats, the one that keeps the order of the rows. */
const zonedReader = (zone: string, table: Table) => {
  const offsetAt =
    zoneOffsetOf(zone) ??
    refuseTrace(table, {
      what: `load.timeZone is "${zone}", which is not a time zone`,
      fix: 'name it as in Europe/Berlin, or give an offset: +02:00',
    });
  let before = Number.NEGATIVE_INFINITY;
  return (localUs: number): number | undefined => {
    const moments = momentsOf(Math.floor(localUs / 1000), offsetAt).map(
      (ms) => localUs + (ms - Math.floor(localUs / 1000)) * 1000,
    );
    const found = moments.find((us) => us >= before) ?? moments.at(-1);
    if (found !== undefined) before = found;
    return found;
  };
};

/** Whether more rows are older than the one before them than newer. A time that can't be read turns nothing. */
const isNewestFirst = (localUs: Float64Array): boolean => {
  let turns = 0;
  for (let i = 1; i < localUs.length; i++) turns += Math.sign(localUs[i]! - localUs[i - 1]!) || 0;
  return turns < 0;
};

/** In a list of zones: the cell names none. */
const noZone = 32_767;

/** The local times of a column and what else its cells say, row by row. Of millions of rows no object is kept. */
type Locals = {
  /** Microseconds since 1970 by the clock that is written; NaN: not in the calendar. */
  readonly localUs: Float64Array;
  /** Minutes east of UTC, or `noZone`. */
  readonly zones: Int16Array;
  readonly resolutionSeconds: number;
};

type StampOf = (cell: string) => CalendarStamp | undefined;

/** @throws HeadroomError E_CONFIG with the lines that are no time */
const localsOf = (
  table: Table,
  index: number,
  {
    cells,
    stampOf,
    given,
  }: { readonly cells: readonly string[]; readonly stampOf: StampOf; readonly given: DateOrder | undefined },
): Locals => {
  const [localUs, zones] = [new Float64Array(cells.length), new Int16Array(cells.length)];
  const facts = noDates();
  let resolutionSeconds = 86_400;
  const faulty: ErrorDetails[] = [];
  cells.forEach((cell, i) => {
    const stamp = stampOf(cell);
    if (stamp === undefined) {
      faulty.push(faultyCell(table, table.rows.at(i)!, { index, expected }));
      return;
    }
    addDate(facts, stamp);
    localUs[i] = localMicrosecondsOf(stamp, 'monthFirst') ?? Number.NaN;
    zones[i] = stamp.zoneMinutes ?? noZone;
    resolutionSeconds = Math.min(resolutionSeconds, stamp.resolutionSeconds);
  });
  refuse(faulty, { fix: 'correct the lines, or choose another column with load.column', of: 'trace' });
  if (dateOrderOf(table, facts, given) === 'dayFirst')
    cells.forEach((cell, i) => {
      localUs[i] = localMicrosecondsOf(stampOf(cell)!, 'dayFirst') ?? Number.NaN;
    });
  return { localUs, zones, resolutionSeconds };
};

const calendarRead = (
  table: Table,
  index: number,
  {
    cells,
    stampOf,
    options,
  }: { readonly cells: readonly string[]; readonly stampOf: StampOf; readonly options: TraceOptions },
): Stamps => {
  const { localUs, zones, resolutionSeconds } = localsOf(table, index, {
    cells,
    stampOf,
    given: options.dateOrder,
  });
  const zone = options.timeZone ?? zoneInName(table.header[index] ?? '');
  const read = zone === undefined ? undefined : zonedReader(zone, table);
  const faults: ErrorDetails[] = [];
  const ordered = { atUs: new Float64Array(cells.length), newestFirst: isNewestFirst(localUs) };
  const { atUs } = ordered;
  for (let place = 0; place < atUs.length; place++) {
    const i = rowAt(ordered, place);
    const [local, zoneMinutes] = [localUs[i]!, zones[i]!];
    const isSaid = zoneMinutes !== noZone || read === undefined || Number.isNaN(local);
    const us = isSaid
      ? local - (zoneMinutes === noZone ? 0 : zoneMinutes) * 60e6
      : (read(local) ?? Number.NaN);
    atUs[i] = us;
    if (Number.isNaN(us))
      faults.push(
        faultyCell(table, table.rows.at(i)!, { index, expected: 'a day and time of the calendar' }),
      );
  }
  refuse(faults, { fix: 'correct the lines', of: 'trace' });
  const lacksZone = zone === undefined && zones.includes(noZone);
  if (lacksZone) refuseSetClock(table, ordered);
  const lackZone = !lacksZone ? 'none' : zones.every((minutes) => minutes === noZone) ? 'all' : 'some';
  return { atUs, isSince1970: true, lackZone, resolutionSeconds, unitAssumed: false };
};

/**
 * The times of a column. Its form is told by all its cells together.
 *
 * @throws HeadroomError E_CONFIG with the lines that are no time, or with what the cells leave open
 */
export const readStamps = (table: Table, index: number, options: TraceOptions): Stamps => {
  const cells = table.rows.map((row) => row.cells[index] ?? '');
  if (cells.every((cell) => compactStampOf(cell) !== undefined))
    return calendarRead(table, index, { cells, stampOf: compactStampOf, options });
  if (numberStampOf(cells[0] ?? '') === undefined)
    return calendarRead(table, index, { cells, stampOf: calendarStampOf, options });
  const faults = table.rows.filter((row) => numberStampOf(row.cells[index] ?? '') === undefined);
  refuse(
    faults.map((row) => faultyCell(table, row, { index, expected })),
    { fix: 'correct the lines, or choose another column with load.column', of: 'trace' },
  );
  return numbersRead(table, index, cells);
};
