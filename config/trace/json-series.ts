import type { TraceFormat } from '../../runs/schema/trace-reading.ts';
import { cellOf, isObject, type JsonObject } from './json-rows.ts';
import { refuseTrace, type Table } from './table.ts';

/** A value and its time, as written. */
type Point = { readonly time: string; readonly value: string };
/** The values of one time series. */
export type Series = { readonly name: string; readonly points: readonly Point[] };

/** The objects in what may be a list. */
export const objectsIn = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];
/** The lists in what may be a list. */
export const listsIn = (value: unknown): readonly (readonly unknown[])[] =>
  Array.isArray(value) ? value.filter((one) => Array.isArray(one)) : [];
/** Points from pairs of time and value. */
export const pairsOf = (value: unknown): Point[] =>
  listsIn(value).map(([time, number]) => ({ time: cellOf(time), value: cellOf(number) }));

/** A table of one column for each series; a time that a series lacks is an empty cell. */
export const tableOfSeries = (file: string, format: TraceFormat, series: readonly Series[]): Table => {
  const filled = series.filter(({ points }) => points.length > 0);
  if (filled.length === 0)
    refuseTrace(
      { file },
      { what: 'the query result holds no series', fix: 'query a longer time, or another metric' },
    );
  const times = [...new Set(filled.flatMap(({ points }) => points.map(({ time }) => time)))];
  const columns = filled.map(({ points }) => new Map(points.map(({ time, value }) => [time, value])));
  const rows = times.map((time, i) => ({
    line: i + 1,
    cells: [time, ...columns.map((column) => column.get(time) ?? '')],
  }));
  const twice = filled.find(({ points }, i) => points.length !== columns[i]!.size);
  if (twice !== undefined)
    refuseTrace(
      { file },
      { what: `two values for one time in ${twice.name}`, fix: 'query one value for each time' },
    );
  return { file, format, header: ['time', ...filled.map(({ name }) => name)], rows, notes: [] };
};

/** A series' name with its labels, as Prometheus writes it. */
export const labelsOf = (labels: unknown): string => {
  if (!isObject(labels)) return '';
  const { __name__: name = '', ...others } = labels;
  const pairs = Object.entries(others).map(([key, value]) => `${key}="${cellOf(value)}"`);
  return `${cellOf(name)}{${pairs.join(', ')}}`;
};
