import type { ErrorDetails } from '../../../errors/headroom-error.ts';
import { countedStepOf } from '../column-names.ts';
import { refuse } from '../refuse.ts';
import { faultyCell, refuseTrace, type Table, type TraceOptions } from '../table.ts';
import {
  type CalendarStamp,
  calendarStampOf,
  compactStampOf,
  type DateOrder,
  localMicrosecondsOf,
} from './calendar.ts';
import { epochUnitOf, isEpoch, microsecondsOf, type NumberStamp, numberStampOf } from './epoch.ts';
import { momentsOf, zoneOffsetOf } from './time-zone.ts';
import { unitInName, zoneInName } from './unit-in-name.ts';

/** The times of a column, row by row: whole microseconds, which a double holds exactly until the year 2255. */
export type Stamps = {
  readonly atUs: readonly number[];
  /** Since 1970, or since any zero. */
  readonly isSince1970: boolean;
  /** Whether some stamp names no zone and none was given. */
  readonly lacksZone: boolean;
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

const numbersRead = (table: Table, index: number, stamps: readonly NumberStamp[]): Stamps => {
  const [first] = stamps;
  if (stamps.every(isSerialDay)) {
    refuseTrace(table, {
      what: `${table.header[index] ?? 'the time'} looks like a spreadsheet's count of days since 1900 (${first!.whole}.${first!.fraction})`,
      fix: 'format the column as yyyy-mm-dd hh:mm:ss and export again; if these are seconds, subtract the first from all',
    });
  }
  const named = unitInName(table.header[index] ?? '');
  const isSince1970 = stamps.every(isEpoch);
  const units = new Set(stamps.map(epochUnitOf));
  if (isSince1970 ? units.size > 1 : stamps.some(isEpoch)) {
    refuseTrace(table, {
      what: 'some times are since 1970 in one unit, others are not',
      fix: 'write all times in one unit',
    });
  }
  const unit = isSince1970 ? epochUnitOf(first!)! : (named ?? 's');
  const counted = isSince1970 ? 1 : (countedStepOf(table.header[index] ?? '') ?? 1);
  return {
    atUs: stamps.map((stamp) => microsecondsOf(stamp, unit) * counted),
    isSince1970,
    lacksZone: false,
    resolutionSeconds: 1,
    unitAssumed: named === undefined && !isSince1970 && stamps.every(isLargeWhole),
  };
};

/** Which of the first two numbers of a date is the day, by all dates of the column. */
const dateOrderOf = (
  table: Table,
  stamps: readonly CalendarStamp[],
  given: DateOrder | undefined,
): DateOrder => {
  const open = stamps.filter(({ swappable }) => swappable);
  const [first] = open;
  if (first === undefined) return 'monthFirst';
  const [dayFirst, monthFirst] = [open.some(({ month }) => month > 12), open.some(({ day }) => day > 12)];
  if (dayFirst !== monthFirst) return dayFirst ? 'dayFirst' : 'monthFirst';
  if (given !== undefined) return given;
  if (open.every(({ isTwelveHour }) => isTwelveHour)) return 'monthFirst';
  if (open.every(({ separator }) => separator === '.')) return 'dayFirst';
  const sameDate = ({ year, month, day }: CalendarStamp): boolean =>
    year === first.year && month === first.month && day === first.day;
  if (open.every(sameDate)) return 'monthFirst';
  return refuseTrace(table, {
    what: 'in its dates day and month can be exchanged',
    fix: "say which comes first: load.dateOrder 'dayFirst' or 'monthFirst'; or write dates as 2024-05-31",
  });
};

/** Moments of local times. In the hour that a clock repeats, the one that keeps the order of the rows. */
const zonedReader = (zone: string, table: Table) => {
  const offsetAt =
    zoneOffsetOf(zone) ??
    refuseTrace(table, {
      what: `load.timeZone is "${zone}", which is no zone`,
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

/** Rows of a log are out of order by less; a clock is set back by an hour, on one island by half an hour. */
const setBackLeastUs = 25 * 60e6;

/** A clock that went back in the middle of ascending rows: set back in autumn, most likely. */
const clockWentBack = (atUs: readonly number[]): number | undefined => {
  const back = atUs.flatMap((us, i) => (i > 0 && us < atUs[i - 1]! ? [i] : []));
  const [at] = back;
  if (at === undefined || back.length > 1) return undefined;
  const backUs = atUs[at - 1]! - atUs[at]!;
  return backUs > setBackLeastUs && backUs <= 3600e6 ? at : undefined;
};

const calendarRead = (
  table: Table,
  index: number,
  { stamps, options }: { readonly stamps: readonly CalendarStamp[]; readonly options: TraceOptions },
): Stamps => {
  const order = dateOrderOf(table, stamps, options.dateOrder);
  const zone = options.timeZone ?? zoneInName(table.header[index] ?? '');
  const read = zone === undefined ? undefined : zonedReader(zone, table);
  const faults: ErrorDetails[] = [];
  const locals = stamps.map((stamp) => localMicrosecondsOf(stamp, order));
  const turns = locals.map((us, i) => Math.sign((us ?? 0) - (locals[i - 1] ?? us ?? 0)));
  const newestFirst = turns.reduce((sum, turn) => sum + turn, 0) < 0;
  const inOrder = newestFirst ? stamps.map((_, i) => stamps.length - 1 - i) : stamps.map((_, i) => i);
  const atUs = new Array<number>(stamps.length).fill(0);
  for (const i of inOrder) {
    const [localUs, zoneMinutes] = [locals[i], stamps[i]!.zoneMinutes];
    const us =
      localUs === undefined || zoneMinutes !== null || read === undefined
        ? localUs && localUs - (zoneMinutes ?? 0) * 60e6
        : read(localUs);
    if (us !== undefined) atUs[i] = us;
    else
      faults.push(faultyCell(table, table.rows[i]!, { index, expected: 'a day and time of the calendar' }));
  }
  refuse(faults, { fix: 'correct the lines', of: 'trace' });
  const lacksZone = zone === undefined && stamps.some(({ zoneMinutes }) => zoneMinutes === null);
  const back = lacksZone ? clockWentBack(inOrder.map((i) => atUs[i]!)) : undefined;
  if (back !== undefined) {
    refuseTrace(table, {
      what: 'times of no zone go back once by an hour or less: a clock that was set back, or a row out of order',
      line: table.rows[inOrder[back]!]!.line,
      fix: 'name the zone with load.timeZone, as in Europe/Berlin; or sort the rows',
    });
  }
  const resolutionSeconds = stamps.reduce((least, stamp) => Math.min(least, stamp.resolutionSeconds), 86_400);
  return { atUs, isSince1970: true, lacksZone, resolutionSeconds, unitAssumed: false };
};

/**
 * The times of a column. Its form is told by all its cells together.
 *
 * @throws HeadroomError E_CONFIG with the lines that are no time, or with what the cells leave open
 */
export const readStamps = (table: Table, index: number, options: TraceOptions): Stamps => {
  const { rows } = table;
  const cells = rows.map((row) => row.cells[index] ?? '');
  const dates = cells.map(compactStampOf);
  if (dates.every((stamp) => stamp !== undefined))
    return calendarRead(table, index, { stamps: dates, options });
  const numbers = cells.map(numberStampOf);
  if (numbers[0] !== undefined) {
    const faults = rows.filter((_, i) => numbers[i] === undefined);
    const what = (row: (typeof rows)[number]) => faultyCell(table, row, { index, expected });
    refuse(faults.map(what), {
      fix: 'correct the lines, or choose another column with load.column',
      of: 'trace',
    });
    return numbersRead(table, index, numbers as readonly NumberStamp[]);
  }
  const stamps = cells.map(calendarStampOf);
  const faults = rows.filter((_, i) => stamps[i] === undefined);
  refuse(
    faults.map((row) => faultyCell(table, row, { index, expected })),
    { fix: 'correct the lines, or choose another column with load.column', of: 'trace' },
  );
  return calendarRead(table, index, { stamps: stamps as readonly CalendarStamp[], options });
};
