import { nearestOf } from '../../../errors/nearest.ts';
import { listed, nameOf, refuseTrace, type Table } from '../tables/table.ts';

/** @throws HeadroomError E_CONFIG for columns of one name among these: nobody can say which of them is meant */
export const refuseOneName = (table: Table, indexes: readonly number[]): void => {
  const names = indexes.map((index) => nameOf(table, index));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  refuseTrace(table, {
    what: `${names.filter((name) => name === twice).length} columns are called ${twice}: the name does not say which of them is meant`,
    fix: 'give them names of their own in the file, or take out those that are not meant',
  });
};

const indexNamed = (table: Table, name: string): number => {
  const { header } = table;
  const isLike = (one: string): boolean => one.toLowerCase() === name.toLowerCase();
  const isSame = header.includes(name) ? (one: string) => one === name : isLike;
  const [index, ...more] = header.flatMap((one, i) => (isSame(one) ? [i] : []));
  if (index !== undefined) {
    refuseOneName(table, [index, ...more]);
    return index;
  }
  const nearest = nearestOf(name, header);
  return refuseTrace(table, {
    what:
      header.length === 0
        ? `load.column is "${name}", but the trace has no header line`
        : `load.column: no column "${name}"; the trace has ${listed(header)}`,
    fix:
      header.length === 0
        ? 'leave it out, or add the line'
        : nearest
          ? `did you mean "${nearest}"?`
          : 'name one of these columns',
  });
};

/**
 * The columns that `load.column` names.
 *
 * @throws HeadroomError E_CONFIG for a name that no column has, or several have, and for one that is given twice
 */
export const indexesNamed = (table: Table, asked: readonly string[]): number[] => {
  const indexes = asked.map((name) => indexNamed(table, name));
  const twice = asked.find((_, i) => indexes.indexOf(indexes[i]!) !== i);
  if (twice !== undefined)
    refuseTrace(table, {
      what: `load.column names ${twice} twice: its numbers would be added up with themselves`,
      fix: 'name each column once',
    });
  return indexes;
};
