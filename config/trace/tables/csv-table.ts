import type { TraceNote } from '../../../runs/schema/load/trace-reading.ts';
import { isNumberLike } from '../columns/numbers.ts';
import { isTimeOnly } from '../stamps/read-stamps.ts';
import { csvTable } from './csv.ts';
import type { CsvRow, RowCollector, Rows } from './rows.ts';
import { refuseTrace, type Table } from './table.ts';

/** Whether a cell is meant as a value, a wrong one included; a row without any is a header. */
const isValue = (cell: string): boolean => isNumberLike(cell) || isTimeOnly(cell);

/** Columns of a header that are numbered one after the other: 1, 2, 3, … */
const isNumbered = (cells: readonly string[]): boolean => {
  const numbers = cells.filter((cell) => /^\d{1,4}$/.test(cell)).map(Number);
  const first = numbers[0];
  return (
    first !== undefined &&
    first <= 1 &&
    numbers.length >= 3 &&
    numbers.every((number, i) => number === first + i)
  );
};

/** A header of one column for each minute: numbered, or a date each, beside names. */
export const isWideHeader = (cells: readonly string[]): boolean => {
  const names = cells.filter((cell) => !isValue(cell));
  const dates = cells.filter((cell) => isTimeOnly(cell) && !isNumberLike(cell));
  const others = cells.length - names.length;
  return names.length > 0 && (isNumbered(cells) || (dates.length >= 2 && dates.length === others));
};

const isHeader = (first: CsvRow | undefined): first is CsvRow =>
  first !== undefined && (!first.cells.some(isValue) || isWideHeader(first.cells));

/** How many cells most of the rows have. */
const usualWidth = ({ widths }: RowCollector): number =>
  [...widths].reduce((most, one) => (one[1] > most[1] ? one : most), [0, 0])[0];

/**
 * Whether lines above the table end with its header, which is narrower than the rows: their numbers have decimal commas, for
 * instance. A title is one cell.
 */
const isNarrowHeader = (last: CsvRow | undefined, first: CsvRow | undefined): last is CsvRow =>
  last !== undefined && last.cells.length > 1 && isHeader(last) && !isHeader(first);

/** Lines above the table, such as a title: fewer cells than the rows, before the first whole row. */
const linesAbove = (all: RowCollector): number => {
  const width = usualWidth(all);
  let first = 0;
  for (const { cells } of all.rows()) {
    if (cells.length >= width) break;
    first++;
  }
  return all.rows().length - first >= 2 ? first : 0;
};

/** What to do about a row that has more cells than the header: most often a decimal comma made two cells of one. */
export const wideRowFix =
  'put cells that hold a separator into quotes; or, for decimal commas, write semicolons between the cells';

/** A row that has filled cells beyond the last column. */
export const isWideRow = ({ cells }: CsvRow, width: number): boolean =>
  cells.slice(width).some((cell) => cell !== '');

const refuseWideRows = (file: string, rows: Rows, width: number): void => {
  for (const row of rows) {
    if (!isWideRow(row, width)) continue;
    refuseTrace(
      { file },
      { what: `a row of ${row.cells.length} cells in a table of ${width}`, line: row.line, fix: wideRowFix },
    );
  }
};

/**
 * A table from CSV, or from cells between tabs, semicolons, bars or blanks.
 *
 * @throws HeadroomError E_CONFIG where quotes do not close or rows are wider than the table
 */
export const readCsvTable = (text: string, file: string): Table => {
  const { rows: all, separator } = csvTable(text, file);
  const above = linesAbove(all);
  const first = all.rows(above).at(0);
  const last = above > 0 ? all.rows(above - 1).at(0) : undefined;
  if (isNarrowHeader(last, first)) refuseWideRows(file, all.rows(above), last.cells.length);
  const header = isHeader(first) ? first.cells : [];
  const values = all.rows(header.length > 0 ? above + 1 : above);
  refuseWideRows(file, values, header.length > 0 ? header.length : usualWidth(all));
  const notes: TraceNote[] = above > 0 ? [{ code: 'linesAbove', rows: above }] : [];
  return { file, format: 'table', header, rows: values, notes, decimalCommas: separator === ';' };
};
