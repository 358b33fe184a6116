import { isPlainMap, type PlainMap } from '../../../runs/schema/plain.ts';
import type { Table } from '../tables/table.ts';
import { cellOf } from './rows.ts';
import { labelsOf, listsIn, objectsIn, type Series, sideBySide, tableOfSeries } from './series.ts';

/** The numbers of a data frame: https://grafana.com/developers/dataplane/ */
const seriesIn = ({ schema, data }: PlainMap): Series[] => {
  const fields = isPlainMap(schema) ? objectsIn(schema['fields']) : [];
  const columns = isPlainMap(data) ? listsIn(data['values']) : [];
  const times = columns[fields.findIndex(({ type }) => type === 'time')];
  if (times === undefined) return [];
  return fields.flatMap(({ name, type, labels }, i) =>
    type === 'number'
      ? [
          {
            name: `${cellOf(name)}${labels === undefined ? '' : labelsOf(labels)}`,
            points: sideBySide(times, columns[i] ?? []),
          },
        ]
      : [],
  );
};

/** Grafana's answer to the query of a panel, as /api/ds/query gives it and the query inspector shows it. */
export const grafana = (document: PlainMap, file: string): Table | undefined => {
  const { results } = document;
  if (!isPlainMap(results)) return undefined;
  const frames = Object.values(results).flatMap((one) => (isPlainMap(one) ? objectsIn(one['frames']) : []));
  return frames.length === 0 ? undefined : tableOfSeries(file, 'grafana', frames.flatMap(seriesIn));
};

const isExported = ({ metric, values, timestamps }: PlainMap): boolean =>
  isPlainMap(metric) && Array.isArray(values) && Array.isArray(timestamps);

/** Lines of VictoriaMetrics' /api/v1/export: a series in each. `undefined` for other lines. */
export const victoriaMetricsLines = (lines: readonly unknown[], file: string): Table | undefined => {
  const rows = lines.filter(isPlainMap).filter(isExported);
  if (rows.length === 0 || rows.length < lines.length) return undefined;
  const series = rows.map(({ metric, values, timestamps }) => ({
    name: labelsOf(metric),
    points: sideBySide(timestamps as unknown[], values as unknown[]),
  }));
  return tableOfSeries(file, 'victoriaMetrics', series);
};

/** One such line alone. */
export const victoriaMetrics = (document: PlainMap, file: string): Table | undefined =>
  victoriaMetricsLines([document], file);
