import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
import { formatOffset, formatQuantity, formatStretch } from '../format.ts';
import type { Table } from './figure.ts';
import type { Range } from './time/paths.ts';

type Column = {
  readonly name: string;
  readonly values: GappySeries;
  /** How the seconds of one row are put together when there are too many for a row each. */
  readonly combine: 'sum' | 'largest';
  readonly format: (value: number) => string;
};

/** A table of more rows is not read; the run folder has every second. */
const maxRows = 180;

const combineKnown = (values: GappySeries, how: Column['combine']): number | null => {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return known.reduce((a, b) => (how === 'sum' ? a + b : Math.max(a, b)));
};

/**
 * The numbers behind a figure over time: a row for each second, neighbours with the same numbers in one row. Long runs
 * get rows of several seconds, in which counts are added up and every other number is the largest.
 */
export const perSecondTable = (range: Range, columns: readonly Column[]): Table => {
  const size = Math.max(1, Math.ceil((range.to - range.from) / maxRows));
  const rows: { from: number; to: number; cells: string[] }[] = [];
  for (let from = range.from; from < range.to; from += size) {
    const to = Math.min(range.to, from + size) - 1;
    const cells = columns.map(({ values, combine, format }) => {
      const value = combineKnown(values.slice(from, to + 1), combine);
      return value === null ? '–' : format(value);
    });
    const before = rows.at(-1);
    if (size === 1 && before?.cells.every((cell, i) => cell === cells[i])) before.to = to;
    else rows.push({ from, to, cells });
  }
  const unit =
    size === 1
      ? 'each second'
      : `rows of ${formatQuantity(size, 'second')}: counts are sums, the rest the largest`;
  return {
    caption: `Time as offset from ${formatOffset(0)}; ${unit}; – is unknown`,
    columns: ['second', ...columns.map(({ name }) => name)],
    rows: rows.map(({ from, to, cells }) => [formatStretch(from, to), ...cells]),
  };
};
