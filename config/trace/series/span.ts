import type { CsvRow } from '../tables/rows.ts';
import { refuseTrace, type Table } from '../tables/table.ts';

/** Microseconds in a second. */
export const secondUs = 1e6;

/** A month: more is a typing error in a time stamp, which would otherwise become an endless plan. */
const spanSecondsMax = 31 * 86_400;

/** A row with its time, in microseconds. */
export type Timed = { readonly row: CsvRow; readonly us: number };

/** @throws HeadroomError E_CONFIG for a trace of more than 31 days */
export const refuseLongSpan = (table: Table, first: Timed, last: Timed): void => {
  const seconds = (last.us - first.us) / secondUs;
  if (seconds <= spanSecondsMax) return;
  refuseTrace(table, {
    what: `it spans ${Math.round(seconds / 86_400)} days, from line ${first.row.line} to line ${last.row.line}`,
    fix: 'correct the time stamp, or cut the trace: it may span 31 days',
  });
};
