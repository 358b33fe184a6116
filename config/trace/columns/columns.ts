import { isTimeOnly } from '../stamps/read-stamps.ts';
import type { Table } from '../tables/table.ts';
import { leafOf, meaningOfColumn, type NameMeaning, timeMeaningOf } from './column-names.ts';
import { isEmptyValue, isNumberLike } from './numbers.ts';

/** A column of a table with what its name and cells tell. */
export type Column = {
  readonly index: number;
  readonly name: string;
  readonly meaning: NameMeaning;
  readonly time: ReturnType<typeof timeMeaningOf>;
  readonly isTimeOnly: boolean;
  readonly isNumeric: boolean;
};

/** A number with a unit or K, M, G: how Grafana shows numbers, rounded. */
const formatted = /^\d[\d.,]*\s?[a-zA-Zµ%/]{1,8}$/;

/** Half of the cells tell what a column holds: the others are named with their lines. */
const mostly = (cells: readonly string[], is: (cell: string) => boolean): boolean =>
  cells.length > 0 && cells.filter(is).length * 2 >= cells.length;

/** Rows by which a column is judged. */
export const judgedRows = 50;

/** The columns of a table, from left to right, judged by their names and first rows. */
export const columnsOf = (table: Table): Column[] => {
  const width = table.header.length > 0 ? table.header.length : (table.rows.at(0)?.cells.length ?? 0);
  const judged = table.rows.slice(0, judgedRows);
  return Array.from({ length: width }, (_, index) => {
    const name = table.header[index] ?? '';
    const leaf = leafOf(name, table.format);
    const cells = judged.map(({ cells: row }) => row[index] ?? '').filter((cell) => !isEmptyValue(cell));
    return {
      index,
      name,
      meaning: meaningOfColumn(table, index),
      time: timeMeaningOf(leaf),
      isTimeOnly: mostly(cells, isTimeOnly),
      isNumeric: mostly(cells, (cell) => isNumberLike(cell) || formatted.test(cell)),
    };
  });
};
