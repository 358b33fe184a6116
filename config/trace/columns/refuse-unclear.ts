import { calendarStampOf, compactStampOf } from '../stamps/calendar.ts';
import { nameOf, refuseTrace, type Table, type TraceOptions } from '../tables/table.ts';
import { countedStepOf, timeMeaningOf } from './column-names.ts';
import { judgedRows } from './columns.ts';
import { isEmptyValue } from './numbers.ts';

/** Codes that services answer with: https://www.iana.org/assignments/http-status-codes */
const statusCode =
  /^(?:10[0-3]|20[0-8]|226|30[0-8]|4(?:0\d|1[0-8]|2[1-689]|31|51|60|99)|50[0-8]|51[01]|52[0-6])$/;

/** @throws HeadroomError E_CONFIG for a column without a name, each number of which is a status code */
export const refuseStatusCodes = (table: Table, index: number): void => {
  const cells = table.rows.map((row) => row.cells[index] ?? '').filter((cell) => !isEmptyValue(cell));
  if (table.header.length > 0 || cells.length === 0 || !cells.every((cell) => statusCode.test(cell))) return;
  refuseTrace(table, {
    what: `${nameOf(table, index)} has no name, and each of its numbers may be a status, like ${cells[0]}`,
    fix: "load.unit 'eachRow' if each row is one request, 'count' if they are requests of a step",
  });
};

const timeOfDay = /^T?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?(?:\s?[AP]M)?(?:Z|[+-]\d\d:?\d\d)?$/i;

const isDay = (cell: string): boolean =>
  (calendarStampOf(cell) ?? compactStampOf(cell))?.resolutionSeconds === 86_400;

/** Whether a column holds the time of a day: by its cells, or as hours and minutes by its name. */
const isTimeOfDay = (table: Table, index: number): boolean => {
  const cells = table.rows.slice(0, judgedRows).map((row) => row.cells[index] ?? '');
  if (cells.every((cell) => timeOfDay.test(cell))) return true;
  const name = table.header[index] ?? '';
  return (
    (countedStepOf(name) !== undefined || timeMeaningOf(name) !== undefined) &&
    cells.every((cell) => /^\d{1,6}$/.test(cell))
  );
};

/**
 * Days in one column and times of day in another: the days alone would spread a minute of traffic over a day.
 *
 * @param time column of the times
 * @throws HeadroomError E_CONFIG for several rows of a day
 */
export const refuseSplitTimes = (table: Table, time: number | null): void => {
  if (time === null) return;
  const days = new Set<string>();
  for (const { cells } of table.rows) {
    const cell = cells[time] ?? '';
    if (!isDay(cell)) return;
    days.add(cell);
  }
  const width = table.rows.at(0)?.cells.length ?? 0;
  const other = Array.from({ length: width }, (_, i) => i).find((i) => i !== time && isTimeOfDay(table, i));
  if (other === undefined || days.size === table.rows.length) return;
  refuseTrace(table, {
    what: `the day is in ${nameOf(table, time)} and the time of day in ${nameOf(table, other)}`,
    fix: 'write them in one column: 2024-05-01 10:00:00',
  });
};

/** Names of times that say no unit of a running number, or days, which are no seconds. */
const unitlessTimes = /^(?:days?|dates?|datum|buckets?|intervals?|timeinterval|datehour)$/;

/**
 * A running number under a name like day or bucket: its seconds are not known.
 *
 * @throws HeadroomError E_CONFIG where neither load.step nor the name says them
 */
export const refuseRunningTimes = (
  table: Table,
  { name, stepSeconds }: { readonly name: string; readonly stepSeconds: number },
  { step }: TraceOptions,
): void => {
  const letters = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (step !== undefined || stepSeconds !== 1 || !unitlessTimes.test(letters)) return;
  refuseTrace(table, {
    what: `${name} holds running numbers: how many seconds each is long, its name does not say`,
    fix: 'call it second, minute or hour if it is; else take it out and give the seconds of a row with load.step (86400 for a day)',
  });
};
