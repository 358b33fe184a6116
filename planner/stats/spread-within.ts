import { meanOfValues } from './simple.ts';
import { sumOf } from './sum.ts';

/**
 * Pooled standard deviation: how far values of one group lie apart, over several groups whose means differ.
 *
 * @param groups those with one value tell nothing
 * @returns 0 where no group has two values
 * @example spreadWithin([[1, 3], [10, 12], [40]]) // 1.4142135624
 */
export const spreadWithin = (groups: readonly (readonly number[])[]): number => {
  const several = groups.filter(({ length }) => length > 1);
  if (several.length === 0) return 0;
  const squares = several.map((values) => {
    const mean = meanOfValues(values);
    return sumOf(values.map((value) => (value - mean) ** 2));
  });
  return Math.sqrt(sumOf(squares) / sumOf(several.map(({ length }) => length - 1)));
};
