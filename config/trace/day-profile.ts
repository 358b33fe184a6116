import { type ErrorDetails, HeadroomError } from '../../errors/headroom-error.ts';
import type { RateStep } from '../../runs/schema/model/rate-steps.ts';
import { isAmount, numbersIn, unclearNumbers } from './columns/numbers.ts';
import { refuse } from './refuse.ts';
import { csvRows, csvTable } from './tables/csv.ts';
import { isWideRow, wideRowFix } from './tables/csv-table.ts';
import type { CsvRow } from './tables/rows.ts';

const timeNames = ['timeofday', 'hour', 'hourofday', 'clock'];
const rateNames = ['rate', 'ratepersecond', 'requestspersecond', 'requestss', 'rps', 'reqs'];

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/;

/**
 * Second of the day: HH:MM, HH:MM:SS or a whole hour from 0 to 23. `undefined` for anything else.
 *
 * @example secondOfDay('07:30') // 27000
 */
export const secondOfDay = (cell: string): number | undefined => {
  const [, hours = cell, minutes = '0', seconds = '0'] = clock.exec(cell) ?? [];
  const parts = [hours, minutes, seconds].map((part) => (/^\d{1,2}$/.test(part) ? Number(part) : Number.NaN));
  const [hour, minute, second] = parts as [number, number, number];
  return hour < 24 && minute < 60 && second < 60 ? 3600 * hour + 60 * minute + second : undefined;
};

const timeColumnOf = ([header, first]: readonly CsvRow[]): number =>
  (header?.cells ?? []).findIndex(
    (name, i) =>
      timeNames.includes(plain(name)) || (plain(name) === 'time' && clock.test(first?.cells[i] ?? '')),
  );

/** Header and first row are looked for in so many lines: a trace may have millions. */
const headLines = 100;

const headOf = (text: string): string => text.split('\n', headLines).join('\n');

/**
 * Whether a text is the profile of a day: its header names a time of day (`time_of_day`, `hour`, `clock`), or a
 * `time` that is written HH:MM. A text that is no CSV is none.
 */
