import type { CsvRow } from '../tables/rows.ts';
import { refuseTrace, type Table, type TraceOptions } from '../tables/table.ts';
import { secondUs } from './span.ts';

/** Whether a row has a number: an empty cell is NaN. */
export const isNumber = (value: number): boolean => !Number.isNaN(value);

/** Rows in order of time, each time once. */
type InOrder = {
  /** The number of each row in the table. */
  readonly order: Uint32Array;
  readonly duplicates: number;
};

const isSameRow = (a: CsvRow, b: CsvRow): boolean => a.cells.join('\0') === b.cells.join('\0');

/**
 * Of rows that are alike in every cell one is kept; two numbers for one time are refused. Numbers of rows, as a month has
 * millions of seconds: an object for each would take many times the memory.
 *
 * @throws HeadroomError E_CONFIG for two numbers of one time
 */
export const inOrder = (table: Table, atUs: Float64Array): InOrder => {
  const all = Uint32Array.from(atUs, (_, i) => i).sort((a, b) => atUs[a]! - atUs[b]! || a - b);
  let [kept, conflict, earlier] = [0, Number.POSITIVE_INFINITY, -1];
  for (const i of all) {
    const first = all[kept - 1];
    if (first === undefined || atUs[first] !== atUs[i]) all[kept++] = i;
    else if (i < conflict && !isSameRow(table.rows.at(first)!, table.rows.at(i)!))
      [conflict, earlier] = [i, first];
  }
  if (earlier >= 0)
    refuseTrace(table, {
      what: `a second number for the time of line ${table.rows.at(earlier)!.line}`,
      line: table.rows.at(conflict)!.line,
      fix: 'keep one number for each time: add up several series, or choose one, before the export',
    });
  return { order: all.subarray(0, kept), duplicates: all.length - kept };
};

/**
 * Which step each row is.
 *
 * @param sortedUs ascending, no two alike
 * @throws HeadroomError E_CONFIG for two rows of one step
 */
export const stepsOf = (
  table: Table,
  { order, sortedUs, stepSeconds }: Pick<InOrder, 'order'> & { sortedUs: Float64Array; stepSeconds: number },
): Float64Array => {
  const steps = sortedUs.map((us) => Math.round((us - sortedUs[0]!) / (stepSeconds * secondUs)));
  const twice = steps.findIndex((step, i) => i > 0 && step === steps[i - 1]);
  if (twice > 0) {
    refuseTrace(table, {
      what: `two rows in one step of ${stepSeconds} s`,
      line: table.rows.at(order[twice]!)!.line,
      fix: 'give the seconds of a row with load.step',
    });
  }
  return steps;
};

/** A number for each row, in order of time. */
export type InTime = {
  /** The number of each row in the table. */
  readonly order: Uint32Array;
  readonly steps: Float64Array;
  readonly values: Float64Array;
};

/**
 * The rows from the first to the last number: empty cells before and after tell no more than missing rows do. All rows where
 * the user says that an empty cell is a zero.
 *
 * @throws HeadroomError E_CONFIG where no row has a number
 */
export const fromFirstNumber = (table: Table, rows: InTime, { gaps }: TraceOptions): InTime => {
  if (gaps === 'zero') return rows;
  const { order, steps, values } = rows;
  const first = values.findIndex(isNumber);
  if (first < 0)
    refuseTrace(table, { what: 'no row has a number', fix: 'export a time in which there were requests' });
  const end = values.findLastIndex(isNumber) + 1;
  return {
    order: order.subarray(first, end),
    steps: steps.subarray(first, end).map((step) => step - steps[first]!),
    values: values.subarray(first, end),
  };
};
