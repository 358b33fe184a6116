import type { GappySeries } from '../../planner/stats/cross-correlation.ts';
import { formatOffset, formatQuantity, formatStretch } from '../format.ts';
import type { Table } from './figure.ts';

/** One column of a table over time. */
export type Column = {
  readonly name: string;
  readonly values: GappySeries;
  /** Of a column of ranges: where they end. */
  readonly upTo?: GappySeries;
  /** How the seconds of one row are put together when there are too many for a row each. */
  readonly combine: 'sum' | 'largest';
  readonly format: (value: number) => string;
};

/** A table of more rows is not read; the run folder has every second. */
const maxRows = 180;

/** Seconds in one row of a table of that many seconds. */
export const rowSecondsOf = (seconds: number, rowsMost = maxRows): number =>
  Math.max(1, Math.ceil(seconds / rowsMost));

const combineKnown = (values: GappySeries, how: Column['combine']): number | null => {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return known.reduce((a, b) => (how === 'sum' ? a + b : Math.max(a, b)));
};

const cellOf = ({ values, upTo, combine, format }: Column, from: number, to: number): string => {
  const known = [values, ...(upTo === undefined ? [] : [upTo])].map((one) =>
    combineKnown(one.slice(from, to + 1), combine),
  );
  const texts = known.flatMap((value) => (value === null ? [] : [format(value)]));
  return texts.length < known.length ? '–' : texts.join(' to ');
};

/**
 * The numbers behind a figure over time: a row for each second, neighbours with the same numbers in one row. Long runs
 * get rows of several seconds, in which counts are added up and every other number is the largest.
 */
export const perSecondTable = (seconds: number, columns: readonly Column[], rowsMost = maxRows): Table => {
  const size = rowSecondsOf(seconds, rowsMost);
  const rows: { from: number; to: number; cells: string[] }[] = [];
  for (let from = 0; from < seconds; from += size) {
    const to = Math.min(seconds, from + size) - 1;
    const cells = columns.map((column) => cellOf(column, from, to));
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