export const isDayProfile = (text: string, file: string): boolean => {
  if (/^\s*[[{<]/.test(text)) return false;
  try {
    return timeColumnOf(csvRows(headOf(text), file)) >= 0;
  } catch (error) {
    if (error instanceof HeadroomError) return false;
    throw error;
  }
};

type Entry = RateStep & { readonly line: number };

/** @throws HeadroomError E_CONFIG with the rows that have more cells than the header */
const refuseWideRows = (rows: readonly CsvRow[], width: number, file: string): void =>
  refuse(
    rows
      .filter((row) => isWideRow(row, width))
      .map(({ line, cells }) => ({
        what: `--for: a row of ${cells.length} cells, under a header of ${width}`,
        where: `${file}:${line}`,
      })),
    { fix: wideRowFix, of: '--for' },
  );

/** @throws HeadroomError E_CONFIG for thousands that may be decimals */
const ratesOf = (cells: readonly (string | undefined)[], name: string, file: string, separator: string) => {
  const read = numbersIn(cells, { decimalCommas: separator === ';', counts: false });
  if ('values' in read) return read.values;
  const { what, fix } = unclearNumbers(name, read.unclear);
  throw new HeadroomError('E_CONFIG', { what: `--for: ${what}`, where: file, fix });
};

/** The rows below a header, and which of their columns are read. */
type DayTable = {
  readonly header: CsvRow;
  readonly rows: readonly CsvRow[];
  readonly columns: { readonly time: number; readonly rate: number };
  readonly separator: string;
};

/** @throws HeadroomError E_CONFIG with the lines that can't be read */
const entriesOf = ({ header, rows, columns, separator }: DayTable, file: string): Entry[] => {
  const nameOf = (index: number): string => header.cells[index] ?? '';
  const faulty = ({ line, cells }: CsvRow, index: number, expected: string): ErrorDetails => ({
    what: `--for: ${nameOf(index)} is "${cells[index] ?? ''}", expected ${expected}`,
    where: `${file}:${line}`,
  });
  const rateCells = rows.map(({ cells }) => cells[columns.rate]);
  const rates = ratesOf(rateCells, nameOf(columns.rate), file, separator);
  const read = rows.map((row, i): Entry | ErrorDetails => {
    const atSecond = secondOfDay(row.cells[columns.time] ?? '');
    if (atSecond === undefined)
      return faulty(row, columns.time, 'a time of day: 07:30, 07:30:00, or a whole hour from 0 to 23');
    const rate = rates[i]!;
    if (!isAmount(rate)) return faulty(row, columns.rate, 'requests per second, 0 or more');
    return { line: row.line, atSecond, rate };
  });
  refuse(
    read.filter((entry) => 'what' in entry),
    { fix: 'correct the lines', of: '--for' },
  );
  return read.filter((entry) => 'line' in entry);
};

const unordered = (entries: readonly Entry[], file: string): ErrorDetails[] =>
  entries.flatMap(({ line, atSecond }, i) => {
    const before = entries[i - 1];
    return before === undefined || before.atSecond < atSecond
      ? []
      : [
          {
            what: `--for: the time of line ${line} is not later than that of line ${before.line}`,
            where: `${file}:${line}`,
          },
        ];
  });

const rateColumnOf = ({ line, cells }: CsvRow, file: string): number => {
  const index = cells.findIndex((name) => rateNames.includes(plain(name)));
  if (index >= 0) return index;
  throw new HeadroomError('E_CONFIG', {
    what: `--for: a day profile, but none of the columns ${cells.join(', ')} is a rate by its name`,
    where: `${file}:${line}`,
    fix: 'name the column of requests per second "rate"; divide requests per hour by 3600 first',
  });
};

/** What a file of a day holds, and which of its columns were read. */
export type DayProfile = {
  /** Names of the columns that were read. */
  readonly columns: { readonly time: string; readonly rate: string };
  /** As the file has them, in order of time. */
  readonly rows: readonly RateStep[];
  /** From midnight on: each rate holds until the next step, the last one until midnight. */
  readonly steps: readonly RateStep[];
};

/**
 * The profile of a day as steps from midnight on: each rate holds until the next row, the last one past midnight. So
 * where the first row is later than 00:00, the day begins with the rate of the last row.
 *
 * @param source.file path for messages
 * @throws HeadroomError E_CONFIG with the lines that can't be read, are not in order, or are too few
 * @example parseDayProfile({ text: 'hour,rate\n8,30\n20,5', file: 'day.csv' }).steps
 *   // [{ atSecond: 0, rate: 5 }, { atSecond: 28800, rate: 30 }, { atSecond: 72000, rate: 5 }]
 */
export const parseDayProfile = ({
  text,
  file,
}: {
  readonly text: string;
  readonly file: string;
}): DayProfile => {
  const { rows: all, separator } = csvTable(text, file);
  const [header, ...rows] = all.rows();
  const columns = { time: timeColumnOf([header!, ...rows]), rate: rateColumnOf(header!, file) };
  refuseWideRows(rows, header!.cells.length, file);
  const entries = entriesOf({ header: header!, rows, columns, separator }, file);
  refuse(unordered(entries, file), { fix: 'give each time once, from 00:00 on upwards', of: '--for' });
  const highest = entries.reduce((most, { rate }) => Math.max(most, rate), 0);
  if (entries.length < 2 || highest === 0) {
    throw new HeadroomError('E_CONFIG', {
      what:
        entries.length < 2
          ? `--for: a day profile of ${entries.length} rows`
          : '--for: every rate of the day profile is 0',
      where: file,
      fix: 'give at least two times of day with their rates, one of them above 0',
    });
  }
  const given = entries.map(({ atSecond, rate }) => ({ atSecond, rate }));
  return {
    columns: { time: header!.cells[columns.time]!, rate: header!.cells[columns.rate]! },
    rows: given,
    steps: given[0]!.atSecond === 0 ? given : [{ atSecond: 0, rate: given.at(-1)!.rate }, ...given],
  };
};
