import type { TraceNote } from '../../../runs/schema/load/trace-reading.ts';
import { isPlainMap, type PlainMap } from '../../../runs/schema/plain.ts';
import { failedFiltersIn } from '../columns/query-parts.ts';
import { collectLogLines } from '../tables/log-lines.ts';
import { collectRows } from '../tables/rows.ts';
import { listed, refuseTrace, type Table } from '../tables/table.ts';
import {
  datadogV2,
  errorAnswer,
  insightsMetrics,
  logsInsights,
  namesError,
  newRelic,
  refuseGoogleSeries,
  refusePartOf,
} from './answers.ts';
import { cloudWatch } from './cloudwatch.ts';
import { grafana, victoriaMetrics } from './frames.ts';
import { cellOf, type JsonRow, tableOfObjects } from './rows.ts';
import { fieldsOf, labelsOf, listsIn, objectsIn, pairsOf, tableOfSeries } from './series.ts';

/** What Prometheus, Thanos or Loki says of its answer, such as that a part of it is missing. */
const warningsOf = ({ warnings }: PlainMap): TraceNote[] =>
  (Array.isArray(warnings) ? warnings : []).map((text) => ({ code: 'message', text: cellOf(text) }));

/** Series of Prometheus, as `promtool query range -o json` prints them alone. */
const matrix = (series: readonly PlainMap[], file: string): Table =>
  tableOfSeries(
    file,
    'prometheus',
    series.map(({ metric, values }) => ({ name: labelsOf(metric), points: pairsOf(values) })),
  );

const isMatrix = (list: readonly PlainMap[]): boolean =>
  list.every((one) => isPlainMap(one['metric']) && Array.isArray(one['values']) && !('timestamps' in one));

/** @throws HeadroomError E_CONFIG for entries whose labels all tell of requests that failed */
const refuseFailedStreams = (streams: readonly PlainMap[], file: string): void => {
  const failed = streams.map(({ stream }) => failedFiltersIn(labelsOf(stream)));
  if (failed.length === 0 || failed.some((filters) => filters.length === 0)) return;
  refuseTrace(
    { file },
    {
      what: `its entries are of requests that failed, not all: ${listed([...new Set(failed.flat())])}`,
      fix: 'query it without that',
    },
  );
};

/** Prometheus' and Loki's answer to a range query. */
const prometheus = (document: PlainMap, file: string): Table | undefined => {
  const data = isPlainMap(document['data']) ? document['data'] : document;
  const type = data['resultType'];
  if (type === undefined) return undefined;
  // VictoriaMetrics: some of its nodes did not answer. https://docs.victoriametrics.com/cluster-victoriametrics/
  if (document['isPartial'] === true) refusePartOf(file, 'isPartial is true');
  if (type === 'matrix') {
    return { ...matrix(objectsIn(data['result']), file), notes: warningsOf(document) };
  }
  if (type === 'streams') {
    refuseFailedStreams(objectsIn(data['result']), file);
    const rows = collectRows();
    let line = 0;
    for (const { values } of objectsIn(data['result']))
      for (const { time, value } of pairsOf(values)) rows.add(++line, [time, value]);
    const header = ['time', 'line'];
    const notes = warningsOf(document);
    return { file, format: 'prometheus', header, rows: rows.rows(), unit: 'eachRow', notes };
  }
  return refuseTrace(
    { file },
    { what: `a Prometheus answer of type ${cellOf(type)}, one moment`, fix: 'use query_range' },
  );
};

const aggregations = ['total', 'count', 'average', 'minimum', 'maximum'];

/** Azure Monitor's answer to a query of metrics: an aggregation of each metric is a series. */
const azureMonitor = (document: PlainMap, file: string): Table | undefined => {
  const metrics = objectsIn(document['value']).filter(({ timeseries }) => Array.isArray(timeseries));
  if (metrics.length === 0) return undefined;
  for (const { errorCode: code, errorMessage: message } of metrics)
    if (namesError(code) && code !== 'Success') refusePartOf(file, `${cellOf(code)} ${cellOf(message)}`);
  const series = metrics.flatMap(({ name, unit, timeseries }) => {
    const metric = isPlainMap(name) ? cellOf(name['value']) : cellOf(name);
    const unitText = unit === 'Count' ? '' : ` (${cellOf(unit)})`;
    return objectsIn(timeseries).flatMap(({ data, metadatavalues }) => {
      const dimensions = objectsIn(metadatavalues).map(({ value }) => cellOf(value));
      const dimensionsText = dimensions.length > 0 ? `{${dimensions.join(', ')}}` : '';
      const points = objectsIn(data);
      return aggregations
        .filter((kind) => points.some((point) => kind in point))
        .map((kind) => ({
          name: `${metric}${dimensionsText} ${kind}${unitText}`,
          points: fieldsOf(points, { time: 'timeStamp', value: kind }),
        }));
    });
  });
  return tableOfSeries(file, 'azureMonitor', series);
};

