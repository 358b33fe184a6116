import { CsvError, type Options, parse } from 'csv-parse/sync';
import { HeadroomError } from '../../../errors/headroom-error.ts';
import { calendarStampOf } from '../stamps/calendar.ts';
import { type CsvRow, collectRows, type RowCollector } from './rows.ts';

/** In this order: a file with decimal commas has semicolons between its cells. */
const separators = [';', '\t', ',', '|', ' '] as const;

/** Lines by which a separator is judged. */
const judgedLines = 40;

/** Excel's own first line, which names the separator. */
const separatorLine = /^sep=(.)\r?\n/i;

/** @throws CsvError where quotes do not close */
const parsed = (text: string, separator: string, options: Options = {}): RowCollector => {
  const rows = collectRows();
  let lastLine = 0;
  parse(text, {
    bom: true,
    delimiter: separator,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    comment: '#',
    comment_no_infix: true,
    trim: true,
    ...options,
    on_record: (cells: string[], { lines }) => {
      rows.add(Math.max(lastLine + 1, lines - linesIn(cells)), cells);
      lastLine = lines;
      return null;
    },
  });
  return rows;
};

/** Line breaks inside quoted cells: the parser names the last line of a record. */
const linesIn = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);

/** How many of the rows have as many cells as most have; 0 for a separator that makes no table of the lines. */
const fitOf = (head: string, separator: string): number => {
  try {
    const found = parsed(head, separator, { to: judgedLines });
    const [width, same] = [...found.widths].sort((a, b) => b[1] - a[1])[0] ?? [0, 0];
    return width > 1 ? same / found.rows().length : 0;
  } catch (error) {
    if (error instanceof CsvError) return 0;
    throw error;
  }
};

/** The first lines of a text; the last one may be cut inside a quoted cell, so it is left out. */
const headOf = (text: string): string => {
  const lines = text.slice(0, 65_536).split('\n');
  return lines
    .slice(0, Math.min(judgedLines, Math.max(1, lines.length - (text.length > 65_536 ? 1 : 0))))
    .join('\n');
};

/** A date and a time of day with a blank between them are one cell. */
const isOneCell = (line: string): boolean => calendarStampOf(line.trim()) !== undefined;

const separatorOf = (text: string): string => {
  const head = headOf(text);
  const fits = separators.map((separator) => ({ separator, fit: fitOf(head, separator) }));
  const best = fits.reduce((most, one) => (one.fit > most.fit ? one : most));
  if (best.separator === ' ' && head.split('\n').some(isOneCell)) return ',';
  return best.fit > 0 ? best.separator : ',';
};

/**
 * The rows of a CSV text without empty lines and # comments. The separator is the semicolon, tab, comma, bar or blank that
 * gives most rows the same number of cells, or what Excel's line `sep=` names. Quoted cells may hold any of them.
 *
 * @throws HeadroomError E_CONFIG with the line of a quote that does not close
 * @example csvRows('second;count\n0;3', 'a.csv')[1] // { line: 2, cells: ['0', '3'] }
 */
export const csvRows = (text: string, file: string): CsvRow[] => [...csvTable(text, file).rows.rows()];

/** The rows of a CSV text, and what stands between its cells. @throws HeadroomError as csvRows does */
export const csvTable = (
  text: string,
  file: string,
): { readonly rows: RowCollector; readonly separator: string } => {
  const named = separatorLine.exec(text.replace(/^\uFEFF/, ''));
  const body = named === null ? text : text.replace(/^(\uFEFF?).*/, '$1#');
  try {
    const separator = named?.[1] ?? separatorOf(text);
    return { rows: parsed(body, separator), separator };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new HeadroomError('E_CONFIG', {
      what: `the file is no CSV: ${error.message}`,
      where: file,
      fix: 'close the quotes; a quote inside a quoted cell is written twice',
    });
  }
};
