import type { TraceNote } from '../../../runs/schema/load/trace-reading.ts';
import { isWideHeader } from '../tables/csv-table.ts';
import { refuseTrace, type Table, type TraceOptions } from '../tables/table.ts';
import { isEmptyValue, isNumberLike } from './numbers.ts';

/** Columns that the Azure Functions trace of 2019 has, whose other columns are minutes. */
const azureFunctions = /^Hash(?:Owner|App|Function)$/;

/** Whether a table has one column for each minute, or other step. */
export const isWide = ({ header, format }: Table): boolean => format === 'table' && isWideHeader(header);

/** A note on rows that were added up. @param filled of each step, how many of the rows have a number */
const addedNote = (rows: number, filled: readonly number[]): TraceNote[] => {
  if (rows < 2) return [];
  const partly = filled.filter((n) => n > 0 && n < rows).length;
  return [{ code: 'added', what: 'rows', n: rows, ...(partly > 0 && { partly }) }];
};

/** Of each of some columns the sum of its cells, and how many of them have a number. */
const columnSums = (
  table: Table,
  columns: readonly number[],
): { readonly sums: readonly number[]; readonly filled: readonly number[] } => {
  const sums = columns.map(() => 0);
  const filled = columns.map(() => 0);
  for (const { line, cells } of table.rows) {
    columns.forEach((index, i) => {
      const cell = cells[index] ?? '';
      if (isEmptyValue(cell)) return;
      if (!/^\d+(?:\.\d+)?$/.test(cell))
        refuseTrace(table, {
          what: `${table.header[index]} is "${cell.slice(0, 80)}", expected a number`,
          line,
          fix: 'correct the line',
        });
      sums[i]! += Number(cell);
      filled[i]!++;
    });
  }
  return { sums, filled };
};

/**
 * A table of one column per step turned into one of one row per step: rows are added up.
 *
 * @throws HeadroomError E_CONFIG where the step of numbered columns is not known, and for cells that are no number
 */
export const transposed = (table: Table, { step }: TraceOptions): Table => {
  const { header, rows, file } = table;
  const at = header.flatMap((name, index) => (/^\d/.test(name) ? [index] : []));
  const isNumbered = at.every((index) => isNumberLike(header[index]!));
  const stepSeconds =
    step ?? (isNumbered && header.some((name) => azureFunctions.test(name)) ? 60 : undefined);
  if (isNumbered && stepSeconds === undefined) {
    refuseTrace(table, {
      what: `columns ${header[at[0]!]} to ${header[at.at(-1)!]} may be minutes, hours or something else`,
      fix: 'give the seconds of a column with load.step: 60 for minutes',
    });
  }
  const { sums, filled } = columnSums(table, at);
  const first = Number(header[at[0]!]);
  return {
    file,
    format: 'minuteColumns',
    header: ['time', 'requests'],
    rows: at.map((index, i) => ({
      line: 1,
      cells: [
        isNumbered ? String((Number(header[index]) - first) * stepSeconds!) : header[index]!,
        filled[i] === 0 ? '' : String(sums[i]),
      ],
    })),
    ...(stepSeconds !== undefined && { stepSeconds }),
    notes: [...table.notes, ...addedNote(rows.length, filled)],
  };
};
