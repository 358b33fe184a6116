import type { Column } from './columns.ts';
import { isEmptyValue } from './numbers.ts';
import { listed, nameOf, refuseTrace, type Table } from './table.ts';

/** Numbers at distinct times that describe a request or measure something: nobody knows which. @throws HeadroomError E_CONFIG */
export const refuseMeasured = (table: Table, time: Column, others: readonly Column[]): void => {
  const cells = new Set(table.rows.map(({ cells: row }) => row[time.index]));
  const words = others.map(({ index }) => nameOf(table, index));
  if (
    cells.size < table.rows.length ||
    others.some(({ name }) => /token|status|code|byte|size|length|\bid\b/i.test(name))
  )
    return;
  refuseTrace(table, {
    what: `${listed(words)} at given times: is each row a request, or a measurement?`,
    fix: "load.unit 'eachRow' if each row is one request; else export the number of requests",
  });
};

const requestNames = ['count', 'rate', 'window', 'counter'];

/** Digits of any script and no word: a number in a way of writing that is not read, such as +5. */
const isOddNumber = (cell: string): boolean =>
  /^0x[\da-f]+$/i.test(cell) || /^[^\p{L}]*\p{Nd}[^\p{L}]*$/u.test(cell);

/**
 * A column that counts requests by its name, whose numbers can't be read: to take each row for one request instead would be
 * another load.
 *
 * @throws HeadroomError E_CONFIG with the first such cell
 */
export const refuseUnreadCounts = (table: Table, columns: readonly Column[]): void => {
  for (const { index, meaning, isNumeric, isTimeOnly } of columns) {
    if (isNumeric || isTimeOnly || !requestNames.includes(meaning.kind)) continue;
    const filled = table.rows.map(({ cells }) => cells[index] ?? '').filter((cell) => !isEmptyValue(cell));
    const odd = filled.filter(isOddNumber);
    if (odd.length === 0 || odd.length * 2 < filled.length) continue;
    refuseTrace(table, {
      what: `${nameOf(table, index)} has numbers like ${JSON.stringify(odd[0])}, which are not read`,
      fix: "write them with the digits 0 to 9, without a sign; load.unit 'eachRow' if each row is one request",
    });
  }
};
