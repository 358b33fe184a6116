import { HeadroomError } from '../../../errors/headroom-error.ts';
import { type Choice, chooseColumns } from '../columns/choose-columns.ts';
import { columnsOf } from '../columns/columns.ts';
import { isWide } from '../columns/wide-columns.ts';
import { objectsOfList } from '../json/list.ts';
import { readStamps } from '../stamps/read-stamps.ts';
import { readTable } from '../tables/read-table.ts';
import type { Table, TraceOptions } from '../tables/table.ts';
import { refuseLongSpan, secondUs, type Timed } from './span.ts';
import { startsOf } from './times-reading.ts';

/** A shorter text is read as a whole in a moment. Characters. */
const longTextLeast = 2 ** 20;

/** So much is read of each end. Characters. */
const endChars = 2 ** 16;

type Ends = {
  /** The first and the last whole lines; of a JSON list its first and last objects, which count as a line each. */
  readonly text: string;
  /** How many lines stand before what is left out. */
  readonly linesBefore: number;
  /** Lines that are left out: all, and those that may be rows, as they are neither empty nor a comment. */
  readonly skipped: { readonly all: number; readonly filled: number };
};

const [blankCode, commentCode] = [' ', '#'].map((sign) => sign.charCodeAt(0)) as [number, number];

const linesIn = (text: string, from: number, to: number): Ends['skipped'] => {
  let [all, filled] = [0, 0];
  for (let at = from; at < to; at = text.indexOf('\n', at) + 1) {
    all++;
    const first = text.charCodeAt(at);
    if (first > blankCode && first !== commentCode) filled++;
  }
  return { all, filled };
};

/** A quoted cell of several lines may begin or end in what is left out. */
const isInsideQuotes = (line: string): boolean => (line.split('"').length - 1) % 2 !== 0;

const endsOfList = (text: string): Ends | undefined => {
  const tailAt = text.length - endChars;
  let [headTo, headCount, tailFrom, skipped] = [0, 0, 0, 0];
  for (const { from, to } of objectsOfList(text)) {
    if (to <= endChars) {
      headTo = to;
      headCount++;
    } else if (from < tailAt) skipped++;
    else {
      tailFrom = from;
      break;
    }
  }
  if (headTo === 0 || tailFrom === 0) return undefined;
  const ends = `${text.slice(0, headTo)},${text.slice(tailFrom)}`;
  return { text: ends, linesBefore: headCount, skipped: { all: skipped, filled: skipped } };
};

const endsOfLines = (text: string): Ends | undefined => {
  const from = text.lastIndexOf('\n', endChars) + 1;
  const to = text.indexOf('\n', text.length - endChars) + 1;
  if (from === 0 || to === 0) return undefined;
  const ends = text.slice(0, from) + text.slice(to);
  if (ends.split('\n').some(isInsideQuotes)) return undefined;
  return { text: ends, linesBefore: linesIn(text, 0, from).all, skipped: linesIn(text, from, to) };
};

/** Only by its name or its cells a column is surely a time: that numbers rise at both ends does not tell for all. */
const isSurelyTime = (table: Table, time: number): boolean => {
  const { isTimeOnly, time: named } = columnsOf(table)[time]!;
  return isTimeOnly || named !== undefined;
};

const timesOf = (
  table: Table,
  { time, duration }: Choice & { readonly time: number },
  options: TraceOptions,
): Float64Array => {
  const { atUs } = readStamps(table, time, options);
  return duration === null ? atUs : startsOf(table, atUs, { duration, end: time }).atUs;
};

/** The first and the last in time. */
type Far = { readonly table: Table; readonly first: Timed; readonly last: Timed };

/** The rows of both ends that lie farthest apart. undefined: the ends leave open what a column is, or can't be read by themselves. */
const farRows = ({ text, skipped }: Ends, file: string, options: TraceOptions): Far | undefined => {
  try {
    const table = readTable(text, file);
    const [first, last] = [table.rows.at(0), table.rows.at(-1)];
    if (isWide(table) || first === undefined || last === undefined) return undefined;
    const choice = chooseColumns(table, options);
    const { time } = choice;
    if (time === null) {
      const us = (table.rows.length - 1 + skipped.filled) * (options.step ?? 1) * secondUs;
      return { table, first: { row: first, us: 0 }, last: { row: last, us } };
    }
    if (!isSurelyTime(table, time)) return undefined;
    const timed = Array.from(timesOf(table, { ...choice, time }, options), (us, i) => ({
      row: table.rows.at(i)!,
      us,
    }));
    return {
      table,
      first: timed.reduce((least, one) => (one.us < least.us ? one : least)),
      last: timed.reduce((most, one) => (one.us > most.us ? one : most)),
    };
  } catch (error) {
    if (error instanceof HeadroomError) return undefined;
    throw error;
  }
};

/**
 * Refuses a long text by its first and last lines, or objects of a JSON list, where these are too far apart: nobody waits for
 * millions of rows that are then refused. What the ends leave open is left to the reading of the whole.
 *
 * @throws HeadroomError E_CONFIG for a trace of more than 31 days
 */
export const refuseLongByEnds = (text: string, file: string, options: TraceOptions): void => {
  if (text.length < longTextLeast) return;
  const ends = /^\s*\[\s*\{/.test(text) ? endsOfList(text) : endsOfLines(text);
  const far = ends && farRows(ends, file, options);
  if (ends === undefined || far === undefined) return;
  const inWhole = ({ row, us }: Timed): Timed => ({
    row: { ...row, line: row.line > ends.linesBefore ? row.line + ends.skipped.all : row.line },
    us,
  });
  refuseLongSpan(far.table, inWhole(far.first), inWhole(far.last));
};
