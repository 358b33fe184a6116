import type { TraceFormat } from '../../../runs/schema/load/trace-reading.ts';
import { isPlainMap, type PlainMap } from '../../../runs/schema/plain.ts';
import { collectRows } from '../tables/rows.ts';
import { refuseTrace, type Table } from '../tables/table.ts';
import { cellOf } from './rows.ts';

/** A value and its time, as written. */
type Point = { readonly time: string; readonly value: string };
/** The values of one time series; the points are asked for once, and none is kept. */
export type Series = { readonly name: string; readonly points: Iterable<Point> };

/** The objects in what may be a list. */
export const objectsIn = (value: unknown): readonly PlainMap[] =>
  Array.isArray(value) ? value.filter(isPlainMap) : [];
/** The lists in what may be a list. */
export const listsIn = (value: unknown): readonly (readonly unknown[])[] =>
  Array.isArray(value) ? value.filter((one) => Array.isArray(one)) : [];
/** Points from pairs of time and value. */
export const pairsOf = function* (value: unknown): Generator<Point> {
  for (const [time, number] of listsIn(value)) yield { time: cellOf(time), value: cellOf(number) };
};

/** Points from two lists side by side. */
export const sideBySide = function* (
  times: readonly unknown[],
  values: readonly unknown[],
): Generator<Point> {
  for (const [i, time] of times.entries()) yield { time: cellOf(time), value: cellOf(values[i]) };
};

/** Points from two fields of each object. */
export const fieldsOf = function* (
  objects: readonly PlainMap[],
  fields: { readonly time: string; readonly value: string },
): Generator<Point> {
  for (const object of objects)
    yield { time: cellOf(object[fields.time]), value: cellOf(object[fields.value]) };
};

/** The values of a series by the number of their time; undefined where it has none. */
type Column = { readonly name: string; readonly values: (string | undefined)[] };

/** A table of one column for each series; a time that a series lacks is an empty cell. */
export const tableOfSeries = (file: string, format: TraceFormat, series: readonly Series[]): Table => {
  const numbers = new Map<string, number>();
  const columns: Column[] = [];
  let twice: string | undefined;
  for (const { name, points } of series) {
    const values: Column['values'] = [];
    for (const { time, value } of points) {
      const at = numbers.get(time) ?? numbers.size;
      numbers.set(time, at);
      while (values.length <= at) values.push(undefined);
      if (values[at] !== undefined) twice ??= name;
      values[at] = value;
    }
    if (values.length > 0) columns.push({ name, values });
  }
  if (columns.length === 0)
    refuseTrace(
      { file },
      { what: 'the query result holds no series', fix: 'query a longer time, or another metric' },
    );
  if (twice !== undefined)
    refuseTrace(
      { file },
      { what: `two values for one time in ${twice}`, fix: 'query one value for each time' },
    );
  const rows = collectRows();
  for (const [time, at] of numbers)
    rows.add(at + 1, [time, ...columns.map(({ values }) => values[at] ?? '')]);
  return { file, format, header: ['time', ...columns.map(({ name }) => name)], rows: rows.rows(), notes: [] };
};

/** A series' name with its labels, as Prometheus writes it. */
export const labelsOf = (labels: unknown): string => {
  if (!isPlainMap(labels)) return '';
  const { __name__: name = '', ...others } = labels;
  const pairs = Object.entries(others).map(([key, value]) => `${key}="${cellOf(value)}"`);
  return `${cellOf(name)}{${pairs.join(', ')}}`;
};
