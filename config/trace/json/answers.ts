import { isPlainMap, type PlainMap } from '../../../runs/schema/plain.ts';
import { refuseTrace, type Table } from '../tables/table.ts';
import { cellOf, tableOfObjects } from './rows.ts';
import { listsIn, objectsIn, sideBySide, tableOfSeries } from './series.ts';

const mapIn = (value: unknown, key: string): unknown => (isPlainMap(value) ? value[key] : undefined);

/** @throws HeadroomError E_CONFIG for what a system answers instead of numbers */
const refuseError = (file: string, text: string): never =>
  refuseTrace(
    { file },
    { what: `an error instead of an answer: ${text}`, fix: 'correct the query, and export again' },
  );

/** Whether a field that names errors names one: some systems always write it, empty where there is none. */
export const namesError = (value: unknown): boolean => !['', '[]', '{}'].includes(cellOf(value));

/** @throws HeadroomError E_CONFIG for an answer that says itself that it is not whole */
export const refusePartOf = (file: string, what: string): never =>
  refuseTrace(
    { file },
    {
      what: `the answer is a part of what was asked for: ${what}`,
      fix: 'query a shorter time, or longer steps',
    },
  );

const rowsOf = (file: string, objects: readonly PlainMap[]): Table =>
  tableOfObjects(
    file,
    'jsonRows',
    objects.map((row, i) => ({ line: i + 1, row })),
  );

/** New Relic's answers: NerdGraph's, its results alone, and the older form with `timeSeries`. https://docs.newrelic.com/docs/apis/nerdgraph/ */
export const newRelic = (document: PlainMap, file: string): Table | undefined => {
  const [error] = objectsIn(document['errors']);
  if (error !== undefined) refuseError(file, cellOf(error['message']));
  const actor = mapIn(document['data'], 'actor');
  const nrql = mapIn(mapIn(actor, 'account'), 'nrql') ?? mapIn(actor, 'nrql');
  const series = objectsIn(document['timeSeries']).map(({ results, beginTimeSeconds, endTimeSeconds }) => ({
    beginTimeSeconds,
    endTimeSeconds,
    ...objectsIn(results)[0],
  }));
  const rows = series.length > 0 ? series : objectsIn(mapIn(nrql, 'results') ?? document['results']);
  const isTimed = rows.length > 0 && rows.every((row) => row['beginTimeSeconds'] !== undefined);
  return isTimed ? rowsOf(file, rows) : undefined;
};

/** CloudWatch Logs Insights: get-query-results. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html */
export const logsInsights = (document: PlainMap, file: string): Table | undefined => {
  const results = listsIn(document['results']).map(objectsIn);
  if (results.length === 0 || !results.every((row) => row.every((cell) => 'field' in cell))) return undefined;
  const { status } = document;
  if (status !== undefined && status !== 'Complete')
    refuseTrace(
      { file },
      {
        what: `the query has the status ${cellOf(status)}: its results are a part`,
        fix: 'get them once it is Complete',
      },
    );
  const objects = results.map((row) =>
    Object.fromEntries(
      row.filter(({ field }) => field !== '@ptr').map(({ field, value }) => [cellOf(field), value]),
    ),
  );
  return rowsOf(file, objects);
};

/** Application Insights' answer to a query of a metric: https://learn.microsoft.com/en-us/rest/api/application-insights/metrics/get */
export const insightsMetrics = ({ value }: PlainMap, file: string): Table | undefined => {
  const segments = objectsIn(mapIn(value, 'segments'));
  if (segments.length === 0 || segments.some((segment) => 'segments' in segment)) return undefined;
  const objects = segments.map((segment) =>
    Object.fromEntries(
      Object.entries(segment).flatMap(([metric, numbers]): [string, unknown][] =>
        isPlainMap(numbers)
          ? Object.entries(numbers).map(([kind, number]) => [`${metric} ${kind}`, number])
          : [[metric, numbers]],
      ),
    ),
  );
  return rowsOf(file, objects);
};

/** Datadog's newer answer, which names no metric: https://docs.datadoghq.com/api/latest/metrics/#query-timeseries-data-across-multiple-products */
export const datadogV2 = ({ data, errors }: PlainMap, file: string): Table | undefined => {
  const attributes = mapIn(data, 'attributes');
  const times = mapIn(attributes, 'times');
  const series = objectsIn(mapIn(attributes, 'series'));
  const values = listsIn(mapIn(attributes, 'values'));
  if (!Array.isArray(times) || series.length === 0) return undefined;
  if (namesError(errors)) refusePartOf(file, cellOf(errors));
  if (values.some((one) => one.length !== times.length) || values.length !== series.length)
    refusePartOf(file, `${times.length} times, and not as many values of each series`);
  return tableOfSeries(
    file,
    'datadog',
    series.map(({ group_tags: tags }, i) => ({
      name: `value${Array.isArray(tags) && tags.length > 0 ? `{${tags.map(cellOf).join(',')}}` : ''}`,
      points: sideBySide(times, values[i] ?? []),
    })),
  );
};

/** Google Cloud Monitoring's series, whose numbers are counts, rates or totals by their kind: https://cloud.google.com/monitoring/api/ref_v3/rest/v3/TimeSeries */
export const refuseGoogleSeries = (series: readonly PlainMap[], file: string): void => {
  if (!series.some(({ metric, points }) => isPlainMap(metric) && Array.isArray(points))) return;
  refuseTrace(
    { file },
    {
      what: 'time series of Google Cloud Monitoring, which are not read',
      fix: 'write a row for each point: its endTime and its value, under timestamp,requests for points of the kind DELTA, under timestamp,rps for rates',
    },
  );
};

/** What stands in an answer that holds an error and nothing else. */
const errorKeys = ['error', 'errors', 'errorType', 'status', 'statusCode', 'code', 'message', 'requestId'];

const errorText = (error: unknown): string => {
  if (!isPlainMap(error)) return cellOf(error);
  const { code, type, message, reason } = error;
  return [code ?? type, message ?? reason]
    .filter((part) => part !== undefined)
    .map(cellOf)
    .join(': ');
};

/** The answer of any system to a query that failed: Prometheus, Loki, Azure, Google, Elasticsearch, Datadog. */
export const errorAnswer = (document: PlainMap, file: string): Table | undefined => {
  const { status, error, errors } = document;
  const isAlone = Object.keys(document).every((key) => errorKeys.includes(key));
  if (namesError(error) && (status === 'error' || isAlone)) refuseError(file, errorText(error));
  if (Array.isArray(errors) && namesError(errors) && isAlone)
    refuseError(file, errors.map(errorText).join('; '));
  return undefined;
};
