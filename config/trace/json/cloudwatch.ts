import type { TraceNote } from '../../../runs/schema/load/trace-reading.ts';
import type { PlainMap } from '../../../runs/schema/plain.ts';
import { refuseTrace, type Table } from '../tables/table.ts';
import { cellOf } from './rows.ts';
import { fieldsOf, objectsIn, type Series, sideBySide, tableOfSeries } from './series.ts';

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const refusePart = (file: string, what: string): never =>
  refuseTrace(
    { file },
    {
      what: `CloudWatch's answer is a part of what was asked for: ${what}`,
      fix: 'ask for the pages that follow too (the AWS CLI does), or for a shorter time',
    },
  );

/** Parts of one query: pages that the AWS CLI joins hold the same Id again. */
const byId = (results: readonly PlainMap[]): PlainMap[][] => {
  const parts = new Map<string, PlainMap[]>();
  for (const [i, result] of results.entries()) {
    const { Id: id } = result;
    const key = id === undefined ? `result ${i}` : `Id ${cellOf(id)}`;
    parts.set(key, [...(parts.get(key) ?? []), result]);
  }
  return [...parts.values()];
};

/** Queries of one label are told apart by their Id. */
const seriesOf = (parts: readonly PlainMap[], labels: readonly string[]): Series => {
  const label = labelOf(parts);
  const isTwice = labels.filter((one) => one === label).length > 1;
  return {
    name: isTwice ? `${label}{Id="${cellOf(parts[0]!['Id'])}"}` : label,
    points: sideBySide(
      parts.flatMap(({ Timestamps }) => listIn(Timestamps)),
      parts.flatMap(({ Values }) => listIn(Values)),
    ),
  };
};

const labelOf = ([first]: readonly PlainMap[]): string => cellOf(first!['Label'] ?? first!['Id']);

/** What CloudWatch says of its answer, such as that the time was cut. */
const messagesOf = (owners: readonly PlainMap[]): TraceNote[] =>
  owners
    .flatMap(({ Messages }) => objectsIn(Messages))
    .map(({ Code, Value }) => ({ code: 'message', text: `${cellOf(Code)}: ${cellOf(Value)}` }));

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const metricData = (document: PlainMap, file: string): Table => {
  const results = objectsIn(document['MetricDataResults']);
  const { NextToken: next } = document;
  if (typeof next === 'string' && next !== '') refusePart(file, 'it ends with a NextToken');
  for (const { Timestamps, Values, Label, Id } of results)
    if (listIn(Timestamps).length !== listIn(Values).length)
      refusePart(
        file,
        `${cellOf(Label ?? Id)} has ${listIn(Timestamps).length} times and ${listIn(Values).length} values`,
      );
  const all = byId(results);
  for (const parts of all) {
    const { StatusCode: status } = parts.at(-1)!;
    if (status !== undefined && status !== 'Complete')
      refusePart(file, `${labelOf(parts)} has the StatusCode ${cellOf(status)}`);
  }
  const labels = all.map(labelOf);
  const table = tableOfSeries(
    file,
    'cloudWatch',
    all.map((parts) => seriesOf(parts, labels)),
  );
  return { ...table, notes: [...table.notes, ...messagesOf([document, ...results])] };
};

const statistics = ['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum'];

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
const metricStatistics = (document: PlainMap, file: string): Table => {
  const { Label: label } = document;
  const points = objectsIn(document['Datapoints']);
  const unit = cellOf(points.find(({ Unit }) => Unit !== undefined)?.['Unit']);
  const kinds = statistics.filter((name) => points.some((point) => name in point));
  if (kinds.includes('Sum') && /\/Second$/.test(unit))
    refuseTrace(
      { file },
      {
        what: `the Sum of ${cellOf(label)} in ${unit} adds up rates: it is not a number of requests`,
        fix: 'ask for a metric that counts requests (Unit Count), or for the Average, and say load.column and load.unit',
      },
    );
  const unitText = unit === '' || unit === 'Count' || unit === 'None' ? '' : ` (${unit})`;
  return tableOfSeries(
    file,
    'cloudWatch',
    kinds.map((name) => ({
      name: `${cellOf(label)} ${name}${unitText}`,
      points: fieldsOf(points, { time: 'Timestamp', value: name }),
    })),
  );
};

/** CloudWatch: get-metric-data, or get-metric-statistics. @throws HeadroomError E_CONFIG for an answer that is a part */
export const cloudWatch = (document: PlainMap, file: string): Table | undefined => {
  if (document['MetricDataResults'] !== undefined) return metricData(document, file);
  return document['Datapoints'] === undefined ? undefined : metricStatistics(document, file);
};