/** Log Analytics and Application Insights: rows under the names of their columns. */
const logAnalytics = (document: PlainMap, file: string): Table | undefined => {
  const [table, ...others] = objectsIn(document['tables']).filter(({ rows }) => listsIn(rows).length > 0);
  if (table === undefined) return undefined;
  if (others.length > 0)
    refuseTrace({ file }, { what: `${others.length + 1} tables in one answer`, fix: 'query one table' });
  const { error } = document;
  if (isPlainMap(error) && namesError(error))
    refusePartOf(file, `${cellOf(error['code'])} ${cellOf(error['message'])}`);
  const header = objectsIn(table['columns']).map(({ name }) => cellOf(name));
  const rows = collectRows();
  for (const [i, row] of listsIn(table['rows']).entries()) rows.add(i + 1, row.map(cellOf));
  return { file, format: 'logAnalytics', header, rows: rows.rows(), notes: [] };
};

/** Datadog writes whole milliseconds as 1700000000000.0. */
const datadogPoints = function* (pairs: unknown): ReturnType<typeof pairsOf> {
  for (const { time, value } of pairsOf(pairs)) yield { time: time.replace(/\.0+$/, ''), value };
};

/** Datadog's answer to a query of a time series. */
const datadog = (document: PlainMap, file: string): Table | undefined => {
  const series = objectsIn(document['series']).filter(({ pointlist }) => Array.isArray(pointlist));
  if (series.length === 0) return undefined;
  return tableOfSeries(
    file,
    'datadog',
    series.map(({ expression, metric, scope, pointlist }) => ({
      name: expression === undefined ? `${cellOf(metric)}{${cellOf(scope)}}` : cellOf(expression),
      points: datadogPoints(pointlist),
    })),
  );
};

/** The objects of a list, numbered from 1. */
const numbered = function* (objects: readonly PlainMap[]): Generator<JsonRow> {
  for (const [i, row] of objects.entries()) yield { line: i + 1, row };
};

/** A HAR, as browsers and proxies save it: the requests of a page or a client. */
const har = ({ log }: PlainMap, file: string): Table | undefined => {
  const entries = isPlainMap(log) ? objectsIn(log['entries']) : [];
  if (entries.length === 0) return undefined;
  const lines = collectLogLines();
  const rows = collectRows();
  for (const [i, entry] of entries.entries()) {
    const { startedDateTime, request } = entry;
    rows.add(i + 1, [cellOf(startedDateTime)]);
    lines.add(JSON.stringify(entry), isPlainMap(request) ? cellOf(request['url']) : undefined);
  }
  return {
    file,
    format: 'har',
    header: ['startedDateTime'],
    rows: rows.rows(),
    unit: 'eachRow',
    notes: lines.notes(),
  };
};

const forms = [
  har,
  errorAnswer,
  prometheus,
  cloudWatch,
  logsInsights,
  azureMonitor,
  insightsMetrics,
  logAnalytics,
  datadog,
  datadogV2,
  newRelic,
  grafana,
  victoriaMetrics,
];

/**
 * A table from a JSON document: a list of objects, or the answer of a monitoring system.
 *
 * @throws HeadroomError E_CONFIG for a document of another kind
 */
export const readJsonDocument = (document: unknown, file: string): Table => {
  if (Array.isArray(document) && document.length > 0 && document.every(isPlainMap)) {
    refuseGoogleSeries(document, file);
    return isMatrix(document) ? matrix(document, file) : tableOfObjects(file, 'jsonRows', numbered(document));
  }
  if (isPlainMap(document)) {
    refuseGoogleSeries(objectsIn(document['timeSeries']), file);
    for (const form of forms) {
      const table = form(document, file);
      if (table !== undefined) return table;
    }
  }
  return refuseTrace(
    { file },
    {
      what: 'JSON of a form that is not read: no list of objects, and no answer of a monitoring system in a form that docs/traces.md lists',
      fix: 'export CSV, or one JSON object on each line',
    },
  );
};
