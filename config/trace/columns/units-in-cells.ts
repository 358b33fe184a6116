import { nameOf, refuseTrace, type Table } from '../tables/table.ts';

/** A number and words behind it: 4.95 req/s, 1.2 K, 350 ms. */
const withUnit = /^(?!0x)\d[\d.,]*\s?[\p{L}µ%][\p{L}µ%/]*(?:\s[\p{L}µ%/]+)*$/u;

/** Whether a cell is a number with its unit, as dashboards show numbers. */
export const hasUnit = (cell: string): boolean => withUnit.test(cell);

/** What to do about such cells: what is shown is rounded as well. */
export const unitFix =
  "export numbers alone: in Grafana's inspector switch off Formatted data, in a spreadsheet take the format off";

/**
 * Cells that dashboards have formatted, in columns whose names say nothing of their unit: neither their numbers nor their rows are requests.
 *
 * @throws HeadroomError E_CONFIG with the first such line
 */
export const refuseUnits = (table: Table, indexes: readonly number[]): void => {
  for (const index of indexes) {
    const row = table.rows.filter(({ cells }) => hasUnit(cells[index] ?? ''))[0];
    if (row === undefined) continue;
    refuseTrace(table, {
      what: `${nameOf(table, index)} is ${JSON.stringify((row.cells[index] ?? '').slice(0, 80))}: a number with a unit`,
      line: row.line,
      fix: `${unitFix}; then say what they are: load.column, and load.unit 'perSecond', 'perMinute' or 'count'`,
    });
  }
};
